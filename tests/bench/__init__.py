"""`make bench`: how fast and how big the platform is, each figure beside a floor of the same run.

The figures depend on the machine, so only what was measured side by side is compared: a floor (the
least that any application would have to do) or the naive way (the same work, done straight on).
"""
