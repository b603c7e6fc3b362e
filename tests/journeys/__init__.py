"""Whole journeys, in a real browser, against a server on a real port."""
