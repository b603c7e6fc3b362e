"""Accounts of those who run events, what each may do at which event, and the doors' throttles."""
