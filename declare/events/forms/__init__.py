"""What organisers type about an event, one form for each page."""
