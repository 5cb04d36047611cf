"""Answers of offices: the only writers of co-signature items, votes, conditions, obligations."""

from .answers import OPEN_ITEMS, Asked, Ballots

__all__ = ["OPEN_ITEMS", "Asked", "Ballots"]
