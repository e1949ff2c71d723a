"""Clients (klient): from the first information to the signed informed consent, and what they ask for meanwhile."""
