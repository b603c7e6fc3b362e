"""Letters to participants: queued by kind, turned into text when they are sent."""
