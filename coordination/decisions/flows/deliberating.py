"""Deliberation by the bodies up to the decision (M12, M13, M14 by the clock, M18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.calendars import local_date
from workflows.machine import act, flow_for
from workflows.refusals import Unmet

from ...council.enums import ConsultationResult as R
from ...council.enums import ConsultationRole as Role
from ...council.models import Consultation, HandOver, Organization
from ...council.queries import (
    deciding_station,
    last_session_dealt_with,
    open_consultations,
    resolution_of,
)
from ...council.rules.objection import (
    basis_of_objection,
    mayors_objection,
    objection_period,
    waits_for_objection,
)
from ...council.rules.votes import COMES_AGAIN
from ..enums import MeasureState as S
from ..queries.subjects import in_session
from ..rules import posts
from ..rules.looks import DecisionLook
from . import returning, stations
from .dispatching import await_dispatch, end_waiting, show_to_the_council
from .recording import entries_fit, keep_result, session_was_held
from .work import DecisionWork

OBJECTION = "objection"


def result_is_recordable(look: DecisionLook) -> Iterator[Unmet]:
    """The station is next, its session has begun, the result is one it can have and consistent."""
    station = look.station
    if station is None:
        yield Unmet("station_missing", gettext("This station is not open."), "consultation")
        return
    yield from session_was_held(look, station)
    yield from _nothing_later_was_held(look, station)
    yield from entries_fit(look, station)


def _nothing_later_was_held(look: DecisionLook, station: Consultation) -> Iterator[Unmet]:
    if not station.has_session:
        return
    assert station.meeting is not None, "has_session"
    earlier = last_session_dealt_with(look.case.pk)
    if earlier and station.meeting.starts_at < earlier:
        text = gettext(
            "An earlier station was dealt with on %(day)s, after this session."
            " Please plan the session in which this station is dealt with."
        )
        day = f"{local_date(earlier):%d.%m.%Y}"
        yield Unmet("session_before_earlier", text % {"day": day})


def open_deliberation(work: DecisionWork) -> None:
    """The office of the council has the paper, its members from the day of the dispatch on."""
    work.show_to(posts.COUNCIL_OFFICE, reason="council_office")
    for station in open_consultations(work.case.pk)[:1]:
        if station.paper_id is None:
            # The council has taken the matter back: nobody has signed a paper yet (M22).
            work.ask_for(stations.PRESENT)
            break
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
    """M12, M13, M18: as the council office records it; a preliminary no is only advice.

    What only takes note of a decision that is made (domain 2.4) moves nothing.
    """
    station = work.look.station
    assert station is not None, "guarded by result_is_recordable"
    note_decided(work, station)
    return follow_result(work, station, R(work.call.data["result"]))


def note_decided(work: DecisionWork, station: Consultation) -> None:
    """In the council system it counts as decided; until its excerpt is back provisionally."""
    out = HandOver.objects.filter(consultation=station, decided_at=None).first()
    if out is not None:
        out.scheduled_at, out.decided_at = out.scheduled_at or work.at, work.at
        work.store(out, "scheduled_at", "decided_at")


def follow_result(work: DecisionWork, station: Consultation, result: R) -> str:
    """What becomes of the matter by a result that is recorded or has come back."""
    # Whoever has deliberated has the paper.
    end_waiting(work)
    show_to_the_council(work)
    keep_result(work, station, result)
    work.note(consultation=station.pk, result=result.value)
    if result in COMES_AGAIN or station.role != Role.DECISION:
        if work.call.task is None:
            work.drop("record_result")
        else:
            work.complete(work.look.task, outcome=result.value, person=work.call.person)
        returning.come_again(work, station, result)
        # Who planned or withdrew by what they saw before looks again.
        work.case.version += 1
        stations.ask_next(work)
        work.tell_turn("station_over", **in_session(station), result=result.value)
        return work.case.state
    if result == R.REJECTED:
        return S.REJECTED
    assert station.meeting is not None, "guarded by result_is_recordable"
    decided_on = local_date(station.meeting.starts_at)
    waits = waits_for_objection(station.organization, on=decided_on)
    _tell_how_long_to_object(work, station.organization, decided_on)
    return S.VETO_PERIOD if waits else S.RESOLVED


def _tell_how_long_to_object(work: DecisionWork, body: Organization, decided_on: date) -> None:
    """Until the third day after its resolution the mayor may object (GO NRW § 54 Abs. 1).

    For information only: nothing waits for it. A kind that ends here has nothing to hold up.
    """
    period = mayors_objection(body, on=decided_on)
    if period is None:
        return
    ends_on = work.calendar.forward(decided_on, period).due_on
    if ends_on >= work.today and S.RESOLVED not in flow_for(work.case.kind).final:
        work.set_deadline(OBJECTION, effect="objection_over", due_on=ends_on)


@act(_("time to object is over"), legal_basis="GO NRW § 54 Abs. 1")
def objection_over(work: DecisionWork) -> None:
    """The mayor can no longer object to the resolution."""
    resolution = resolution_of(work.case.pk)
    if resolution is not None and resolution.meeting is not None:
        decided_on = local_date(resolution.meeting.starts_at)
        work.basis = basis_of_objection(resolution.organization, on=decided_on)


def begin_veto_period(work: DecisionWork) -> None:
    """The veto period runs by the clock alone, from the day of the committee's decision on.

    It is the one of the rules of that day (GO NRW § 57 Abs. 4 S. 2).
    """
    station = deciding_station(work.case.pk)
    assert station is not None, "only what is decided waits"
    assert station.meeting is not None, "only what had its session is decided"
    decided_on = local_date(station.meeting.starts_at)
    period = objection_period(station.organization, on=decided_on)
    ends_on = work.calendar.forward(decided_on, period).due_on if period else work.today
    work.set_deadline("veto_period", effect="end_veto_period", due_on=ends_on)


@act(_("veto period over"), legal_basis="GO NRW § 57 Abs. 4 S. 2")
def end_veto_period(work: DecisionWork) -> None:
    """M14: nobody objected within the period; the committee's decision may be executed."""
    work.end_deadline(kind="veto_period", status="expired")
