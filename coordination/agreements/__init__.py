"""Agreements on cooperation (dohody o spolupráci) between a parent and an organisation; the office is no party."""
