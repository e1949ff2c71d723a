"""Pledges of confidentiality (slib mlčenlivosti): asked for, signed, refused, proved."""
