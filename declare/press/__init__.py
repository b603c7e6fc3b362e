"""The press: a value in, a PDF out. It knows no slice and no database."""
