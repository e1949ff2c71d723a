"""Towns: what the office of a town decides for itself, its settings and its wordings."""
