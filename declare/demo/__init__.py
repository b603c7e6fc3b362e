"""Sample events: two campaigns of 2020 with invented participants, and one to try out.

Their data and its sources are in `campaigns.json` and `names.json`.
"""

from declare.demo.filling import ORGANISER, fill

__all__ = ["ORGANISER", "fill"]
