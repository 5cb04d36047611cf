"""The stations of a signed paper: what the council office is asked for, how they move on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.calendars import Period, PeriodUnit, local_date
from workflows.definitions import Post, Step
from workflows.refusals import Unmet

from ...council.models import Consultation
from ...council.queries import last_session_dealt_with, next_meeting, open_consultations
from ...council.rules import replan_problems
from ..rules import posts
from ..rules.looks import DecisionLook
from .dispatching import plan_dispatch
from .work import DecisionWork

RECORDING = Period(5, PeriodUnit.WORKING_DAYS)
"""How long after a session its result should be recorded, where the route says nothing else."""


def _council_office(_look: DecisionLook) -> Sequence[Post]:
    return [posts.COUNCIL_OFFICE]


PLANNING = Step(
    "plan_consultations",
    _("Plan the chain of deliberation"),
    _council_office,
    acts=("plan_consultations",),
    period="final_signature",
)
RECORD = Step(
    "record_result",
    _("Record the result of the session"),
    _council_office,
    acts=("record_result",),
)


def ask_next(work: DecisionWork) -> None:
    """Ask the council office for the result of the next station, and for sessions that are missing.

    The result is due after the session that the station has. A station whose body has no session
    for it, or whose session was cancelled, waits for one; its result is asked for then.
    """
    stations = open_consultations(work.case.pk)
    if not stations:
        return
    if stations[0].has_session and not work.scene.tasks_of("record_result"):
        work.open(_result_of(work, stations[0]))
    is_asked = bool(work.scene.tasks_of("plan_consultations"))
    is_needed = any(not station.has_session for station in stations)
    if is_needed and not is_asked:
        work.ask_for(PLANNING)
    if is_asked and not is_needed:
        work.drop("plan_consultations")


def _result_of(work: DecisionWork, station: Consultation) -> Opening:
    assert station.meeting is not None, "only a station with a session is asked for its result"
    period = work.periods.get("record_result", RECORDING)
    due = work.calendar.forward(local_date(station.meeting.starts_at), period).due_on
    return Opening(RECORD, subject=f"consultation:{station.pk}", period=period, due_on=due)


def postpone(work: DecisionWork, station: Consultation) -> None:
    """The same station on the next session of the same body (postponed or dropped).

    Later stations whose session would now come before it move to the next one of their own body.
    Where the calendar has no such session the station waits for one.
    """
    assert station.meeting is not None, "only what had its session can be postponed"
    later = Consultation(
        case_id=station.case_id,
        paper=station.paper,
        position=station.position,
        attempt=station.attempt + 1,
        organization=station.organization,
        meeting=next_meeting(station.organization_id, after=station.meeting.starts_at),
        role=station.role,
        is_public=station.is_public,
    )
    work.store(later)
    moved, earliest = [], station.meeting.starts_at
    for row in open_consultations(work.case.pk):
        if row.meeting and row.meeting.starts_at < earliest:
            row.meeting = next_meeting(row.organization_id, after=earliest)
            work.store(row, "meeting")
            moved.append(row.pk)
        if row.meeting:
            earliest = row.meeting.starts_at
    if moved:
        work.note(moved=moved)


def replan_is_valid(look: DecisionLook, wanted: Sequence[Consultation]) -> Iterator[Unmet]:
    """What is wrong with open stations as they are to be planned anew after the signature."""
    open_ones = open_consultations(look.case.pk)
    paper = open_ones[0].paper if open_ones else None
    yield from replan_problems(
        wanted,
        path=look.subject.decision_path,
        signed_on=paper.dated if paper else look.call.today,
        after=last_session_dealt_with(look.case.pk),
    )


def replan(work: DecisionWork, wanted: Sequence[Consultation]) -> None:
    """Plan the open stations anew; what has a result stays.

    A station with the same body and role stays the same one. Whoever was asked for the result of
    the next station is asked anew if that is another one now, or has another session.
    """
    before = open_consultations(work.case.pk)
    asked_for = _next_session(before)
    planned = _planned(before, wanted)
    kept = {row.pk for row in planned}
    work.remove(row for row in before if row.pk not in kept)
    for row in planned:
        work.store(row)
    if _next_session(planned) != asked_for:
        work.drop("record_result")
    work.case.version += 1
    work.note(chain=[[row.organization_id, row.role, row.meeting_id] for row in planned])
    plan_dispatch(work, planned[0])
    ask_next(work)


def _planned(before: list[Consultation], wanted: Sequence[Consultation]) -> list[Consultation]:
    """The rows of the new plan in their order, numbered after those that have a result."""
    rest, rows = list(before), []
    for row in wanted:
        same = (row.organization_id, row.role)
        known = next((old for old in rest if (old.organization_id, old.role) == same), None)
        if known is None:
            row.case_id, row.paper = before[0].case_id, before[0].paper
            rows.append(row)
            continue
        rest.remove(known)
        known.meeting, known.is_public = row.meeting, row.is_public
        rows.append(known)
    # The repetition of a postponed station bears its number; nothing else may.
    first = before[0].position
    if before[0].attempt > 1 and rows[0].pk != before[0].pk:
        first += 1
    for position, row in enumerate(rows, start=first):
        row.position = position
    return rows


def _next_session(stations: Sequence[Consultation]) -> tuple[int, int | None]:
    return stations[0].pk, stations[0].meeting_id
