"""Pledges: one act of signing by one person, and the closing of the count."""
