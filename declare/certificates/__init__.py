"""The certificates slice: the frozen row of each pledge, and the paper that is drawn from it.

`render.render(printable)` draws. A `Composition` decides every word's size and place, a `Plate` is
one of them laid out by WeasyPrint (`casting`, in the process of `foundry`), and pressing puts a
person into it.
"""
