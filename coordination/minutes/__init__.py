"""Minutes (zápis): the agenda, the meeting as it goes on, what was said, comments, approval, who gets what."""
