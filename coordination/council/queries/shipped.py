"""The rules of a Land as they ship with the product, and which of them a city does not have yet."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from workflows.queries.proof.bound import digest_of_values

from ..models import CouncilRule
from ..vocabulary import RuleOrigin, RuleSubject
from .rulebook import rulebook

FOLDER = Path(__file__).parents[2] / "data" / "law"

_Group = tuple[str, str, str]


@cache
def rows_of(land: str) -> Sequence[Mapping[str, object]]:
    """The rows of a Land (“NW”) as values of CouncilRule; empty where no file is shipped yet."""
    path = FOLDER / f"{land}.toml"
    if not path.is_file():
        return ()
    return tuple(tomllib.loads(path.read_text(encoding="utf-8"))["rules"])


def new_rules(land: str, *, today: date) -> list[CouncilRule]:
    """The shipped rows that this city lacks and that hold today or later, not stored.

    A row is known where one of the same origin says the same for the same bodies from its first day
    on or later: as a city that takes it over later has it. What a later row has replaced by today
    and what has ended is not new.
    """
    if not any(row.origin != RuleOrigin.LOCAL for row in rulebook().rows):
        # A city whose law was never loaded: its file does that.
        return []
    known: dict[tuple[_Group, object], date] = {}
    for row in rulebook().rows:
        if row.organization_id is None and row.origin != RuleOrigin.LOCAL:
            said = (_group(row), _value(row))
            known[said] = max(known.get(said, row.valid_from), row.valid_from)
    shipped = [_row(values) for values in rows_of(land)]
    return [
        row
        for row in shipped
        if not _is_past(row, shipped, today)
        and known.get((_group(row), _value(row)), date.min) < row.valid_from
    ]


def _row(values: Mapping[str, object]) -> CouncilRule:
    """A shipped row as it is read back from its table: so its digest is that of what is stored."""
    row = CouncilRule(**values)
    row.amount = None if row.amount is None else Decimal(row.amount)
    return row


def _group(row: CouncilRule) -> _Group:
    return row.subject, row.body_type, row.origin


def _value(row: CouncilRule) -> object:
    amount = None if row.amount is None else f"{row.amount:.2f}"
    return amount, row.unit, row.flag, tuple(row.words or ()), row.valid_until


def _is_past(row: CouncilRule, shipped: Iterable[CouncilRule], today: date) -> bool:
    if row.valid_until and row.valid_until < today:
        return True
    return any(
        _group(other) == _group(row) and row.valid_from < other.valid_from <= today
        for other in shipped
    )


def dated_from(rows: Iterable[CouncilRule], first: date) -> list[CouncilRule]:
    """The rows as they are stored: none holds before `first`, and what has ended by then is left
    out.
    """
    found = {}
    for row in sorted(rows, key=lambda row: row.valid_from):
        if row.valid_until is None or row.valid_until >= first:
            row.valid_from = max(row.valid_from, first)
            found[_group(row), row.valid_from] = row
    return list(found.values())


def digest_of_rules(rows: Iterable[CouncilRule]) -> str:
    """Tells whether what somebody has read is still what is offered."""
    said = [[*_group(row), row.in_words, str(row.valid_from), row.norm] for row in rows]
    return digest_of_values(said)


@dataclass(frozen=True, slots=True)
class Offered:
    """A new row beside what the city goes by today; `goes_before`: a rule of its own stays."""

    row: CouncilRule
    today: CouncilRule | None
    goes_before: bool


def offered(land: str, *, today: date) -> list[Offered]:
    """The new rows in the order of the vocabulary, each with what holds today."""
    order = {str(subject): place for place, subject in enumerate(RuleSubject)}
    rules, found = rulebook().on(today), []
    rows = new_rules(land, today=today)
    for row in sorted(rows, key=lambda row: (order[row.subject], row.body_type, row.valid_from)):
        held = rules.row(RuleSubject(row.subject), row.body_type or None)
        is_own = held is not None and held.origin == RuleOrigin.LOCAL
        found.append(Offered(row, held, is_own))
    return found
