"""The stations of a signed paper: what the council office is asked for, how they move on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.calendars import Period, PeriodUnit, local_date
from workflows.definitions import Step
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet
from workflows.subjects import thing

from ...council.enums import ConsultationRole as Role
from ...council.models import Consultation, Meeting
from ...council.queries import consultations_of, last_session_dealt_with, open_consultations
from ...council.rules.chain import replan_problems
from ..enums import MeasureState as S
from ..rules import posts
from ..rules.looks import DecisionLook
from . import values
from .dispatching import plan_dispatch
from .waiving import keep_waivers, unmet_demands
from .work import DecisionWork

RECORDING = Period(5, PeriodUnit.WORKING_DAYS)
"""How long after a session its result should be recorded, where the route says nothing else."""


DECIDED = (S.VETO_PERIOD, S.RESOLVED, S.IMPLEMENTATION)
"""Where a matter may be while bodies take note of what was decided."""

PLANNING = Step(
    "plan_consultations",
    _("Plan the chain of deliberation"),
    posts.always(posts.COUNCIL_OFFICE),
    acts=("plan_consultations",),
    period="final_signature",
)
RECORD = Step(
    "record_result",
    _("Record the result of the session"),
    posts.always(posts.COUNCIL_OFFICE),
    acts=("record_result",),
)


PRESENT = Step(
    "present_paper",
    _("Sign the paper that the council has asked for"),
    posts.always(posts.MAYOR),
    acts=("present_paper",),
    period="final_signature",
)

BY_LAW = (Role.APPROVAL, Role.OBJECTION)
"""What follows a decision by law."""


def plannable(case: int) -> list[Consultation]:
    """The open stations of a chain; what follows a decision by law is no matter of planning."""
    return [row for row in open_consultations(case) if row.role not in BY_LAW]


def named_session(look: DecisionLook, station: Consultation) -> Meeting | None:
    """The session of the station's body that the call names; None if it does not take place."""
    wanted = values.key(look.call.data.get("meeting"))
    rows = Meeting.objects.filter(organization=station.organization_id, is_cancelled=False)
    # A page asks before anybody has named one.
    return rows.filter(pk=wanted).first() if wanted else None


def session_fits(
    look: DecisionLook, station: Consultation, meeting: Meeting | None
) -> Iterator[Unmet]:
    """A session that takes place; one that was already held is entered with a reason."""
    if meeting is None:
        text = gettext("Please choose a session of “%(body)s” that takes place.")
        yield Unmet("meeting_missing", text % {"body": station.organization.name}, "meeting")
    elif meeting.starts_at <= look.call.at:
        yield from reason_given(look)


def give_session(work: DecisionWork, station: Consultation) -> None:
    """The station is dealt with in the session that the call names."""
    station.meeting = named_session(work.look, station)
    work.store(station, "meeting")
    work.case.version += 1
    work.note(consultation=station.pk, meeting=station.meeting_id)


def ask_next(work: DecisionWork) -> None:
    """Ask the council office for the result of the next station, and for sessions that are missing.

    The result is due after the session that the station has. A station whose body has no session
    for it, or whose session was cancelled, waits for one; its result is asked for then.
    """
    stations = plannable(work.case.pk)
    if not stations:
        return
    is_signed = stations[0].paper_id is not None
    if is_signed and stations[0].has_session and not work.scene.tasks_of("record_result"):
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
    return Opening(RECORD, subject=thing("consultation", station.pk), period=period, due_on=due)


def replan_is_valid(look: DecisionLook, wanted: Sequence[Consultation]) -> Iterator[Unmet]:
    """What is wrong with open stations as they are to be planned anew after the signature."""
    open_ones = plannable(look.case.pk)
    if not open_ones:
        yield Unmet("chain_nothing_open", gettext("No station is left to be planned."))
        return
    paper = open_ones[0].paper
    yield from replan_problems(
        wanted,
        path=look.subject.decision_path,
        signed_on=paper.dated if paper else look.call.today,
        after=last_session_dealt_with(look.case.pk),
        is_decided=look.case.state != S.DELIBERATION,
    )
    if look.case.state == S.DELIBERATION:
        yield from unmet_demands(look, _whole(look.case.pk, wanted))


def _whole(case: int, wanted: Sequence[Consultation]) -> list[Consultation]:
    """What has a result already, then what is planned; not what was noted beside the chain."""
    rows = consultations_of(case)
    following = next((row.position for row in rows if not row.result), None)
    dealt_with = (
        row for row in rows if row.result and (following is None or row.position <= following)
    )
    return [*dealt_with, *wanted]


def replan(work: DecisionWork, wanted: Sequence[Consultation]) -> None:
    """Plan the open stations anew; what has a result stays.

    A station with the same body and role stays the same one. Whoever was asked for the result of
    the next station is asked anew if that is another one now, or has another session.
    """
    before = plannable(work.case.pk)
    asked_for = _next_session(before)
    planned = _planned(before, wanted)
    kept = {row.pk for row in planned}
    work.remove(row for row in before if row.pk not in kept)
    _make_room(work, before, planned)
    for row in planned:
        work.store(row)
    if _next_session(planned) != asked_for:
        work.drop("record_result")
    work.case.version += 1
    work.note(chain=[[row.organization_id, row.role, row.meeting_id] for row in planned])
    if work.case.state == S.DELIBERATION:
        keep_waivers(work, consultations_of(work.case.pk))
    if planned[0].paper_id is not None:
        plan_dispatch(work, planned[0])
    ask_next(work)


def ask_who_takes_note(work: DecisionWork) -> None:
    """Bodies that take note of a decision do so after it, wherever the matter is by then."""
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


def _make_room(
    work: DecisionWork, before: Sequence[Consultation], planned: Sequence[Consultation]
) -> None:
    """What was noted beside the chain, or follows by law, stays behind it."""
    rows = Consultation.objects.filter(case=work.case.pk, position__gt=before[0].position)
    others = list(rows.exclude(pk__in=[row.pk for row in planned if row.pk]).order_by("position"))
    missing = planned[-1].position + 1 - others[0].position if others else 0
    if missing > 0:
        for row in others:
            row.position += missing
        work.store_changed(others, "position")


def _next_session(stations: Sequence[Consultation]) -> tuple[int, int | None]:
    return stations[0].pk, stations[0].meeting_id
