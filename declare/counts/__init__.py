"""Attendance: the one place where registered, present and signed are counted."""
