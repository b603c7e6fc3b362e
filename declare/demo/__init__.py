"""Sample events: two campaigns of 2020 with invented participants, and one to try out.

What they are made of, and where that comes from, stands in the JSON files beside this.
"""

from declare.demo.filling import ORGANISER, fill

__all__ = ["ORGANISER", "fill"]
