"""Deliberation by the bodies up to the decision (M12, M13, M14 by the clock, M18)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.calendars import Period, PeriodUnit, local_date
from workflows.definitions import Post, Step
from workflows.machine import act
from workflows.refusals import Unmet

from ...council.enums import ConsultationResult as R
from ...council.enums import ConsultationRole as Role
from ...council.models import Consultation
from ...council.queries import open_consultations
from ...council.rules import OPEN_ENDED, RESULTS, vote_problems, waits_for_objection
from ..enums import MeasureState as S
from ..rules import posts
from ..rules.looks import DecisionLook
from . import papers, values
from .work import DecisionWork

VOTES = ("yes", "no", "abstentions", "invalid", "biased", "present")

RECORDING = Period(5, PeriodUnit.WORKING_DAYS)
"""How long after a session its result should be recorded, where the route says nothing else."""


def _council_office(_look: DecisionLook) -> Sequence[Post]:
    return [posts.COUNCIL_OFFICE]


RECORD = Step(
    "record_result",
    _("Record the result of the session"),
    _council_office,
    acts=("record_result",),
)


def result_is_recordable(look: DecisionLook) -> Iterator[Unmet]:
    """The station is next, its session has begun, the result is one it can have and consistent."""
    station = look.station
    if station is None:
        yield Unmet("station_missing", gettext("This station is not open."), "consultation")
        return
    if station.meeting is None or station.meeting.starts_at > look.call.at:
        yield Unmet("session_ahead", gettext("The session has not taken place yet."), "result")
    result = str(look.call.data.get("result"))
    if result not in RESULTS[station.role]:
        yield Unmet(
            "result_missing",
            gettext("Please choose a result that this station can have."),
            "result",
        )
        return
    if result == R.AMENDED and not str(look.call.data.get("resolution_text") or "").strip():
        yield Unmet(
            "resolution_missing",
            gettext("An amended resolution needs its wording."),
            "resolution_text",
        )
    yield from _vote_problems(look, station, result)


def _vote_problems(look: DecisionLook, station: Consultation, result: str) -> Iterator[Unmet]:
    votes: dict[str, int | None] = {}
    for key in VOTES:
        try:
            votes[key] = values.count(look.call.data.get(key))
        except ValueError:
            yield Unmet("votes_invalid", gettext("Please enter whole numbers."), key)
            return
    yield from vote_problems(result=result, votes=votes, members=station.organization.member_count)


def open_deliberation(work: DecisionWork) -> None:
    """The council and its office see the paper; the first station is asked for its result."""
    work.show_to(posts.COUNCIL_OFFICE, posts.OBSERVERS, reason="council")
    open_next(work)


def open_next(work: DecisionWork) -> None:
    """A task for the council office to record the result of the next open station."""
    stations = open_consultations(work.case.pk)
    if not stations:
        return
    station = stations[0]
    period, due = work.periods.get("record_result", RECORDING), None
    if station.meeting:
        due = work.calendar.forward(local_date(station.meeting.starts_at), period).due_on
    subject = f"consultation:{station.pk}"
    work.open(Opening(RECORD, subject=subject, period=period, due_on=due))


@act(
    _("record the result"),
    guards=[result_is_recordable],
    step="record_result",
    needs_version=False,
    decides=True,
)
def record_result(work: DecisionWork) -> str:
    """M12, M13, M18: as the council office records it; a preliminary no is only advice."""
    station = work.look.station
    assert station is not None, "guarded by result_is_recordable"
    result = R(work.call.data["result"])
    _record(work, station, result)
    work.note(consultation=station.pk, result=result.value)
    if result in OPEN_ENDED or station.role != Role.DECISION:
        work.complete(work.look.task, outcome=result.value, person=work.call.person)
        if result in OPEN_ENDED:
            papers.again(station, after=station.meeting.starts_at if station.meeting else work.at)
        open_next(work)
        work.tell_turn("station_over", body=station.organization.short_name, result=result.value)
        return S.DELIBERATION
    if result == R.REJECTED:
        return S.REJECTED
    assert station.meeting is not None, "guarded by result_is_recordable"
    decided_on = local_date(station.meeting.starts_at)
    waits = waits_for_objection(station.organization, on=decided_on)
    return S.VETO_PERIOD if waits else S.RESOLVED


def _record(work: DecisionWork, station: Consultation, result: R) -> None:
    data = work.call.data
    station.result = result.value
    station.result_text = values.line(data.get("result_text"))
    station.resolution_text = str(data.get("resolution_text") or "")
    for key in VOTES:
        setattr(station, key, values.count(data.get(key)))
    station.recorded_at = work.at
    station.recorded_by_id = work.call.actor.person
    station.save()


def begin_veto_period(work: DecisionWork) -> None:
    """The veto period runs by the clock alone."""
    work.set_deadline("veto_period", effect="end_veto_period")


@act(_("veto period over"), legal_basis="GO NRW § 57 Abs. 4 S. 2")
def end_veto_period(work: DecisionWork) -> None:
    """M14: nobody objected within the period; the committee's decision may be executed."""
    work.end_deadline(kind="veto_period", status="expired")
