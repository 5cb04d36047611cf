"""Deliberation by the bodies up to the decision (M12, M13, M14 by the clock, M18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.calendars import Period, PeriodUnit, local_date
from workflows.machine import act, flow_for
from workflows.refusals import Unmet

from ...city.enums import OrganizationType
from ...council.enums import ConsultationResult as R
from ...council.enums import ConsultationRole as Role
from ...council.models import Consultation
from ...council.queries import last_session_dealt_with, open_consultations
from ...council.rules import OPEN_ENDED, RESULTS, vote_problems, waits_for_objection
from ..enums import MeasureState as S
from ..rules import posts
from ..rules.looks import DecisionLook
from . import stations, values
from .dispatching import await_dispatch, end_waiting, show_to_the_council
from .work import DecisionWork

OBJECTION = "objection"
MAYORS_OBJECTION = Period(3, PeriodUnit.DAYS)
"""After the day of the resolution (GO NRW § 54 Abs. 1)."""

VOTES = ("yes", "no", "abstentions", "invalid", "biased", "present")


def result_is_recordable(look: DecisionLook) -> Iterator[Unmet]:
    """The station is next, its session has begun, the result is one it can have and consistent."""
    station = look.station
    if station is None:
        yield Unmet("station_missing", gettext("This station is not open."), "consultation")
        return
    yield from _session_problems(look, station)
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


def _session_problems(look: DecisionLook, station: Consultation) -> Iterator[Unmet]:
    """What no entry of the form can mend: it is said before anything is filled in."""
    meeting = station.meeting
    if meeting is None or meeting.is_cancelled:
        text = gettext("This session does not take place. Please plan another one first.")
        yield Unmet("session_cancelled", text)
        return
    if meeting.starts_at > look.call.at:
        yield Unmet("session_ahead", gettext("The session has not taken place yet."))
    earlier = last_session_dealt_with(look.case.pk)
    if earlier and meeting.starts_at < earlier:
        text = gettext(
            "An earlier station was dealt with on %(day)s, after this session."
            " Please plan the session in which this station is dealt with."
        )
        day = f"{local_date(earlier):%d.%m.%Y}"
        yield Unmet("session_before_earlier", text % {"day": day})


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
    """The office of the council has the paper, its members from the day of the dispatch on."""
    work.show_to(posts.COUNCIL_OFFICE, reason="council_office")
    for station in open_consultations(work.case.pk)[:1]:
        await_dispatch(work, station)
    stations.ask_next(work)


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
    # Whoever has deliberated has the paper.
    end_waiting(work)
    show_to_the_council(work)
    _record(work, station, result)
    work.note(consultation=station.pk, result=result.value)
    if result in OPEN_ENDED or station.role != Role.DECISION:
        work.complete(work.look.task, outcome=result.value, person=work.call.person)
        if result in OPEN_ENDED:
            stations.postpone(work, station)
        # Who planned or withdrew by what they saw before looks again.
        work.case.version += 1
        stations.ask_next(work)
        work.tell_turn("station_over", body=station.organization.short_name, result=result.value)
        return S.DELIBERATION
    if result == R.REJECTED:
        return S.REJECTED
    assert station.meeting is not None, "guarded by result_is_recordable"
    decided_on = local_date(station.meeting.starts_at)
    waits = waits_for_objection(station.organization, on=decided_on)
    if station.organization.type == OrganizationType.COUNCIL:
        _tell_how_long_to_object(work, decided_on)
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
    work.store(station)


def _tell_how_long_to_object(work: DecisionWork, decided_on: date) -> None:
    """Until the third day after the resolution the mayor may object (GO NRW § 54 Abs. 1).

    For information only: nothing waits for it. A kind that ends here has nothing to hold up.
    """
    ends_on = work.calendar.forward(decided_on, MAYORS_OBJECTION).due_on
    if ends_on >= work.today and S.RESOLVED not in flow_for(work.case.kind).final:
        work.set_deadline(OBJECTION, effect="objection_over", due_on=ends_on)


@act(_("time to object is over"), legal_basis="GO NRW § 54 Abs. 1")
def objection_over(work: DecisionWork) -> None:
    """The mayor can no longer object to the resolution of the council."""


def begin_veto_period(work: DecisionWork) -> None:
    """The veto period runs by the clock alone."""
    work.set_deadline("veto_period", effect="end_veto_period")


@act(_("veto period over"), legal_basis="GO NRW § 57 Abs. 4 S. 2")
def end_veto_period(work: DecisionWork) -> None:
    """M14: nobody objected within the period; the committee's decision may be executed."""
    work.end_deadline(kind="veto_period", status="expired")
