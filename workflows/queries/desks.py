"""The desks as which a person may act on a day, and who else may act there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection

from ..definitions import Capacity


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


# Whoever holds a desk that day and has an account that works.
_HOLDS = """
  SELECT h.desk_id, h.person_id FROM workflows_deskholder h
    JOIN workflows_user p ON p.id = h.person_id AND p.deactivated_at IS NULL
   WHERE h.valid_from <= %(on)s AND (h.valid_until IS NULL OR h.valid_until >= %(on)s)
"""
_STANDS_IN = """
  SELECT s.represented_id, s.deputy_id FROM workflows_substitution s
    JOIN workflows_user p ON p.id = s.deputy_id AND p.deactivated_at IS NULL
   WHERE s.starts_on <= %(on)s AND s.ends_on >= %(on)s AND s.revoked_at IS NULL
"""

_HELD = f"""
WITH mine AS (
  SELECT desk_id, person_id FROM ({_HOLDS}) h
   WHERE person_id = %(person)s OR person_id IN (
         SELECT represented_id FROM ({_STANDS_IN}) s WHERE deputy_id = %(person)s)
)
SELECT d.id, d.name, u.short_name, bool_or(m.person_id = %(person)s),
       array_agg(p.id ORDER BY p.id) FILTER (WHERE p.id <> %(person)s),
       array_agg(p.given_name || ' ' || p.family_name ORDER BY p.id)
         FILTER (WHERE p.id <> %(person)s), d.function
  FROM (SELECT DISTINCT desk_id, person_id FROM mine) m
  JOIN workflows_desk d ON d.id = m.desk_id AND d.closed_on IS NULL
  JOIN workflows_unit u ON u.id = d.unit_id
  JOIN workflows_user p ON p.id = m.person_id
 GROUP BY d.id, u.id
 ORDER BY u.sort_key, d.name, d.id
"""  # noqa: S608 - put together from constants

_WORKERS = f"""
SELECT w.person_id FROM (
  SELECT h.desk_id, h.person_id FROM ({_HOLDS}) h
   UNION
  SELECT h.desk_id, s.deputy_id FROM ({_HOLDS}) h
    JOIN ({_STANDS_IN}) s ON s.represented_id = h.person_id
) w WHERE w.desk_id = ANY(%(desks)s::bigint[])
"""  # noqa: S608 - put together from constants


# The vacant desks whose work climbs to one of these, on however many steps.
_VACANT_BELOW = f"""
WITH RECURSIVE held AS ({_HOLDS}), below AS (
  SELECT d.id, m.desk AS mine FROM unnest(%(desks)s::bigint[]) m(desk)
    JOIN workflows_desk d ON d.superior_id = m.desk AND d.closed_on IS NULL
   WHERE NOT EXISTS (SELECT 1 FROM held WHERE held.desk_id = d.id)
   UNION
  SELECT d.id, b.mine FROM below b
    JOIN workflows_desk d ON d.superior_id = b.id AND d.closed_on IS NULL
   WHERE NOT EXISTS (SELECT 1 FROM held WHERE held.desk_id = d.id)
)
SELECT b.mine, d.function, d.unit_id, u.function, u.ancestors FROM below b
  JOIN workflows_desk d ON d.id = b.id JOIN workflows_unit u ON u.id = d.unit_id
 ORDER BY d.id
"""  # noqa: S608 - put together from constants


def vacant_below(capacities: Iterable[Capacity], *, on: date) -> tuple[Capacity, ...]:
    """These capacities as far as vacant desks leave their work to them, each with the function and
    unit of the vacant desk; one statement.
    """
    own_last = sorted(capacities, key=lambda capacity: capacity.is_deputy, reverse=True)
    mine = {capacity.desk: capacity for capacity in own_last}
    if not mine:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_VACANT_BELOW, {"desks": list(mine), "on": on})
        return tuple(
            replace(
                mine[desk],
                function=function,
                unit=unit,
                unit_function=unit_function,
                ancestors=tuple(ancestors),
            )
            for desk, function, unit, unit_function, ancestors in cursor.fetchall()
        )


def held_by(person: int, *, on: date) -> list[HeldDesk]:
    """The desks as which a person may act on that day, own and represented; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"person": person, "on": on})
        return [
            HeldDesk(pk, name, unit, is_own, tuple(people or ()), tuple(names or ()), function)
            for pk, name, unit, is_own, people, names, function in cursor.fetchall()
        ]


def workers_at(desks: Iterable[int], *, on: date) -> frozenset[int]:
    """Everybody who may act at one of these desks on that day: holders and their deputies."""
    with connection.cursor() as cursor:
        cursor.execute(_WORKERS, {"desks": list(desks), "on": on})
        return frozenset(person for (person,) in cursor.fetchall())
