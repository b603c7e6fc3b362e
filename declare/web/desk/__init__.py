"""Pages of organisers and observers, one module for each noun."""
