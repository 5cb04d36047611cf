"""Which desks a post means today, and who is found where a desk is vacant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from ... import wire
from ...definitions import Post
from ...models.validity import in_force
from ...wire.known import VERSION, Known


@dataclass(frozen=True, slots=True)
class Address:
    """A desk that a post means, the desk that gets the work, and its holders today.

    `desk` differs from `addressed_to` where that one is vacant: work climbs to the superior.
    """

    post: int
    addressed_to: int
    desk: int
    unit: int
    holders: tuple[int, ...]
    # No desk was found for the post: this one, of the organisation office, only passes it on.
    is_last_resort: bool = False

    @property
    def is_vacant(self) -> bool:
        """Whether nobody holds the desk that was meant."""
        return self.desk != self.addressed_to or not self.holders


_RESOLVE = f"""
WITH RECURSIVE wanted AS (
  SELECT p.ord, d.id AS addressed, d.unit_id AS unit
    FROM unnest(%(functions)s::text[], %(units)s::bigint[], %(keys)s::text[], %(desks)s::bigint[])
         WITH ORDINALITY AS p(functions, unit, key, desk, ord)
    JOIN workflows_unit u
      ON (p.unit IS NOT NULL AND u.id = p.unit)
      OR (p.unit IS NULL AND p.key <> '' AND u.function = p.key
          AND ({in_force("u")} OR (u.successor_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM workflows_unit n
                 WHERE n.function = p.key AND n.valid_until IS NULL))))
      OR (p.unit IS NULL AND p.key = '')
    JOIN workflows_desk d
      ON d.unit_id = COALESCE(u.successor_id, u.id) AND d.closed_on IS NULL
     AND d.function = ANY(string_to_array(p.functions, ','))
     AND (p.desk IS NULL OR d.id = p.desk)
), climb AS (
  SELECT w.ord, w.addressed, w.unit, w.addressed AS desk, 0 AS hops FROM wanted w
  UNION ALL
  SELECT c.ord, c.addressed, c.unit, d.superior_id, c.hops + 1
    FROM climb c JOIN workflows_desk d ON d.id = c.desk
   WHERE d.superior_id IS NOT NULL AND c.hops < 30 AND NOT EXISTS (
         SELECT 1 FROM workflows_deskholder h JOIN workflows_user p ON p.id = h.person_id
          WHERE h.desk_id = c.desk AND p.deactivated_at IS NULL AND {in_force("h")})
)
SELECT {VERSION}, (SELECT json_agg(f ORDER BY f.ord, f.addressed) FROM (
  SELECT DISTINCT ON (c.ord, c.addressed) c.ord, c.addressed, c.desk, c.unit, ARRAY(
         SELECT h.person_id FROM workflows_deskholder h JOIN workflows_user p ON p.id = h.person_id
          WHERE h.desk_id = c.desk AND p.deactivated_at IS NULL AND {in_force("h")}
          ORDER BY h.person_id)
         AS holders
    FROM climb c ORDER BY c.ord, c.addressed, c.hops DESC) f)
"""  # noqa: S608 - put together from constants


def addresses(posts: Sequence[Post], *, today: date, known: Known | None = None) -> list[Address]:
    """The desks of all posts in their order; at most one statement, whatever their number, and
    none for those of which an act knows.
    """
    known = known or Known("", today)
    found = known.all_of("posts", posts, partial(_resolve, today=today))
    return [
        replace(address, post=number)
        for number, post in enumerate(posts)
        for address in found[post]
    ]


def _resolve(posts: Sequence[Post], *, today: date) -> tuple[str, dict[Post, tuple[Address, ...]]]:
    """The desks of each post, as if it were the first one."""
    asked = {
        "functions": [",".join(post.functions) for post in posts],
        "units": [post.unit for post in posts],
        "keys": [post.unit_function for post in posts],
        "desks": [post.desk for post in posts],
        "today": today,
    }
    (((version, rows),),) = wire.send([(_RESOLVE, asked)])
    found: dict[Post, list[Address]] = {post: [] for post in posts}
    for row in rows or ():
        found[posts[row["ord"] - 1]].append(
            Address(0, row["addressed"], row["desk"], row["unit"], tuple(row["holders"]))
        )
    return version or "", {post: tuple(desks) for post, desks in found.items()}
