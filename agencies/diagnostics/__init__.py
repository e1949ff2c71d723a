"""Psychodiagnostics of a child (psychodiagnostika): asked for, answered, written, explained and handed to parents."""
