"""Giving an answer out to be drafted, closing drafts that nobody needs, how offices work."""
