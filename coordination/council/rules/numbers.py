"""Whose number of a paper counts."""

from __future__ import annotations

from datetime import date

from ..queries import rules_on
from ..vocabulary import Numbers, RuleSubject


def whose_number_counts(*, on: date) -> Numbers:
    """By the rule in force on that day: our counter's or the council system's; else ours."""
    return Numbers(rules_on(on).word(RuleSubject.PAPER_NUMBER) or Numbers.OWN)
