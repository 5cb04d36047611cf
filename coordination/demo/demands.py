"""What associations ask of the demo city: one is disputed, one in a measure, one wants to talk."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, datetime, timedelta

from workflows.calendars import local_date
from workflows.enums import Access
from workflows.models import Unit

from ..city.models import FieldOfAction
from ..decisions.enums import MeasureState as S
from ..demands.actions.demands import record_demand
from ..demands.enums import DemandKind, Outcome, Way
from ..demands.models import Demand
from ..measures.models import Measure
from .journey import Steps
from .queries import INTEGRATION
from .stage import Stage

_CENTRE = "integration_centre-clerk"
_OFFICE = "social_planning"
_HEAD, _CLERK = f"{_OFFICE}-head", f"{_OFFICE}-clerk"
FIRST = 170
"""Working days before today on which the first letter comes."""
DECLARED = timedelta(weeks=8)
"""So long before that the first one was declared in public."""
STILL_OWED = timedelta(weeks=32)
"""So long after the declaration the associations wrote again: 224 days, as in the letter."""
AHEAD = 12
"""Working days after today: the talk."""


def demands(stage: Stage) -> Steps:
    """The planning is disputed and examined again, the agency is in a measure, who leads is
    confirmed, a talk is fixed.
    """
    ends = local_date(stage.ends)
    answered, reported, disputed, asked, agreed = (
        stage.calendar.add_working_days(ends, -back) for back in _BACK
    )
    yield stage.at(stage.calendar.add_working_days(ends, -FIRST))
    planning = _record(stage, DemandKind.DEMAND, "planning", "awo", before=DECLARED)
    written = stage.today - DECLARED + STILL_OWED
    yield stage.after(3)
    _take_in(stage, planning)
    yield stage.at(answered)
    _answer(stage, planning, Outcome.ANSWERED, "planning")
    agency = yield from _write_again(stage, planning, dated=written)
    yield stage.at(reported)
    stage.do(planning.case_id, "report_fulfilled", _HEAD)
    measure = _running()
    if measure is not None:
        stage.do(agency.case_id, "link_measure", _CENTRE, measure=measure.pk)
    outcome = Outcome.IN_MEASURE if measure is not None else Outcome.ANSWERED
    _answer(stage, agency, outcome, "agency")
    yield stage.at(disputed)
    stage.do(planning.case_id, "dispute", "awo-observer", text=stage.words["demand_disputed"])
    _assign(stage, planning)
    yield stage.at(asked)
    talk = _record(stage, DemandKind.TALK, "talk", "caritas")
    yield stage.at(agreed)
    _take_in(stage, talk)
    day = stage.calendar.add_working_days(ends, AHEAD)
    stage.do(
        talk.case_id, "set_appointment", _CENTRE, meets_on=str(day), meets_from="15:00",
        meets_where="Rathaus, Besprechungsraum der Verwaltungsspitze",
    )  # fmt: skip
    _draft(stage, talk, Outcome.ANSWERED, "talk")


_BACK = (142, 40, 26, 9, 3)
"""Working days before today: planning answered, reported, disputed, a talk asked for, agreed."""


def _write_again(
    stage: Stage, planning: Demand, *, dated: date
) -> Generator[datetime, None, Demand]:
    """The second letter: the planning once more, somebody who leads, the agency; the last one."""
    came = stage.calendar.add_working_days(dated - timedelta(days=1), 1)
    yield stage.at(came)
    before = stage.today - dated
    again = _record(stage, DemandKind.DEMAND, "again", "awo", before=before, way=Way.LETTER)
    face = _record(stage, DemandKind.DEMAND, "face", "caritas", before=before, way=Way.LETTER)
    agency = _record(stage, DemandKind.DEMAND, "agency", "diakonie", before=before, way=Way.LETTER)
    yield stage.after(2)
    _register(stage, again, repeats=planning.pk)
    for demand in (face, agency):
        _take_in(stage, demand)
    yield stage.after(3)
    stage.do(
        again.case_id, "settle_demand", INTEGRATION, text=stage.words["demand_settled"],
        settled_by=planning.pk,
    )  # fmt: skip
    _answer(stage, face, Outcome.ANSWERED, "face")
    yield stage.after(4)
    stage.do(face.case_id, "report_fulfilled", _HEAD)
    yield stage.after(2)
    stage.do(face.case_id, "confirm_fulfilled", "caritas-observer")
    return agency


def _record(
    stage: Stage,
    kind: DemandKind,
    word: str,
    sender: str,
    *,
    before: timedelta = timedelta(),
    way: Way = Way.DECLARATION,
) -> Demand:
    title, words = stage.words[f"demand_{word}"].split(" | ")
    outcome = record_demand(
        fields={
            "kind": kind.value,
            "title": title,
            "words": words,
            "sender": Unit.objects.get(key=sender).pk,
            "dated_on": str(stage.today - before),
            "received_on": str(stage.today),
            "way": (way if before else Way.LETTER).value,
            "evidence": stage.words["demand_evidence"],
        },
        by=stage.person(_CENTRE),
        at=stage.now,
    )
    return Demand.objects.get(case=outcome.case)


def _take_in(stage: Stage, demand: Demand) -> None:
    """Registered, assigned, examined."""
    _register(stage, demand)
    _assign(stage, demand)


def _register(stage: Stage, demand: Demand, *, repeats: int | None = None) -> None:
    fields = FieldOfAction.objects.order_by("position", "pk").values_list("pk", flat=True)
    stage.do(
        demand.case_id, "register_demand", _CENTRE, confirmed_on=str(stage.today),
        confirmed_way=Way.LETTER.value, fields_of_action=[*fields[:2]], repeats=repeats,
    )  # fmt: skip


def _assign(stage: Stage, demand: Demand) -> None:
    stage.do(demand.case_id, "assign_demand", INTEGRATION, office=Unit.objects.get(key=_OFFICE).pk)
    stage.do(demand.case_id, "begin_examination", _CLERK)


def _draft(stage: Stage, demand: Demand, outcome: Outcome, word: str) -> None:
    stage.do(
        demand.case_id, "draft_answer", _CLERK, outcome=outcome.value,
        answer=stage.words[f"demand_answer_{word}"],
    )  # fmt: skip


def _answer(stage: Stage, demand: Demand, outcome: Outcome, word: str) -> None:
    _draft(stage, demand, outcome, word)
    stage.do(demand.case_id, "sign_answer", INTEGRATION)


def _running() -> Measure | None:
    """A measure in implementation that everybody of the centre sees."""
    rows = Measure.objects.filter(case__state=S.IMPLEMENTATION, case__access=Access.NORMAL)
    return rows.order_by("pk").first()
