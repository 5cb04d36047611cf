"""Results as cities write them, read into the kinds that the product knows (domain 1.3).

Pure functions: text in, kind, votes, majority and target out. What they do not know is unknown.
"""
