"""The certificates slice: the frozen row of each pledge or correction, and what a PDF of it says.

It knows nothing of `pledges`, which hands it values (`recorded`). `declare.press` draws the PDF.
"""
