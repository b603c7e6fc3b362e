"""Clients of a published log, for auditors and witnesses: they need its address only.

They run on machines that the site's operator does not control.
"""
