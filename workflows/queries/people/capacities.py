"""As whom a person acts on a day, and for whom they are entered as a deputy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ... import wire
from ...definitions import EVERYTHING, Capacity, Scope
from ...models.presence import ACTS_AS, TAKEN_OVER
from ...wire.known import VERSION, Known, guessed

_STANDING = f"""
WITH held AS (
  SELECT d.id AS desk, d.function, d.unit_id AS unit, u.function AS unit_function, u.ancestors,
         d.signs, r.person_id AS holder, r.person_id <> %(person)s AS is_deputy, r.kinds, r.besides,
         {TAKEN_OVER} AS taken_over
    FROM ({ACTS_AS}) r
    JOIN workflows_desk d ON d.id = r.desk_id AND d.closed_on IS NULL
    JOIN workflows_unit u ON u.id = d.unit_id
)
SELECT %(person)s::bigint, {VERSION},
  (SELECT json_agg(held ORDER BY is_deputy, desk, holder) FROM held),
  (SELECT json_agg(DISTINCT s.represented_id) FROM workflows_substitution s
    WHERE s.deputy_id = %(person)s AND s.revoked_at IS NULL
      AND s.starts_on <= %(today)s AND s.ends_on >= %(today)s)
"""  # noqa: S608 - put together from constants


@dataclass(frozen=True, slots=True)
class Standing:
    """The capacities of a person and whom they may stand in for, of whatever order."""

    capacities: tuple[Capacity, ...] = ()
    stands_in_for: frozenset[int] = frozenset()


def standing_of(person: int | None, *, known: Known) -> Standing:
    """The standing of a person; nobody in particular has none."""
    if person is None:
        return Standing()
    found = known.get("standing", person)
    return found or take_standing(
        wire.send([_statement(person, known.today)])[0], today=known.today
    )


def statements_of(person: int | None, *, today: date) -> list[wire.Statement]:
    """What to ask together with a scene, so that `standing_of` need not ask behind it."""
    if person is None or guessed(today).get("standing", person):
        return []
    return [_statement(person, today)]


def take_standing(rows: wire.Rows, *, today: date) -> Standing:
    """Keep the answer to one of `statements_of`."""
    ((person, version, held, represented),) = rows
    standing = Standing(tuple(_capacity(row) for row in held or ()), frozenset(represented or ()))
    Known(version or "", today).keep("standing", person, standing)
    return standing


def _statement(person: int, today: date) -> wire.Statement:
    return _STANDING, {"person": person, "today": today}


def _capacity(row: dict[str, Any]) -> Capacity:
    ancestors = tuple(row.pop("ancestors"))
    scope = Scope(frozenset(row.pop("kinds")), frozenset(row.pop("besides")))
    taken_over = tuple((unit, function) for unit, function in row.pop("taken_over"))
    return Capacity(
        **row,
        ancestors=ancestors,
        taken_over=taken_over,
        scope=scope if row["is_deputy"] else EVERYTHING,
    )
