"""Presence: rows of when and in which way a participant was at an event."""
