"""The ceremony: the projector page."""
