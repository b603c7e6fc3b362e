"""The certificates slice."""
