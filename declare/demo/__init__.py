"""Sample events: two campaigns of 2020 with invented participants, and one to try out.

`declare.demo.filling.fill` makes them; what they are made of stands in the JSON files beside it.
"""
