"""The bodies and sessions that a plan is made of, whether they come from a table or a file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Body:
    """A body of the council: its key, its name, its kind (OrganizationType).

    `id` names it where the city has entered it.
    """

    key: str
    name: str
    type: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session of a body on a day; `closes_on` is its editorial deadline where one is set.

    `key` is whatever names it where it comes from.
    """

    body: Body
    held_on: date
    closes_on: date | None = None
    key: int | None = None


class SessionCalendar:
    """The sessions of all bodies, each body's in the order of their days."""

    def __init__(self, sessions: Iterable[PlannedSession]) -> None:
        self._of: dict[str, list[PlannedSession]] = {}
        self._days: dict[str, list[date]] = {}
        self.bodies: dict[str, Body] = {}
        for session in sorted(sessions, key=lambda one: one.held_on):
            self._of.setdefault(session.body.key, []).append(session)
            self._days.setdefault(session.body.key, []).append(session.held_on)
            self.bodies.setdefault(session.body.key, session.body)

    def of(self, body: str) -> Sequence[PlannedSession]:
        """All sessions of a body; empty where it has none."""
        return self._of.get(body, ())

    def after(self, body: str, day: date) -> Iterator[PlannedSession]:
        """The sessions of a body after a day, the next one first."""
        days = self._days.get(body, [])
        return iter(self.of(body)[bisect_left(days, day) :])

    def last_before(
        self, body: str, day: date, *, not_before: date | None = None
    ) -> PlannedSession | None:
        """The last session of a body before a day, but not before another one."""
        index = bisect_left(self._days.get(body, []), day)
        found = self.of(body)[index - 1] if index else None
        if found and not_before and found.held_on < not_before:
            return None
        return found

    def of_type(self, kind: str) -> list[Body]:
        """The bodies of a kind that meet at all, in the order of their keys."""
        return sorted((b for b in self.bodies.values() if b.type == kind), key=lambda b: b.key)
