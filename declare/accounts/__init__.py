"""Accounts, their roles at events, the audit log, and the throttles of refused attempts."""
