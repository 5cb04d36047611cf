"""What is stuck where: the open work per unit and step, and the work behind each figure.

Figures are those of units, never of persons. Where fewer than GROUP people work in a unit, its
figures are added to those of the unit above, as far up as the viewer sees (LPVG NRW § 72).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from ...calendars import local_date
from ...models import User
from ...models.case import desks_held
from ...models.validity import in_force
from ...untyped import SqlParams, SqlRow
from ..inbox.rows import step_label
from .oversight import Reach

GROUP = 3
"""The fewest people whose work is counted together."""

MOST = 200
"""So many matters are listed behind a figure; the oldest come first."""


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of the tree with the number of people who hold desks in it."""

    id: int
    name: str
    sort_key: str
    ancestors: tuple[int, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Figure:
    """The open work of one step in a unit, counted once however many of its desks share it.

    `desk` is the one that has had the oldest for longest.
    """

    unit: int
    kind: str
    step: str
    number: int
    overdue: int
    since: datetime
    desk: str

    @property
    def step_title(self) -> str:
        """What is to be done."""
        return step_label(self.kind, self.step)

    def __add__(self, other: Figure) -> Figure:
        """Both together, in the unit of the first."""
        oldest = min(self, other, key=lambda figure: figure.since)
        return Figure(
            self.unit, self.kind, self.step, self.number + other.number,
            self.overdue + other.overdue, oldest.since, oldest.desk,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heap:
    """The figures of a unit; `also` names the small units that are counted with it."""

    unit: Place
    also: tuple[str, ...]
    figures: tuple[Figure, ...]

    @property
    def number(self) -> int:
        """All open tasks."""
        return sum(figure.number for figure in self.figures)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One open matter behind a figure: what, at which desks, since when, until when."""

    task: UUID
    case: int
    kind: str
    title: str
    step: str
    desk: str
    unit: str
    since: datetime
    due_at: datetime | None

    @property
    def step_title(self) -> str:
        """What is to be done."""
        return step_label(self.kind, self.step)


def heaps(*, viewer: User, reach: Reach, at: datetime) -> list[Heap]:
    """The open work within reach in cases that the viewer sees, per unit and step.

    Units in the order of their names, steps by what has waited longest. Three statements.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, _params(viewer, reach, at))
        figures = [Figure(*row) for row in cursor.fetchall()]
    places = _places(on=local_date(at))
    home = _homes(places, reach)
    gathered: dict[int, dict[tuple[str, str], Figure]] = defaultdict(dict)
    also: dict[int, set[int]] = defaultdict(set)
    for figure in figures:
        unit, key = home[figure.unit], (figure.kind, figure.step)
        moved = Figure(unit, *_rest(figure))
        known = gathered[unit].get(key)
        gathered[unit][key] = known + moved if known else moved
        also[unit] |= {figure.unit} - {unit}
    found = [
        Heap(
            places[unit],
            tuple(sorted(places[small].name for small in also[unit])),
            tuple(sorted(by_step.values(), key=lambda figure: figure.since)),
        )
        for unit, by_step in gathered.items()
    ]
    return sorted(found, key=lambda heap: heap.unit.sort_key)


@dataclass(frozen=True, slots=True)
class Late:
    """A unit, with those counted with it, and how many of its open tasks are overdue."""

    unit: Place
    number: int


def late_units(*, viewer: User, reach: Reach, at: datetime) -> list[Late]:
    """Where work within reach is overdue, most of it first. Three statements."""
    with connection.cursor() as cursor:
        cursor.execute(_LATE, _params(viewer, reach, at))
        found = cursor.fetchall()
    if not found:
        return []
    places = _places(on=local_date(at))
    home = _homes(places, reach)
    numbers: dict[int, int] = defaultdict(int)
    for unit, number in found:
        numbers[home[unit]] += number
    late = [Late(places[unit], number) for unit, number in numbers.items()]
    return sorted(late, key=lambda one: (-one.number, one.unit.sort_key))


@dataclass(frozen=True, slots=True)
class Behind:
    """Which open tasks are listed: of a unit, a kind of case, a step; empty means all."""

    unit: int | None = None
    kind: str = ""
    step: str = ""
    only_overdue: bool = False


def waiting(wanted: Behind, *, viewer: User, reach: Reach, at: datetime) -> list[Waiting]:
    """The tasks behind a figure, the oldest first, MOST at most; empty if there is none."""
    home = _homes(_places(on=local_date(at)), reach)
    params = {
        **_params(viewer, reach, at),
        "homes": [place for place, into in home.items() if wanted.unit in (None, into)],
        "kind": wanted.kind,
        "step": wanted.step,
        "late": wanted.only_overdue,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, params)
        return [Waiting(*row) for row in cursor.fetchall()]


def _params(viewer: User, reach: Reach, at: datetime) -> SqlParams:
    desks = desks_held(viewer, at=at).values_list("desk", flat=True)
    return {"desks": list(desks), "now": at, **reach.params()}


def _rest(figure: Figure) -> SqlRow:
    return (figure.kind, figure.step, figure.number, figure.overdue, figure.since, figure.desk)


def _places(*, on: date) -> Mapping[int, Place]:
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, {"today": on})
        return {row[0]: Place(row[0], row[1], row[2], tuple(row[3]), row[4]) for row in cursor}


def _homes(places: Mapping[int, Place], reach: Reach) -> Mapping[int, int]:
    """Under which unit each one is counted: itself, or the next above that is large enough.

    Large enough is a unit that has GROUP people together with the small ones that go up to it;
    nothing goes up beyond what the viewer sees.
    """
    people = {place.id: place.people for place in places.values()}
    home = {key: key for key in places}
    for place in _lowest_first(places.values()):
        above = _above(place, places, reach)
        if people[place.id] >= GROUP or above is None:
            continue
        people[above] += people[place.id]
        home[place.id] = above
    return {key: _root(key, home) for key in places}


def _lowest_first(places: Iterable[Place]) -> Sequence[Place]:
    return sorted(places, key=lambda place: (-len(place.ancestors), place.id))


def _above(place: Place, places: Mapping[int, Place], reach: Reach) -> int | None:
    """The unit directly above, as long as the viewer sees it."""
    if not place.ancestors or place.ancestors[-1] not in places:
        return None
    above = places[place.ancestors[-1]]
    within = reach.units is None or bool(reach.units & {above.id, *above.ancestors})
    return above.id if within else None


def _root(key: int, home: Mapping[int, int]) -> int:
    while home[key] != key:
        key = home[key]
    return key


_OPEN = f"""
  FROM workflows_task t
  JOIN workflows_desk k ON k.id = t.desk_id
  JOIN workflows_unit u ON u.id = k.unit_id
  JOIN workflows_case c ON c.id = t.case_id
  JOIN workflows_steprun s ON s.id = t.step_id
 WHERE t.status = 'open' AND {Reach.SQL}
   AND EXISTS (SELECT FROM workflows_caseaudience v
                WHERE v.case_id = t.case_id AND v.desk_id = ANY(%(desks)s::bigint[]))
"""

_FIGURES = f"""
SELECT u.id, c.kind, s.key, count(DISTINCT s.id),
       count(DISTINCT s.id) FILTER (WHERE t.due_at <= %(now)s),
       min(t.opened_at), (array_agg(k.name ORDER BY t.opened_at, t.id))[1]
{_OPEN}
 GROUP BY u.id, c.kind, s.key
"""

_LATE = f"""
SELECT u.id, count(DISTINCT s.id)
{_OPEN}
   AND t.due_at <= %(now)s
 GROUP BY u.id
"""

_WAITING = f"""
SELECT (array_agg(t.id ORDER BY t.position, t.id))[1], c.id, c.kind, c.title, s.key,
       string_agg(DISTINCT k.name, ', ' ORDER BY k.name),
       string_agg(DISTINCT u.short_name, ', ' ORDER BY u.short_name),
       min(t.opened_at) AS since, min(t.due_at)
{_OPEN}
   AND u.id = ANY(%(homes)s::bigint[])
   AND (%(kind)s::text = '' OR c.kind = %(kind)s) AND (%(step)s::text = '' OR s.key = %(step)s)
   AND (NOT %(late)s::boolean OR t.due_at <= %(now)s)
 GROUP BY s.id, c.id ORDER BY since, s.id LIMIT %(most)s
"""

_PLACES = f"""
SELECT u.id, u.name, u.sort_key, u.ancestors,
       (SELECT count(DISTINCT h.person_id) FROM workflows_deskholder h
          JOIN workflows_desk k ON k.id = h.desk_id
         WHERE k.unit_id = u.id AND {in_force("h")})
  FROM workflows_unit u
"""  # noqa: S608 - put together from constants
