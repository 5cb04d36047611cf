"""Who stands in for whom on a day, and who is there at a desk: the SQL that everybody shares.

All of it takes the parameter `today`; `ACTS_AS` also `person`. A row says with `kinds` for which
steps it holds (empty: for all) and with `besides` for which it does not. The same rule in memory,
for many days at once, is `queries.staff`; a property test keeps the two together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

_IN_FORCE = "{0}.revoked_at IS NULL AND {0}.starts_on <= %(today)s AND {0}.ends_on >= %(today)s"


def _is_absent(person: str) -> str:
    return (
        f"EXISTS (SELECT FROM workflows_substitution a WHERE a.represented_id = {person}"
        f" AND {_IN_FORCE.format('a')})"
    )


# Whoever holds a desk that day and has an account that works.
HOLDS = """
  SELECT h.id, h.desk_id, h.person_id FROM workflows_deskholder h
    JOIN workflows_user p ON p.id = h.person_id AND p.deactivated_at IS NULL
   WHERE h.valid_from <= %(today)s AND (h.valid_until IS NULL OR h.valid_until >= %(today)s)
"""

# Deputies who are there themselves: a deputy's deputy never acts.
_THERE = f"""
  SELECT s.id, s.represented_id, s.deputy_id, s.rank, s.steps::text[] AS steps
    FROM workflows_substitution s
    JOIN workflows_user p ON p.id = s.deputy_id AND p.deactivated_at IS NULL
   WHERE {_IN_FORCE.format("s")} AND NOT {_is_absent("s.deputy_id")}
"""  # noqa: S608 - put together from constants
_EARLIER = f"""
  FROM ({_THERE}) e
   WHERE e.represented_id = t.represented_id AND (e.rank, e.id) < (t.rank, t.id)
"""

# Of the deputies for a step the first who is there; the later ones only for what is left.
STANDS_IN = f"""
  SELECT t.represented_id, t.deputy_id,
         ARRAY(SELECT unnest(t.steps) EXCEPT SELECT unnest(b.steps)) AS kinds,
         CASE WHEN t.steps = '{{}}' THEN b.steps ELSE '{{}}' END AS besides
    FROM ({_THERE}) t
   CROSS JOIN LATERAL (
     SELECT ARRAY(SELECT DISTINCT unnest(e.steps) {_EARLIER}) AS steps) b
   WHERE NOT EXISTS (SELECT {_EARLIER} AND e.steps = '{{}}')
     AND (t.steps = '{{}}' OR NOT t.steps <@ b.steps)
"""  # noqa: S608 - put together from constants

# Who is there at a desk: its holders, for the absent those who stand in for them.
AT_DESK = f"""
  SELECT h.desk_id, h.person_id AS holder_id, h.person_id AS actor_id,
         '{{}}'::text[] AS kinds, '{{}}'::text[] AS besides
    FROM ({HOLDS}) h WHERE NOT {_is_absent("h.person_id")}
   UNION ALL
  SELECT h.desk_id, h.person_id, s.deputy_id, s.kinds, s.besides
    FROM ({HOLDS}) h JOIN ({STANDS_IN}) s ON s.represented_id = h.person_id
"""  # noqa: S608 - put together from constants


def _covered(desk: str) -> str:
    """The steps for which somebody is there, where nobody is there for all."""
    return f"ARRAY(SELECT unnest(a.kinds) FROM ({AT_DESK}) a WHERE a.desk_id = {desk})"  # noqa: S608


def _is_left(desk: str) -> str:
    return f"NOT EXISTS (SELECT FROM ({AT_DESK}) a WHERE a.desk_id = {desk} AND a.kinds = '{{}}')"


# The desks as which a person may act: held, of whom they represent, and the tasks of desks below
# at which nobody is there for them. An act that answers no task never climbs (step '').
ACTS_AS = f"""
WITH RECURSIVE mine AS (
  SELECT h.id, h.desk_id, h.person_id, '{{}}'::text[] AS kinds, '{{}}'::text[] AS besides
    FROM ({HOLDS}) h WHERE h.person_id = %(person)s
   UNION ALL
  SELECT h.id, h.desk_id, h.person_id, s.kinds, s.besides
    FROM ({STANDS_IN}) s JOIN ({HOLDS}) h ON h.person_id = s.represented_id
   WHERE s.deputy_id = %(person)s
), below AS (
  SELECT d.id AS desk_id, m.kinds, m.besides || ''::text || {_covered("d.id")} AS besides, 1 AS hops
    FROM mine m
    JOIN workflows_desk o ON o.id = m.desk_id AND o.closed_on IS NULL
    JOIN workflows_desk d ON d.superior_id = o.id AND d.closed_on IS NULL
   WHERE (m.person_id <> %(person)s OR NOT {_is_absent("m.person_id")}) AND {_is_left("d.id")}
   UNION ALL
  SELECT d.id, b.kinds, b.besides || {_covered("d.id")}, b.hops + 1
    FROM below b JOIN workflows_desk d ON d.superior_id = b.desk_id AND d.closed_on IS NULL
   WHERE b.hops < 30 AND {_is_left("d.id")}
)
SELECT id, desk_id, person_id, kinds, besides FROM mine
 UNION ALL
SELECT h.id, h.desk_id, h.person_id, b.kinds, b.besides
  FROM below b JOIN ({HOLDS}) h ON h.desk_id = b.desk_id
 WHERE h.person_id <> %(person)s AND (b.kinds = '{{}}' OR NOT b.kinds <@ b.besides)
"""  # noqa: S608 - put together from constants


def reached(*, desk: str, step: str) -> str:
    """Who is there for a step (`actor_id`): at the desk, else at the first one above it where
    somebody is. `desk` and `step` are SQL.
    """
    fits = f"(a.kinds = '{{}}' OR {step} = ANY(a.kinds)) AND {step} <> ALL(a.besides)"
    there = f"({AT_DESK}) a"
    return f"""
      WITH RECURSIVE up AS (
        SELECT {desk} AS desk_id, 0 AS hops
         UNION ALL
        SELECT s.id, up.hops + 1 FROM up
          JOIN workflows_desk d ON d.id = up.desk_id
          JOIN workflows_desk s ON s.id = d.superior_id AND s.closed_on IS NULL
         WHERE up.hops < 30
           AND NOT EXISTS (SELECT FROM {there} WHERE a.desk_id = up.desk_id AND {fits})
      )
      SELECT a.actor_id FROM up JOIN {there} ON a.desk_id = up.desk_id AND {fits}
    """  # noqa: S608 - names of ours


def holder_rows(*, person: int, today: date) -> tuple[str, list[Any]]:
    """`ACTS_AS` as the ids of desk holders, with parameters in the order in which they stand."""
    return _in_order(
        f"SELECT r.id FROM ({ACTS_AS}) r",  # noqa: S608 - constant
        {"person": person, "today": today},
    )


def _in_order(sql: str, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
    names = re.findall(r"%\((\w+)\)s", sql)
    return re.sub(r"%\(\w+\)s", "%s", sql), [values[name] for name in names]
