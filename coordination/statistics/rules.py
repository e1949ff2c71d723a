"""What a town wants of its conferences; which numbers may be shown is the same for a town and for a service."""

AGREED_WITHIN = 3
"""Within how many days after it was offered a task should be agreed."""
