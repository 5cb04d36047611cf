"""Which sessions a matter can reach, and by which chain of bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from workflows.calendars import WorkingCalendar

from ...city.enums import OrganizationType
from ..enums import ConsultationRole
from .days import Lead, PlanDates, counted_back
from .sessions import Body, PlannedSession, SessionCalendar

DISTANCES: Final[Mapping[str, tuple[int, int]]] = {
    OrganizationType.INTEGRATION_COUNCIL: (34, 27),
    OrganizationType.DISTRICT_COUNCIL: (30, 18),
    OrganizationType.COMMITTEE: (26, 14),
    OrganizationType.YOUTH_COMMITTEE: (26, 14),
    OrganizationType.MAIN_COMMITTEE: (10, 4),
}
"""How many days before the deciding body the others usually meet; a wish, no rule (domain 2.9)."""


@dataclass(frozen=True, slots=True)
class Station:
    """A body in its role with its session."""

    session: PlannedSession
    role: str

    @property
    def body(self) -> Body:
        """The body that meets."""
        return self.session.body


@dataclass(frozen=True, slots=True)
class Way:
    """A chain of stations up to the deciding one, with the internal days before the first."""

    stations: Sequence[Station]
    dates: PlanDates

    @property
    def decides(self) -> PlannedSession:
        """The session that decides."""
        return self.stations[-1].session

    @property
    def first(self) -> PlannedSession:
        """The session before which everything in the house has to be done."""
        return self.stations[0].session


@dataclass(frozen=True)
class Planner:
    """Plans a matter into a city's sessions.

    `before` are the bodies that deliberate before the one that decides, in their order, each with
    its role. `step` is the step of STEPS that comes next: what is done is not planned again.
    `pause` leaves out sessions within school holidays.
    """

    calendar: WorkingCalendar
    sessions: SessionCalendar
    decides: Body
    before: Sequence[tuple[Body, str]] = ()
    lead: Lead = field(default_factory=Lead)
    step: str = "check"
    pause: bool = True

    def earliest(self, start: date) -> Way | None:
        """The first session of the deciding body that is reachable from a day, and the way there.

        None where the calendar has no such session.
        """
        for session in self.sessions.after(self.decides.key, start + timedelta(days=1)):
            if self.pause and self.calendar.is_school_holiday(session.held_on):
                continue
            way = self.way_to(session, start)
            if way is not None and self.is_reachable(way, start):
                return way
        return None

    def is_reachable(self, way: Way, start: date) -> bool:
        """Whether the next step may still begin on `start`."""
        return start <= way.dates.begin_of(self.step)

    def way_to(self, session: PlannedSession, start: date) -> Way | None:
        """The best way to a session: at the usual distances, else as late as the order allows.

        None where a body before it has no session. The usual distances are given up only where
        that makes the session reachable.
        """
        ways = list(self._ways(session))
        reachable = (way for way in ways if self.is_reachable(way, start))
        return next(reachable, ways[0] if ways else None)

    def session_on(self, day: date) -> PlannedSession | None:
        """The session of the deciding body on a day."""
        return next((s for s in self.sessions.of(self.decides.key) if s.held_on == day), None)

    def _ways(self, session: PlannedSession) -> Iterator[Way]:
        for usual in (True, False):
            chain = self._chain(session, usual=usual)
            if chain:
                first = chain[0].session
                dates = counted_back(
                    self.calendar, first.held_on, self.lead, closes_on=first.closes_on
                )
                yield Way(chain, dates)

    def _chain(self, session: PlannedSession, *, usual: bool) -> list[Station]:
        """The stations before a session; empty where one of the bodies does not meet before."""
        chain = [Station(session, ConsultationRole.DECISION)]
        for body, role in reversed(self.before):
            found = self._session_before(body, chain[0].session.held_on, session, usual=usual)
            if found is None:
                return []
            chain.insert(0, Station(found, role))
        return chain

    def _session_before(
        self, body: Body, limit: date, decides: PlannedSession, *, usual: bool
    ) -> PlannedSession | None:
        if usual and body.type in DISTANCES:
            furthest, nearest = (timedelta(days=n) for n in DISTANCES[body.type])
            until = min(decides.held_on - nearest + timedelta(days=1), limit)
            since = decides.held_on - furthest
            found = self._last(body, until, since)
            if found:
                return found
        return self._last(body, limit, None)

    def _last(self, body: Body, until: date, since: date | None) -> PlannedSession | None:
        found = self.sessions.last_before(body.key, until, not_before=since)
        while found and self.pause and self.calendar.is_school_holiday(found.held_on):
            found = self.sessions.last_before(body.key, found.held_on, not_before=since)
        return found
