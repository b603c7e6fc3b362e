"""Verification: one certificate, one verdict, open to anybody."""
