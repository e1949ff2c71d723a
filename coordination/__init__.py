"""What agencies do together about one family, in the order they do it."""
