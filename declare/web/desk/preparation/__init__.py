"""Pages on which an event is prepared and published, one module for each noun."""
