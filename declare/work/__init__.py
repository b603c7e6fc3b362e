"""Long work as rows, done in pieces by the worker. It knows no slice."""
