"""Who is told of a late matter on a day: the desks, their holders, deputies and superiors.

The organisation is small and the matters are many, so it is read whole, once per tick, and asked
in memory. The tick and the preview ask the same code, for today and for days to come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.db import connection

from ...definitions import Capacity, Signer
from ...enums import DeskFunction as F
from ...enums import Recipient
from ...wire.known import VERSION, Known

_RANKS: Mapping[str, int] = {
    F.HEAD: 1,
    F.DEPUTY_MAYOR: 2,
    F.INTEGRATION_DEPUTY: 2,
    F.GENERAL_DEPUTY: 2,
    F.MAYOR: 3,
}
"""How high a desk stands on the way up; all others stand below every head."""

_TARGETS: Mapping[str, int] = {Recipient.HEAD: 1, Recipient.DIVISION: 2, Recipient.BOARD: 3}


@dataclass(frozen=True, slots=True)
class Asked:
    """A desk that has a task, and who works on it."""

    desk: int
    claimed_by: int | None = None


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A desk with its place in the unit and the desk above it."""

    id: int
    unit: int
    function: str
    superior: int | None


@dataclass(frozen=True, slots=True)
class Absence:
    """A person who is away from `first` to `last`, with one deputy of theirs."""

    person: int
    deputy: int
    first: date
    last: date
    steps: tuple[str, ...]
    # Whether the deputy's account still works.
    is_active: bool = True


@dataclass(frozen=True)
class StaffDay:
    """The organisation on one day."""

    desks: Mapping[int, DeskRow]
    holders: Mapping[int, tuple[int, ...]]
    # The deputies of everybody who is away, the first choice first.
    absences: Mapping[int, tuple[Absence, ...]]
    by_function: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def told(
        self, asked: Sequence[Asked], recipients: Iterable[str], *, step: str = ""
    ) -> tuple[int, ...]:
        """The persons whom a rung tells, sorted; never empty while the city has staff.

        Absent → deputy; vacant, absent without a deputy, or already the one who has the work →
        next higher; outside the administration → by way of the deputy mayor for integration.
        """
        return tuple(sorted({person for _desk, person in self.reached(asked, recipients, step)}))

    def reached(
        self, asked: Sequence[Asked], recipients: Iterable[str], step: str = ""
    ) -> set[tuple[int, int]]:
        """The same as pairs of desk and person: through which desk each is told."""
        wanted = set(recipients)
        base = self._responsible(asked, step)
        found: set[tuple[int, int]] = set()
        if Recipient.RESPONSIBLE in wanted:
            found |= base
            if Recipient.DEPUTY in wanted:
                found |= self._addressees(asked)
        if Recipient.DEPUTY in wanted:
            found |= self._deputies(asked, step)
        found |= self._above(asked, base, wanted & _TARGETS.keys(), step)
        if Recipient.INTEGRATION in wanted:
            found |= self._at(self.by_function.get(F.INTEGRATION_DEPUTY, ()), step)
        if Recipient.BOARD in wanted:
            found |= self._at(self.by_function.get(F.BOARD_SECRETARY, ()), step)
        if Recipient.BOARD in wanted or not found:
            # Nobody stands above the mayor: they hear of it again rather than nobody.
            found |= self._at(self.by_function.get(F.MAYOR, ()), step)
        return found or self._at(self.by_function.get(F.ORGANISATION, ()), step)

    # --- who has the work -----------------------------------------------------------------

    def _addressees(self, asked: Sequence[Asked]) -> set[tuple[int, int]]:
        """Whoever has the work, present or not."""
        return {
            (item.desk, person)
            for item in asked
            for person in self.holders.get(item.desk, ())
            if item.claimed_by in (None, person)
        }

    def _responsible(self, asked: Sequence[Asked], step: str) -> set[tuple[int, int]]:
        """Whoever is there to do it; the work of the absent and of vacant desks climbs."""
        found: set[tuple[int, int]] = set()
        for item in asked:
            person = item.claimed_by
            if person is not None and self._works_at(person, item.desk, step):
                there = self._instead_of(person, step)
                if there is not None:
                    found.add((item.desk, there))
                    continue
            found |= self._climb(item.desk, step)
        return found

    def _works_at(self, person: int, desk: int, step: str) -> bool:
        holders = self.holders.get(desk, ())
        return person in holders or any(
            person == self._instead_of(holder, step) for holder in holders
        )

    def _climb(self, desk: int, step: str) -> set[tuple[int, int]]:
        for place in self._chain(desk):
            people = self.people_at(place, step)
            if people:
                return {(place, person) for person in people}
        return set()

    def people_at(self, desk: int, step: str = "") -> tuple[int, ...]:
        """Who is there at a desk: its holders, for the absent their deputies."""
        there = (self._instead_of(person, step) for person in self.holders.get(desk, ()))
        return tuple(sorted({person for person in there if person is not None}))

    def signers(self, desk: int, step: str) -> list[Signer]:
        """Who is there to do such a task of a desk: holders, deputies, else whoever is above."""
        for place in self._chain_of(desk):
            people = self.people_at(place, step)
            if people:
                # Who stands above does the work of the absent in their place.
                away = self.holders.get(desk, ()) if place != desk else ()
                return [
                    self._signer(desk, person, holder)
                    for person in people
                    for holder in away or self._held_by(person, place, step)
                ]
        return []

    def _chain_of(self, desk: int) -> Iterator[int]:
        """A desk and those above it, each once."""
        seen: set[int] = set()
        place: int | None = desk
        while place is not None and place in self.desks and place not in seen:
            seen.add(place)
            yield place
            place = self.desks[place].superior

    def _held_by(self, person: int, desk: int, step: str) -> list[int]:
        """The holders of a desk as whom a person is there: themselves, and those away."""
        return [h for h in self.holders.get(desk, ()) if self._instead_of(h, step) == person]

    def _signer(self, desk: int, person: int, holder: int) -> Signer:
        row = self.desks[desk]
        capacity = Capacity(
            desk=desk, function=row.function, unit=row.unit, unit_function="", ancestors=(),
            signs="", holder=holder, is_deputy=holder != person,
        )  # fmt: skip
        represented = (
            away
            for away, rows in self.absences.items()
            if any(row.deputy == person for row in rows)
        )
        return Signer(person, capacity, frozenset(represented))

    def _instead_of(self, person: int, step: str) -> int | None:
        """The person, or the first deputy for this step who is there; no chains."""
        absences = self.absences.get(person)
        if not absences:
            return person
        for absence in absences:
            fits = absence.is_active and (not absence.steps or step in absence.steps)
            if fits and absence.deputy not in self.absences:
                return absence.deputy
        return None

    def _deputies(self, asked: Sequence[Asked], step: str) -> set[tuple[int, int]]:
        """Who stands in for the absent; else the colleagues who hold the same desk."""
        found: set[tuple[int, int]] = set()
        for item in asked:
            for person in self.holders.get(item.desk, ()):
                there = self._instead_of(person, step)
                if there is not None and there != item.claimed_by:
                    found.add((item.desk, there))
        return found

    # --- upwards --------------------------------------------------------------------------

    def _chain(self, desk: int) -> Iterator[int]:
        """A desk and those above it, each once; from outside it leads into the administration."""
        seen: set[int] = set()
        last = desk
        for place in self._chain_of(desk):
            seen.add(place)
            yield place
            last = place
        if self.desks.get(last) and self.desks[last].function == F.MAYOR:
            return
        for function in (F.INTEGRATION_DEPUTY, F.MAYOR):
            for other in self.by_function.get(function, ()):
                if other not in seen:
                    seen.add(other)
                    yield other

    def _above(
        self, asked: Sequence[Asked], base: set[tuple[int, int]], wanted: set[str], step: str
    ) -> set[tuple[int, int]]:
        """The wanted superiors; where one is among those told below, the next one up."""
        found: set[tuple[int, int]] = set()
        if not wanted:
            return found
        for item in asked:
            told = {person for _desk, person in base}
            way = self._chain(item.desk)
            next(way, None)
            levels = sorted(_TARGETS.items(), key=lambda pair: pair[1])
            for name, rank in levels:
                place, people = self._next(way, rank, told, step)
                if place is None:
                    break
                told |= set(people)
                if name in wanted:
                    found |= {(place, person) for person in people}
        return found

    def _next(
        self, way: Iterator[int], rank: int, told: set[int], step: str
    ) -> tuple[int | None, tuple[int, ...]]:
        """The next desk on the way that stands high enough and tells somebody new."""
        for place in way:
            if _RANKS.get(self.desks[place].function, 0) < rank:
                continue
            people = self.people_at(place, step)
            if people and not set(people) <= told:
                return place, people
        return None, ()

    def _at(self, desks: Iterable[int], step: str) -> set[tuple[int, int]]:
        return {(desk, person) for desk in desks for person in self.people_at(desk, step)}


_READ = f"""
SELECT {VERSION}, (SELECT json_agg(json_build_array(id, unit_id, function, superior_id) ORDER BY id)
          FROM workflows_desk WHERE closed_on IS NULL),
       (SELECT json_agg(json_build_array(h.desk_id, h.person_id, h.valid_from, h.valid_until)
                        ORDER BY h.person_id)
          FROM workflows_deskholder h JOIN workflows_user p ON p.id = h.person_id
         WHERE p.deactivated_at IS NULL AND h.valid_from <= %(last)s
           AND (h.valid_until IS NULL OR h.valid_until >= %(first)s)),
       (SELECT json_agg(json_build_array(s.represented_id, s.deputy_id, s.starts_on, s.ends_on,
                                         s.steps, p.deactivated_at IS NULL)
                        ORDER BY s.rank, s.id)
          FROM workflows_substitution s JOIN workflows_user p ON p.id = s.deputy_id
         WHERE s.revoked_at IS NULL
           AND s.starts_on <= %(last)s AND s.ends_on >= %(first)s)
"""  # noqa: S608 - put together from constants


class Staff:
    """The organisation from one day to another, read in one statement; `on(day)` is one of them."""

    def __init__(self, *, first: date, last: date) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_READ, {"first": first, "last": last})
            version, desks, holders, absences = cursor.fetchone()
        self.version = str(version or "")
        self._desks = {row[0]: DeskRow(*row) for row in desks or ()}
        self._holders = [
            (desk, person, date.fromisoformat(start), end and date.fromisoformat(end))
            for desk, person, start, end in holders or ()
        ]
        self._absences = [
            Absence(
                person,
                deputy,
                date.fromisoformat(start),
                date.fromisoformat(end),
                tuple(steps),
                is_active,
            )
            for person, deputy, start, end, steps, is_active in absences or ()
        ]
        by_function: dict[str, list[int]] = defaultdict(list)
        for desk in self._desks.values():
            by_function[desk.function].append(desk.id)
        self._by_function = {name: tuple(ids) for name, ids in by_function.items()}
        self.on = cache(self._on)

    def _on(self, day: date) -> StaffDay:
        holders: dict[int, list[int]] = defaultdict(list)
        for desk, person, start, end in self._holders:
            if start <= day and (end is None or end >= day):
                holders[desk].append(person)
        absences: dict[int, list[Absence]] = defaultdict(list)
        for absence in self._absences:
            if absence.first <= day <= absence.last:
                absences[absence.person].append(absence)
        return StaffDay(
            self._desks,
            {desk: tuple(people) for desk, people in holders.items()},
            {person: tuple(rows) for person, rows in absences.items()},
            self._by_function,
        )


def staff_between(first: date, last: date, *, known: Known) -> Staff:
    """The organisation of these days; remembered, and then of the rest of the last one's year."""
    key = (first, date(last.year, 12, 31))

    def read(keys: list[tuple[date, date]]) -> tuple[str, dict[tuple[date, date], Staff]]:
        found = Staff(first=key[0], last=key[1])
        return found.version, dict.fromkeys(keys, found)

    return known.all_of("staff", [key], read)[key]


def staff(*, on: date) -> StaffDay:
    """The organisation on one day; one statement."""
    return Staff(first=on, last=on).on(on)
