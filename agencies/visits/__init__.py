"""Visits of clients (návštěvy): booked with one professional, moved, held or missed, and what came out of them."""
