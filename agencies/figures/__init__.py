"""Figures (čísla za pololetí): what a counselling service counts for its annual report, and what may be shown of it."""
