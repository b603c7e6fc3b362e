"""Forms and fields that more than one page uses."""
