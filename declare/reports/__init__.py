"""Reports: what organisers take away as files."""
