"""What strangers hand in to be verified, good and bad, each with the verdict it must get."""
