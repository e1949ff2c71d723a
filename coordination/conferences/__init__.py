"""Conferences (případová konference): convening, inviting, answering, meeting, calling off."""
