"""Registrations: a person at one event, with a personal link and a participant code."""
