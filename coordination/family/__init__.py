"""The family's first door: a paper and a page with what we agreed, a number that only the family knows, its answers."""
