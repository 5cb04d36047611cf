"""Who stands in for whom on a day, and who is there at a desk: the SQL that everybody shares.

All of it takes the parameter `today`; `ACTS_AS` also `person`. A row says with `kinds` for which
steps it holds (empty: for all) and with `besides` for which it does not. The same rule in memory,
for many days at once, is `queries.staff`; a property test keeps the two together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from .validity import in_force

# Whoever holds a desk that day and has an account that works.
HOLDS = f"""
  SELECT h.id, h.desk_id, h.person_id FROM workflows_deskholder h
    JOIN workflows_user p ON p.id = h.person_id AND p.deactivated_at IS NULL
   WHERE {in_force("h")}
"""  # noqa: S608 - put together from constants

# The ended units whose place a unit `u` has taken, with their functions as long as no unit in force
# has them.
TAKEN_OVER = """
  (SELECT COALESCE(json_agg(json_build_array(v.id, CASE WHEN EXISTS (
            SELECT FROM workflows_unit n WHERE n.function = v.function AND n.valid_until IS NULL)
          THEN '' ELSE v.function END) ORDER BY v.id), '[]')
     FROM workflows_unit v WHERE v.successor_id = u.id)
"""

# Common tables, each computed once per statement. `away`: who is absent, with their deputies.
# `stands_in`: for each step the first deputy who is present; later ones get what is left, and a
# deputy's deputy never acts. `uncovered`: absent persons without a deputy for every step.
PRESENCE = """
away AS MATERIALIZED (
  SELECT s.id, s.represented_id, s.deputy_id, s.rank, s.steps::text[] AS steps
    FROM workflows_substitution s
   WHERE s.revoked_at IS NULL AND s.starts_on <= %(today)s AND s.ends_on >= %(today)s
), there AS (
  SELECT a.represented_id, a.deputy_id, a.steps,
         COALESCE(bool_or(a.steps = '{}') OVER earlier, false) AS is_late,
         string_to_array(string_agg(NULLIF(array_to_string(a.steps, ','), ''), ',') OVER earlier,
                         ',') AS taken
    FROM away a JOIN workflows_user p ON p.id = a.deputy_id AND p.deactivated_at IS NULL
   WHERE a.deputy_id NOT IN (SELECT represented_id FROM away)
  WINDOW earlier AS (PARTITION BY a.represented_id ORDER BY a.rank, a.id
                     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), stands_in AS MATERIALIZED (
  SELECT represented_id, deputy_id,
         ARRAY(SELECT unnest(steps) EXCEPT SELECT unnest(taken)) AS kinds,
         CASE WHEN steps = '{}' THEN COALESCE(taken, '{}') ELSE '{}' END AS besides
    FROM there
   WHERE NOT is_late AND (steps = '{}' OR taken IS NULL OR NOT steps <@ taken)
), uncovered AS MATERIALIZED (
  SELECT a.represented_id AS person_id,
         string_agg(array_to_string(s.kinds, ','), ',') AS covered
    FROM (SELECT DISTINCT represented_id FROM away) a
    LEFT JOIN stands_in s ON s.represented_id = a.represented_id
   GROUP BY a.represented_id
  HAVING NOT COALESCE(bool_or(s.kinds = '{}'), false)
)
"""

# The desks as which a person may act: held, of whom they represent, and the tasks of desks below
# at which nobody is there for them. An act that answers no task never climbs (step ''). OFFSET 0
# keeps the planner from looking at every desk of the city where it has no statistics yet.
ACTS_AS = f"""
WITH RECURSIVE {PRESENCE}, mine AS (
  SELECT h.id, h.desk_id, h.person_id, '{{}}'::text[] AS kinds, '{{}}'::text[] AS besides
    FROM ({HOLDS}) h WHERE h.person_id = %(person)s
   UNION ALL
  SELECT h.id, h.desk_id, h.person_id, s.kinds, s.besides
    FROM stands_in s JOIN ({HOLDS}) h ON h.person_id = s.represented_id
   WHERE s.deputy_id = %(person)s
), below AS (
  SELECT o.id AS desk_id, m.kinds, m.besides || ''::text AS besides, 0 AS hops
    FROM mine m JOIN workflows_desk o ON o.id = m.desk_id AND o.closed_on IS NULL
   WHERE m.person_id <> %(person)s OR m.person_id NOT IN (SELECT represented_id FROM away)
   UNION ALL
  SELECT d.id, b.kinds, b.besides || ARRAY(
           SELECT unnest(string_to_array(n.covered, ',')) FROM uncovered n
             JOIN workflows_deskholder h ON h.person_id = n.person_id AND h.desk_id = d.id
              AND {in_force("h")}), b.hops + 1
    FROM below b CROSS JOIN LATERAL (
         SELECT o.id FROM workflows_desk o
          WHERE o.superior_id = b.desk_id AND o.closed_on IS NULL OFFSET 0) d
   WHERE b.hops < 30 AND NOT EXISTS (
         SELECT FROM ({HOLDS}) h
          WHERE h.desk_id = d.id AND h.person_id NOT IN (SELECT person_id FROM uncovered) OFFSET 0)
)
SELECT id, desk_id, person_id, kinds, besides FROM mine
 UNION ALL
SELECT h.id, h.desk_id, h.person_id, b.kinds, b.besides
  FROM below b JOIN ({HOLDS}) h ON h.desk_id = b.desk_id
 WHERE b.hops > 0 AND h.person_id <> %(person)s
   AND (b.kinds = '{{}}' OR NOT b.kinds <@ b.besides)
"""  # noqa: S608 - put together from constants


def reached(*, desk: str, step: str) -> str:
    """Who is there for a step (`actor_id`): at the desk, else at the first one above it where
    somebody is. `desk` and `step` are SQL; the statement begins with the tables of `PRESENCE`.
    """
    fits = f"(s.kinds = '{{}}' OR {step} = ANY(s.kinds)) AND {step} <> ALL(s.besides)"
    there = f"""
      SELECT h.desk_id, COALESCE(s.deputy_id, h.person_id) AS actor_id FROM ({HOLDS}) h
        LEFT JOIN stands_in s ON s.represented_id = h.person_id AND {fits}
       WHERE s.deputy_id IS NOT NULL OR h.person_id NOT IN (SELECT represented_id FROM away)
    """  # noqa: S608 - names of ours
    return f"""
      WITH RECURSIVE up AS (
        SELECT {desk} AS desk_id, 0 AS hops
         UNION ALL
        SELECT o.id, up.hops + 1 FROM up
          JOIN workflows_desk d ON d.id = up.desk_id
          JOIN workflows_desk o ON o.id = d.superior_id AND o.closed_on IS NULL
         WHERE up.hops < 30
           AND NOT EXISTS (SELECT FROM ({there}) a WHERE a.desk_id = up.desk_id)
      )
      SELECT a.actor_id FROM up JOIN ({there}) a ON a.desk_id = up.desk_id
    """  # noqa: S608 - names of ours


def holder_rows(*, person: int, today: date) -> tuple[str, list[object]]:
    """`ACTS_AS` as the ids of desk holders, with parameters in the order in which they stand."""
    return _in_order(
        f"SELECT r.id FROM ({ACTS_AS}) r",  # noqa: S608 - constant
        {"person": person, "today": today},
    )


def _in_order(sql: str, values: Mapping[str, object]) -> tuple[str, list[object]]:
    names = re.findall(r"%\((\w+)\)s", sql)
    return re.sub(r"%\(\w+\)s", "%s", sql), [values[name] for name in names]
