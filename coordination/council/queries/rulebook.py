"""The rules of the council that hold on a day: one statement, remembered within a request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.calendars import Period

from ..models import CouncilRule, Organization
from ..vocabulary import RuleOrigin, RuleSubject

Of = Organization | str | None
"""A body, a kind of body, or nobody in particular."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force on `day`.

    Where several fit, one of the city or the Land goes before a proposal, one for the body before
    one for its kind before one for all, one of the city before one of the Land, a later one before
    an earlier one. What no rule says is None, False or empty: then there is no such rule.
    """

    day: date
    rows: Sequence[CouncilRule]

    def row(self, subject: RuleSubject, of: Of = None) -> CouncilRule | None:
        """The row that holds for a body, a kind of body or all."""
        fitting = [row for row in self.rows if row.subject == subject and _fits(row, of)]
        return max(fitting, key=_rank, default=None)

    def period(self, subject: RuleSubject, of: Of = None) -> Period | None:
        """A period; None where there is none."""
        row = self.row(subject, of)
        return row.period if row else None

    def amount(self, subject: RuleSubject, of: Of = None) -> Decimal | None:
        """A sum in euros or a share in percent; None where there is none."""
        row = self.row(subject, of)
        return row.amount if row else None

    def says(self, subject: RuleSubject, of: Of = None) -> bool:
        """Whether a rule says yes."""
        row = self.row(subject, of)
        return bool(row and row.flag)

    def words(self, subject: RuleSubject, of: Of = None) -> tuple[str, ...]:
        """The words that a rule names."""
        row = self.row(subject, of)
        return tuple(row.words or ()) if row else ()

    def word(self, subject: RuleSubject, of: Of = None) -> str:
        """The one word of a rule; empty where there is none."""
        return next(iter(self.words(subject, of)), "")

    def speak_of(self, subject: RuleSubject) -> bool:
        """Whether any row is about it."""
        return any(row.subject == subject for row in self.rows)

    def bodies_of(self, subject: RuleSubject) -> list[int]:
        """The bodies for which the city has a row of their own."""
        return [
            row.organization_id
            for row in self.rows
            if row.subject == subject and row.organization_id is not None
        ]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rows ever, for judging sessions of many days."""

    rows: Sequence[CouncilRule]

    def on(self, day: date) -> Rules:
        """The rules in force on a day."""
        return Rules(day, [row for row in self.rows if _holds(row, day)])


def rules_on(day: date) -> Rules:
    """The rules in force on a day; one statement, the first time in a request."""
    return rulebook().on(day)


def rulebook() -> Rulebook:
    """All rules; one statement, the first time in a request."""
    kept = _kept.get()
    if kept is None:
        return Rulebook(list(CouncilRule.objects.all()))
    if not kept:
        kept.append(Rulebook(list(CouncilRule.objects.all())))
    return kept[0]


# Within a request a list, empty until somebody asks; None outside of one, where nothing is kept.
_kept: ContextVar[list[Rulebook] | None] = ContextVar("rules of the council", default=None)


def remember_for_a_request(**_signal: object) -> None:
    """A request begins: what it reads of the rules holds until it ends."""
    _kept.set([])


def forget(**_signal: object) -> None:
    """A request is over."""
    _kept.set(None)


def forget_what_was_read() -> None:
    """The rules have changed within this request."""
    if _kept.get() is not None:
        _kept.set([])


def _holds(row: CouncilRule, day: date) -> bool:
    return row.valid_from <= day and (row.valid_until is None or day <= row.valid_until)


def _fits(row: CouncilRule, of: Of) -> bool:
    if row.organization_id is not None:
        return isinstance(of, Organization) and of.pk == row.organization_id
    if not row.body_type:
        return True
    return row.body_type == (of.type if isinstance(of, Organization) else of)


def _rank(row: CouncilRule) -> tuple[bool, int, bool, date, int]:
    breadth = 2 if row.organization_id is not None else 1 if row.body_type else 0
    decided = row.origin != RuleOrigin.PROPOSAL
    return decided, breadth, row.origin == RuleOrigin.LOCAL, row.valid_from, row.pk or 0


def by_subject(rows: Iterable[CouncilRule]) -> Iterator[tuple[str, list[CouncilRule]]]:
    """The rows under what they are about, in the order of the vocabulary."""
    found = list(rows)
    for subject in RuleSubject:
        mine = [row for row in found if row.subject == subject]
        if mine:
            yield str(subject.label), mine
