"""Outreach: which letter is written to whom, and its text when it is sent."""
