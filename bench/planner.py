"""The earliest way and all cuts, in the calendar of a large city for three years."""

from __future__ import annotations

import time
from datetime import date, timedelta
from statistics import median

from bench.report import Row
from coordination.city.enums import OrganizationType
from coordination.council.planning import Body, PlannedSession, Planner, cuts_for
from coordination.council.planning.sessions import SessionCalendar
from workflows.calendars import WorkingCalendar

TITLE = "The planner in a city of 60 bodies with 800 sessions a year"
BODIES, YEARS, RUNS = 60, 3, 30
FIRST = date(2026, 1, 1)
EVERY = 365 * BODIES // 800
"""Days between two sessions of a body."""


def measure() -> list[Row]:
    """From the sessions to the answer, with six bodies before the council."""
    council = Body("council", "Rat", OrganizationType.COUNCIL)
    bodies = [council, Body("integration", "Integrationsrat", OrganizationType.INTEGRATION_COUNCIL)]
    bodies += [
        Body(f"c{n}", f"Ausschuss {n}", OrganizationType.COMMITTEE) for n in range(2, BODIES)
    ]
    sessions = [
        PlannedSession(body, FIRST + timedelta(days=number % EVERY + EVERY * turn))
        for number, body in enumerate(bodies)
        for turn in range(365 * YEARS // EVERY)
    ]
    calendar = WorkingCalendar("NW")
    before = [(body, "preliminary") for body in bodies[1:7]]
    times: list[float] = []

    def plan() -> None:
        planner = Planner(calendar, SessionCalendar(sessions), council, before=before)
        assert planner.earliest(FIRST) is not None
        assert cuts_for(planner, planner.sessions.of(council.key)[1], FIRST) is not None

    for _ in range(RUNS):
        began = time.process_time()
        plan()
        times.append((time.process_time() - began) * 1000)
    note = f"{len(sessions)} sessions, seven stations"
    return [Row("a plan and all cuts", median(times), "ms", target=100, note=note)]
