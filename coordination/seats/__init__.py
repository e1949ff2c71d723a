"""Seats: the place of one person at one case, and every fact that access is decided by."""
