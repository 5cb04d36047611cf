"""The desks as which a person may act on a day, and who else may act there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_

from django.db import connection

from ... import wire
from ...definitions import EVERYTHING, Capacity, Scope
from ...models.presence import ACTS_AS, HOLDS, PRESENCE, TAKEN_OVER, reached
from ...untyped import SqlRow
from ...wire.known import VERSION, Known


@dataclass(frozen=True, slots=True)
class HeldDesk:
    """A desk that a person holds (`is_own`) or may act for, because its holder is represented."""

    id: int
    name: str
    unit: str
    is_own: bool
    # The represented holders: ids and names, in the same order.
    represented: tuple[int, ...]
    names: tuple[str, ...]
    function: str = ""
    # The kinds of task for which the person may act here.
    scope: Scope = EVERYTHING
    unit_id: int = 0
    unit_function: str = ""


def serves(desks: Iterable[HeldDesk], *functions: str) -> bool:
    """Whether one of these desks has such a function, held or represented for everything."""
    return any(desk.function in functions and desk.scope.covers("") for desk in desks)


_HELD = f"""
SELECT d.id, d.name, u.short_name, bool_or(r.person_id = %(person)s),
       json_agg(json_build_array(p.id, btrim(p.given_name || ' ' || p.family_name), r.kinds,
                                 r.besides)
                ORDER BY p.id) FILTER (WHERE p.id <> %(person)s), d.function, u.id, u.function,
       {VERSION}
  FROM ({ACTS_AS}) r
  JOIN workflows_desk d ON d.id = r.desk_id AND d.closed_on IS NULL
  JOIN workflows_unit u ON u.id = d.unit_id
  JOIN workflows_user p ON p.id = r.person_id
 GROUP BY d.id, u.id
 ORDER BY u.sort_key, d.name, d.id
"""  # noqa: S608 - put together from constants

_WORKERS = f"""
WITH {PRESENCE}
SELECT h.person_id FROM ({HOLDS}) h WHERE h.desk_id = %(desk)s
 UNION
SELECT r.actor_id FROM ({reached(desk="%(desk)s::bigint", step="%(step)s::text")}) r
"""  # noqa: S608 - put together from constants


# Who is told of a task: whoever holds its desk and who is there for them; whether they hold it.
_TOLD = f"""
WITH {PRESENCE}
SELECT {VERSION}, (
  SELECT json_agg(json_build_array(w.desk, w.step, r.person, r.is_holder) ORDER BY r.person)
    FROM unnest(%(desks)s::bigint[], %(steps)s::text[]) w(desk, step)
   CROSS JOIN LATERAL (
     SELECT p.person, bool_or(p.is_holder) AS is_holder FROM (
       SELECT h.person_id AS person, true AS is_holder FROM ({HOLDS}) h WHERE h.desk_id = w.desk
        UNION ALL
       SELECT s.actor_id, false FROM ({reached(desk="w.desk", step="w.step")}) s
     ) p GROUP BY p.person
   ) r)
"""  # noqa: S608 - put together from constants


# The vacant desks whose work climbs to one of these, on however many steps.
_VACANT_BELOW = f"""
WITH RECURSIVE held AS ({HOLDS}), below AS (
  SELECT d.id, m.desk AS mine FROM unnest(%(desks)s::bigint[]) m(desk)
    JOIN workflows_desk d ON d.superior_id = m.desk AND d.closed_on IS NULL
   WHERE NOT EXISTS (SELECT 1 FROM held WHERE held.desk_id = d.id)
   UNION
  SELECT d.id, b.mine FROM below b
    JOIN workflows_desk d ON d.superior_id = b.id AND d.closed_on IS NULL
   WHERE NOT EXISTS (SELECT 1 FROM held WHERE held.desk_id = d.id)
)
SELECT {VERSION}, (
  SELECT json_agg(json_build_array(b.mine, d.function, d.unit_id, u.function, u.ancestors,
                                    {TAKEN_OVER})
                  ORDER BY d.id)
    FROM below b
    JOIN workflows_desk d ON d.id = b.id JOIN workflows_unit u ON u.id = d.unit_id)
"""  # noqa: S608 - put together from constants


def vacant_below(
    capacities: Iterable[Capacity], *, person: int | None, known: Known
) -> tuple[Capacity, ...]:
    """These capacities of a person as far as vacant desks leave their work to them, each with the
    function and unit of the vacant desk.
    """
    mine: dict[int, list[Capacity]] = defaultdict(list)
    for capacity in sorted(capacities, key=lambda capacity: capacity.is_deputy):
        mine[capacity.desk].append(capacity)
    if not mine:
        return ()

    def read(people: list[int | None]) -> tuple[str, dict[int | None, tuple[Capacity, ...]]]:
        asked = (_VACANT_BELOW, {"desks": list(mine), "today": known.today})
        (((version, below),),) = wire.send([asked])
        left = tuple(
            _moved(capacity, tuple(place))
            for desk, *place in below or ()
            for capacity in mine[desk]
        )
        return version or "", dict.fromkeys(people, left)

    return known.all_of("vacant below", [person], read)[person]


_PLACES = f"""
SELECT {VERSION}, (
  SELECT json_agg(json_build_array(d.id, d.function, d.unit_id, u.function, u.ancestors,
                                    {TAKEN_OVER}))
    FROM workflows_desk d JOIN workflows_unit u ON u.id = d.unit_id
   WHERE d.id = ANY(%(desks)s::bigint[]))
"""  # noqa: S608 - put together from constants


def in_place_of(
    capacities: Iterable[Capacity], passed_on: Iterable[tuple[int, int]], *, known: Known
) -> tuple[Capacity, ...]:
    """These capacities of a person as far as they have work that was meant for another desk, each
    with the function and unit of that one. `passed_on`: where tasks lie, and for whom they were
    meant; that desk may be closed, its office gone.
    """
    mine: dict[int, list[Capacity]] = defaultdict(list)
    for capacity in sorted(capacities, key=lambda capacity: capacity.is_deputy):
        mine[capacity.desk].append(capacity)
    pairs = list(dict.fromkeys((here, meant) for here, meant in passed_on if here in mine))
    if not pairs:
        return ()

    def read(desks: list[int]) -> tuple[str, dict[int, SqlRow]]:
        (((version, rows),),) = wire.send([(_PLACES, {"desks": desks})])
        return version or "", {row[0]: tuple(row[1:]) for row in rows or ()}

    places = known.all_of("place of desk", [meant for _here, meant in pairs], read)
    return tuple(
        _moved(capacity, places[meant]) for here, meant in pairs for capacity in mine[here]
    )


def _moved(capacity: Capacity, place: SqlRow) -> Capacity:
    """A capacity at the desk of another one: with its function, in its unit."""
    function, unit, unit_function, ancestors, taken_over = place
    return replace(
        capacity,
        function=function,
        unit=unit,
        unit_function=unit_function,
        ancestors=tuple(ancestors),
        taken_over=tuple((ended, name) for ended, name in taken_over),
    )


def held_by(person: int, *, on: date) -> list[HeldDesk]:
    """The desks as which a person may act on that day, own and represented; one statement."""
    return _read_desks(person, on)[1]


def held_under(known: Known, person: int) -> Sequence[HeldDesk]:
    """The same as it stood in a version of the organisation; read once for all pages of it.

    For showing only, and without the names of the represented, which no version counts.
    """

    def read(people: list[int]) -> tuple[str, dict[int, Sequence[HeldDesk]]]:
        version, desks = _read_desks(person, known.today)
        return version, dict.fromkeys(people, tuple(replace(desk, names=()) for desk in desks))

    return known.all_of("desks", [person], read)[person]


def _read_desks(person: int, on: date) -> tuple[str, list[HeldDesk]]:
    """The version of the organisation, "" where there is no desk, and the desks."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"person": person, "today": on})
        rows = cursor.fetchall()
    desks = [
        HeldDesk(
            pk, name, unit, is_own,
            tuple({row[0]: "" for row in others or ()}),
            tuple({row[0]: row[1] for row in others or ()}.values()),
            function,
            EVERYTHING if is_own else _scope(others),
            *of_unit,
        )
        for pk, name, unit, is_own, others, function, *of_unit, _version in rows
    ]  # fmt: skip
    return rows[0][-1] or "" if rows else "", desks


def _scope(represented: list[SqlRow]) -> Scope:
    """What a person may do at a desk for all whom they represent there."""
    scopes = [Scope(frozenset(only), frozenset(besides)) for *_who, only, besides in represented]
    return reduce(or_, scopes)


def workers_at(desk: int, *, step: str, on: date) -> frozenset[int]:
    """Everybody who may do such a task of this desk on that day: holders and who stands in."""
    with connection.cursor() as cursor:
        cursor.execute(_WORKERS, {"desk": desk, "step": step, "today": on})
        return frozenset(person for (person,) in cursor.fetchall())


Work = tuple[int, str]
"""A desk and the kind of step for which it has a task."""


def told_of(work: Sequence[Work], *, known: Known) -> dict[Work, tuple[tuple[int, bool], ...]]:
    """Who is told of such tasks, and whether they hold the desk themselves."""

    def read(missing: list[Work]) -> tuple[str, dict[Work, tuple[tuple[int, bool], ...]]]:
        desks, steps = (list(column) for column in zip(*missing, strict=True))
        asked = (_TOLD, {"desks": desks, "steps": steps, "today": known.today})
        (((version, rows),),) = wire.send([asked])
        found: dict[Work, list[tuple[int, bool]]] = {key: [] for key in missing}
        for desk, step, person, is_holder in rows or ():
            found[desk, step].append((person, is_holder))
        return version or "", {key: tuple(people) for key, people in found.items()}

    return known.all_of("told of", work, read)
