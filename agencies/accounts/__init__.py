"""Accounts (účty a přihlášení): how workers prove who they are, and what ends that."""
