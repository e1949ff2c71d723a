"""Standpoints (stanovisko): what each agency and the family say to the table, needs and offers, opinions, options."""
