"""For outsiders: clients of a published log, which need its address and nothing else of the site.

They are made for machines that the operator of the site does not run.
"""
