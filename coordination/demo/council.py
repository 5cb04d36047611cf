"""What the bodies decide, and how the council office records it."""

from __future__ import annotations

from typing import NamedTuple

from workflows.actions.acting.acts import Request, act
from workflows.calendars import local_date
from workflows.models import Deadline

from ..council.enums import ConsultationResult, ConsultationRole, CouncilSystem
from ..council.models import Consultation
from ..council.queries import open_consultations, resolution_of
from ..council.rules.objection import objectors_needed
from ..decisions.enums import MeasureState as S
from ..decisions.queries.dispatches import KIND as DISPATCH
from .journey import Journey, Steps

_OFFICE = "council_office-council_secretary"


def deliberation(journey: Journey) -> Steps:
    """Each station in its session; the result is recorded on a working day after it."""
    stage = journey.stage
    if journey.story.urgent:
        yield from _decide_urgently(journey)
    if journey.story.handed_over:
        yield from _hand_over(journey)
    if journey.story.coming:
        yield from _send_out(journey)
    while journey.state == S.DELIBERATION:
        station = open_consultations(journey.case)[0]
        if station.meeting is None:
            return
        day = stage.calendar.add_working_days(local_date(station.meeting.starts_at), 1)
        if journey.story.recorded_late and station.role == ConsultationRole.DECISION:
            day = max(day, stage.calendar.add_working_days(local_date(stage.ends), -1))
        yield stage.at(day)
        sign_minutes(journey)
        _record(journey, station)


def _decide_urgently(journey: Journey) -> Steps:
    """The mayor with a member of the council, because no session comes in time (GO NRW § 60)."""
    yield journey.stage.after(1)
    journey.do(
        "decide_urgently",
        "mayor-mayor",
        why_not_organ=journey.word("urgent_why_not_organ"),
        why_not_committee=journey.word("urgent_why_not_committee"),
        harm=journey.word("urgent_harm"),
    )
    yield journey.stage.after(1)
    (task, *_) = (t for t in journey.tasks("countersign") if t.desk.key == "council-observer")
    journey.answer(task, "countersign")


def _send_out(journey: Journey) -> Steps:
    """The members have the paper of the coming week the day before the demo ends at the latest."""
    stage = journey.stage
    yield stage.at(stage.calendar.add_working_days(local_date(stage.ends), -1))
    if Deadline.objects.filter(case=journey.case, kind=DISPATCH, status="running").exists():
        journey.do("record_dispatch", _OFFICE, sent_on=str(stage.today))


def _hand_over(journey: Journey) -> Steps:
    """The paper goes into a council system; its excerpts are not back yet."""
    yield journey.stage.after(1)
    data = {"system": CouncilSystem.FOLDER.value}
    request = Request(
        case=journey.case, name="hand_over_paper", by=None, at=journey.stage.now, data=data
    )
    act(request, system=True)


def sign_minutes(journey: Journey) -> None:
    """The minutes of the sessions that have dealt with it are signed by now."""
    held = Consultation.objects.filter(case=journey.case, meeting__minutes_on=None)
    for station in held.exclude(result="").order_by("position"):
        today = str(journey.stage.today)
        journey.do("record_minutes", _OFFICE, consultation=station.pk, signed_on=today)


def veto_period(journey: Journey) -> Steps:
    """Nobody objects and the clock ends the period, or members of the committee do."""
    if journey.story.until == S.EXECUTION_BARRED:
        _members_object(journey)
        return
    deadline = Deadline.objects.get(case=journey.case, kind="veto_period", status="running")
    yield deadline.due_at


def _members_object(journey: Journey) -> None:
    resolution = resolution_of(journey.case)
    assert resolution is not None, "the committee has just decided"
    journey.do(
        "record_veto",
        _OFFICE,
        text=journey.word("veto"),
        objectors=(objectors_needed(resolution.organization, on=journey.stage.today) or 0) + 1,
        filed_on=str(journey.stage.today),
    )


class Votes(NamedTuple):
    """How a body voted."""

    yes: int
    no: int
    abstentions: int
    present: int


def _record(journey: Journey, station: Consultation) -> None:
    decides = station.role == ConsultationRole.DECISION
    decision = journey.story.decision
    result = decision.result if decides else ConsultationResult.ACCEPTED.value
    votes = _votes(station, rejected=result == ConsultationResult.REJECTED)
    (task, *_) = journey.tasks("record_result")
    journey.answer(
        task,
        "record_result",
        result=result,
        result_text=(decides and decision.text) or _in_words(votes, decides=decides),
        resolution_text=decision.resolution if decides else "",
        yes=votes.yes,
        no=votes.no,
        abstentions=votes.abstentions,
        present=votes.present,
    )


def _votes(station: Consultation, *, rejected: bool) -> Votes:
    """Plausible numbers, the same in every replay: some are absent, some disagree."""
    members = station.organization.member_count or 15
    lot = station.pk * 7 + members
    present = members - lot % (members // 6 + 1)
    against = lot % 3 and lot % (present // 4 + 1)
    abstentions = lot % (members // 15 + 2)
    majority = present - against - abstentions
    yes, no = (against, majority) if rejected else (majority, against)
    return Votes(yes, no, abstentions, present)


def _in_words(votes: Votes, *, decides: bool) -> str:
    deed = "beschlossen" if decides else "empfohlen"
    if votes.no:
        return f"mehrheitlich {deed}"
    if votes.abstentions:
        return f"einstimmig {deed} bei {votes.abstentions} Enthaltungen"
    return f"einstimmig {deed}"
