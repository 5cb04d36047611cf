"""What the bodies decide, and how the council office records it."""

from __future__ import annotations

from typing import NamedTuple

from workflows.calendars import local_date
from workflows.models import Deadline

from ..council.enums import ConsultationResult, ConsultationRole
from ..council.models import Consultation
from ..council.queries import open_consultations
from ..decisions.enums import MeasureState as S
from .journey import Journey, Steps

_OFFICE = "council_office-council_secretary"


def deliberation(journey: Journey) -> Steps:
    """Each station in its session; the result is recorded on a working day after it."""
    stage = journey.stage
    while journey.state == S.DELIBERATION:
        station = open_consultations(journey.case)[0]
        if station.meeting is None:
            return
        day = stage.calendar.add_working_days(local_date(station.meeting.starts_at), 1)
        if journey.story.recorded_late and station.role == ConsultationRole.DECISION:
            day = max(day, stage.calendar.add_working_days(local_date(stage.ends), -1))
        yield stage.at(day)
        _record(journey, station)


def veto_period(journey: Journey) -> Steps:
    """Nobody objects; the clock ends the period."""
    deadline = Deadline.objects.get(case=journey.case, kind="veto_period", status="running")
    yield deadline.due_at


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
