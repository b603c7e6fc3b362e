"""Events: what is planned, published, opened and closed, with the statement that is signed."""
