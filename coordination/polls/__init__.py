"""Finding a date (hledání termínu): several dates are offered, everybody says which suit, the coordinator chooses."""
