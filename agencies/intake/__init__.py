"""Intake (úvodní konzultace): the first contact, the first consultation, and advice that needs no name."""
