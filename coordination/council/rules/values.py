"""Whether the value of a rule is one that its subject can have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from workflows.calendars import Period, PeriodError, PeriodUnit
from workflows.refusals import Unmet

from ..vocabulary import KINDS, UNITS, WORDS, RuleKind, RuleSubject

_ALL = 100


def value_problems(
    subject: str, *, amount: Decimal | None, unit: str, flag: bool | None, words: Sequence[str]
) -> Iterator[Unmet]:
    """What is wrong with the value of a rule: it is of the kind of its subject and nothing else."""
    if subject not in RuleSubject.values:
        yield Unmet("unknown", _("There is no such rule."), "subject")
        return
    kind = KINDS[subject]
    if kind is RuleKind.FLAG:
        if flag is None or amount is not None or words:
            yield Unmet("invalid", _("Please say yes or no."), "flag")
    elif kind in (RuleKind.WORD, RuleKind.WORDS):
        yield from _word_problems(subject, kind, words, others=(amount, flag))
    elif amount is None or flag is not None or words:
        yield Unmet("missing", _("Please enter a number."), "amount")
    elif unit not in UNITS[kind]:
        yield Unmet("invalid", _("This rule is not counted in this unit."), "unit")
    else:
        yield from _amount_problems(kind, amount, unit)


def _word_problems(
    subject: str, kind: RuleKind, words: Sequence[str], *, others: tuple[object, ...]
) -> Iterator[Unmet]:
    known = set(WORDS[subject].values)
    is_one = kind is RuleKind.WORDS or len(words) == 1
    if not words or not is_one or not set(words) <= known or any(o is not None for o in others):
        yield Unmet("invalid", _("Please choose one of the values offered."), "words")


def _amount_problems(kind: RuleKind, amount: Decimal, unit: str) -> Iterator[Unmet]:
    if kind is RuleKind.PERIOD:
        try:
            Period(int(amount), PeriodUnit(unit))
        except PeriodError as error:
            yield Unmet("invalid", str(error), "amount")
        else:
            if amount != int(amount):
                yield Unmet("invalid", _("Please enter a whole number."), "amount")
    elif kind is RuleKind.SHARE and not 0 < amount <= _ALL:
        yield Unmet("invalid", _("Please enter a share from 1 to 100 percent."), "amount")
    elif amount < 0:
        yield Unmet("invalid", _("Please enter a sum of 0 € or more."), "amount")
