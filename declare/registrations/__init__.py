"""Registrations: a person at one event, admitted, with a personal link and a participant code."""
