"""A decided measure changes: within the limits by its head, beyond them by a supplement (2.2)."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.template.loader import render_to_string

from coordination.council.models import Consultation, Paper
from coordination.implementing.models import StatusReport
from coordination.implementing.queries.changes import Changed, changes_to_tell, with_changes
from coordination.measures.actions.supplements import propose_supplement, settle_supplements
from coordination.measures.models import Measure
from coordination.measures.rules import Limits
from tests.situations import COUNCIL_OFFICE, REASON, Stage
from tests.town import Town
from tests.trails import assert_trails_hold
from workflows.actions.time.clock import take_effects
from workflows.calendars import Period, PeriodUnit
from workflows.models import Event, Obligation
from workflows.queries.people.routes import working_calendar
from workflows.refusals import GuardsUnmet, NotAllowed, WrongState

pytestmark = pytest.mark.django_db

TABLES = Path(__file__).parents[2] / "tables"


def limits() -> list[tuple[str, ...]]:
    with (TABLES / "limits_of_change.csv").open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return [tuple(row) for row in csv.reader(lines, delimiter=";")][1:]


@pytest.mark.parametrize(("decided", "end", "cost", "wanted", "beyond"), limits())
def test_limits_of_a_change(decided: str, end: str, cost: str, wanted: str, beyond: str) -> None:
    allowed = Limits(Decimal(10), Period(3, PeriodUnit.MONTHS), working_calendar())
    found = allowed.exceeded(
        cost=(Decimal(decided) if decided else None, Decimal(cost) if cost else None),
        end=(_day(end), _day(wanted)),
    )
    assert " ".join(found) == beyond


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.fixture
def stage(town: Town) -> Stage:
    return Stage(town, fields={"ends_on": "2027-06-30"})


def draft(stage: Stage, measure: Measure, **change: Any) -> Measure:
    """A supplement as the clerk of the lead writes it."""
    found = propose_supplement(
        measure, by=stage.town.person(stage.clerk), at=stage.town.now, command=uuid4()
    )
    ahead = (stage.town.now + timedelta(days=300)).date().isoformat()
    stones = [{"id": None, "title": "Zweiter Standort", "due_on": ahead}]
    fields = {"milestones": stones, "ends_on": "2028-06-30", **change}
    stage.do(found, "edit", stage.clerk, **fields)
    return found


def signed(stage: Stage, measure: Measure, **change: Any) -> Measure:
    """The same, through its own co-signature, release and signature."""
    found = draft(stage, measure, **change)
    stage.do(found, "submit", stage.head)
    stage.do(found, "pass_check", stage.checker)
    stage.town.vote_all(found)
    stage.do(found, "release", "division_4-deputy_mayor")
    stage.do(found, "release", "division_3-integration_deputy")
    stage.do(found, "sign", "mayor-mayor")
    return found


def resolved(stage: Stage, measure: Measure, **change: Any) -> Measure:
    found = signed(stage, measure, **change)
    stage.town.decide(found, "accepted")
    return found


def settle(stage: Stage, days: int = 0) -> None:
    """The clock goes on; what follows from supplements is done."""
    stage.town.now += timedelta(days=days)
    take_effects(at=stage.town.now)
    settle_supplements(at=stage.town.now)


def fresh(measure: Measure) -> Measure:
    return Measure.objects.select_related("case").get(pk=measure.pk)


# --- within the limits --------------------------------------------------------------------------


def test_head_changes_what_stays_within_the_limits(stage: Stage) -> None:
    measure = stage.implementation()
    stage.do(measure, "change_plan", stage.head, cost="21000", ends_on="2027-08-31", text=REASON)
    changed = fresh(measure)
    assert (changed.cost, changed.ends_on) == (Decimal(21000), date(2027, 8, 31))
    event = Event.objects.get(case=measure.case_id, action="change_plan")
    assert event.data["changed"] == {
        "cost": ["20000.00", "21000"], "ends_on": ["2027-06-30", "2027-08-31"],
    }  # fmt: skip
    assert stage.town.state(measure) == "implementation"


def test_next_report_tells_what_was_changed_within_the_limits(stage: Stage) -> None:
    """Each change in the first report that is written after it, and in no other."""
    measure = stage.implementation()
    stage._report(measure, is_final=False)
    stage.town.now += timedelta(hours=1)
    stage.do(measure, "change_plan", stage.head, cost="21000", text=REASON)
    stage.do(measure, "change_plan", stage.head, ends_on="2027-08-31", text=REASON)
    assert [change.what for change in changes_to_tell(measure.pk)] == [
        Changed(cost=(Decimal(20000), Decimal(21000))),
        Changed(ends_on=(date(2027, 6, 30), date(2027, 8, 31))),
    ]
    stage.town.now += timedelta(days=95)
    stage._report(measure, is_final=False)
    stage.town.now += timedelta(hours=1)
    stage.do(measure, "change_plan", stage.head, cost="20500", text=REASON)
    rows = StatusReport.objects.filter(measure=measure).order_by("-period_start", "-is_final")
    reports = with_changes(rows, measure=measure.pk)
    told = [[change.what.cost for change in report.changes] for report in reports]
    assert told == [[(Decimal(20000), Decimal(21000)), None], []]
    assert [change.reason for change in changes_to_tell(measure.pk)] == [REASON]
    report = reports[0]
    inside = render_to_string("coordination/measures/_report.html", {"report": report})
    outside = {"report": report, "for_council": True}
    council = render_to_string("coordination/measures/_report.html", outside)
    words = "Gesamtkosten 21.000,00\u00a0€ statt 20.000,00\u00a0€"
    assert (words in inside, REASON in inside) == (True, True)
    assert (words in council, REASON in council) == (True, False)


def test_small_changes_do_not_add_up_beyond_the_limits(stage: Stage) -> None:
    """Measured by what was decided, never by the change before."""
    measure = stage.implementation()
    stage.do(measure, "change_plan", stage.head, cost="22000", text=REASON)
    with pytest.raises(GuardsUnmet) as refused:
        stage.do(measure, "change_plan", stage.head, cost="22000.01", text=REASON)
    assert [(item.code, item.field) for item in refused.value.unmet] == [("beyond_limits", "cost")]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, {"nothing_changed"}),
        ({"cost": "20000"}, {"nothing_changed"}),
        ({"cost": "viel"}, {"cost_invalid"}),
        ({"cost": "-1"}, {"cost_invalid"}),
        ({"cost": "1e40"}, {"cost_invalid", "beyond_limits"}),
        ({"ends_on": "gestern"}, {"invalid", "beyond_limits"}),
        ({"ends_on": "2020-01-01"}, {"day_past"}),
        ({"ends_on": "2027-10-01"}, {"beyond_limits"}),
        ({"cost": "21000", "text": ""}, {"reason_missing"}),
    ],
)
def test_change_that_does_not_fit_is_refused_with_all_that_is_wrong(
    stage: Stage, change: dict[str, str], codes: set[str]
) -> None:
    measure = stage.implementation()
    with pytest.raises(GuardsUnmet) as refused:
        stage.do(measure, "change_plan", stage.head, **{"text": REASON, **change})
    assert {item.code for item in refused.value.unmet} == codes


# --- the supplement -----------------------------------------------------------------------------


def test_supplement_goes_the_whole_way_and_changes_the_measure(stage: Stage) -> None:
    measure = stage.implementation()
    text = {"cost": "50000", "goal": "Auch am Nachmittag."}
    found = resolved(stage, measure, **text)
    first, second = Paper.objects.order_by("pk")
    assert (second.reference, second.supplements) == (f"{first.reference}/1", first)
    assert second.type == "supplement"
    assert {step for step, _desk in stage.town.open_tasks(found)} == {"confirm_funds"}
    with pytest.raises(NotAllowed):
        stage.do(found, "start_implementation", stage.head, responsible=1)
    settle(stage, days=7)
    assert fresh(measure).cost == Decimal(20000)
    stage.do(found, "confirm_funds", "finance-head")
    settle(stage)
    changed = fresh(measure)
    assert (changed.cost, changed.goal, changed.ends_on) == (
        Decimal(50000), "Auch am Nachmittag.", date(2028, 6, 30),
    )  # fmt: skip
    assert (changed.case.state, stage.town.state(found)) == ("implementation", "incorporated")
    titles = [stone.title for stone in measure.milestones.order_by("position")]
    assert titles == ["Träger ausgewählt", "Kurse begonnen", "Zweiter Standort"]
    assert ("milestone", stage.clerk) in stage.town.open_tasks(measure)
    settle(stage)
    assert Event.objects.filter(case=measure.case_id, action="take_in_supplement").count() == 1
    # What was decided now is what the next change is measured by.
    stage.do(measure, "change_plan", stage.head, cost="55000", text=REASON)
    assert_trails_hold()


def test_supplement_waits_for_the_mayors_period_of_objection(stage: Stage) -> None:
    """§ 54 Abs. 1: an objection until the third day holds it up before it has changed anything."""
    measure = stage.implementation()
    found = resolved(stage, measure, cost="50000")
    stage.do(found, "confirm_funds", "finance-head")
    settle(stage)
    assert fresh(measure).cost == Decimal(20000)
    stage.do(found, "object_to_resolution", "mayor-mayor", text=REASON)
    settle(stage, days=7)
    assert (stage.town.state(found), fresh(measure).cost) == ("execution_barred", Decimal(20000))


def test_rejected_supplement_changes_nothing(stage: Stage) -> None:
    measure = stage.implementation()
    found = signed(stage, measure, cost="50000")
    stage.town.decide(found, "rejected")
    settle(stage, days=7)
    after = fresh(measure)
    assert (after.cost, after.case.state, stage.town.state(found)) == (
        Decimal(20000), "implementation", "rejected",
    )  # fmt: skip
    # The next one gets the next number.
    signed(stage, measure, cost="40000")
    assert [paper.reference for paper in Paper.objects.order_by("pk")] == [
        "26-0001", "26-0001/1", "26-0001/2",
    ]  # fmt: skip


def test_one_supplement_at_a_time(stage: Stage) -> None:
    measure = stage.implementation()
    draft(stage, measure)
    with pytest.raises(WrongState):
        draft(stage, measure)
    with pytest.raises(GuardsUnmet) as refused:
        stage.do(measure, "change_plan", stage.head, cost="21000", text=REASON)
    assert [item.code for item in refused.value.unmet] == ["supplement_open"]


def test_supplement_sent_twice_is_one(stage: Stage) -> None:
    measure = stage.implementation()
    by, command = stage.town.person(stage.clerk), uuid4()
    first = propose_supplement(measure, by=by, at=stage.town.now, command=command)
    assert propose_supplement(measure, by=by, at=stage.town.now, command=command) == first


@pytest.mark.parametrize("situation", ["deliberation", "discontinued", "completed", "withdrawn"])
def test_only_what_is_decided_and_goes_on_is_supplemented(stage: Stage, situation: str) -> None:
    measure = stage.bring(situation)
    with pytest.raises(WrongState):
        draft(stage, measure)


def test_only_the_lead_office_opens_a_supplement(stage: Stage) -> None:
    measure = stage.implementation()
    for desk in ("youth-clerk", "finance-head", "centre-head", "mayor-mayor"):
        with pytest.raises(NotAllowed):
            propose_supplement(measure, by=stage.town.person(desk), at=stage.town.now)


def test_supplement_changes_something_and_keeps_the_organ(stage: Stage) -> None:
    measure = stage.implementation()
    found = draft(stage, measure, ends_on="2027-06-30", decision_path="committee")
    with pytest.raises(GuardsUnmet) as refused:
        stage.do(found, "submit", stage.head)
    assert {item.code for item in refused.value.unmet} == {"nothing_changed", "path_differs"}


def test_completion_waits_for_the_supplement(stage: Stage) -> None:
    measure = stage.implementation_proposed()
    draft(stage, measure)
    with pytest.raises(GuardsUnmet) as refused:
        stage.do(measure, "confirm_completion", "division_3-integration_deputy")
    assert [item.code for item in refused.value.unmet] == ["supplement_open"]


@pytest.mark.parametrize(("result", "end"), [("", "withdrawn"), ("accepted", "revoked")])
def test_supplement_of_what_ended_first_is_void(stage: Stage, result: str, end: str) -> None:
    measure = stage.implementation()
    found = signed(stage, measure, cost="50000")
    if result:
        stage.town.decide(found, result)
    meeting = Consultation.objects.filter(case=measure.case_id).latest("position").meeting
    assert meeting is not None
    ended = {"meeting": meeting.pk, "reference": "26-0099"}
    stage.do(measure, "discontinue", COUNCIL_OFFICE, **ended)
    settle(stage)
    assert (stage.town.state(found), fresh(measure).cost) == (end, Decimal(20000))
    assert stage.town.open_tasks(found) == []
    assert_trails_hold()


def test_resting_measure_takes_it_in_when_it_goes_on(stage: Stage) -> None:
    measure = stage.paused()
    found = resolved(stage, measure, cost="50000")
    stage.do(found, "confirm_funds", "finance-head")
    settle(stage, days=7)
    if stage.town.state(measure) == "paused":
        assert fresh(measure).cost == Decimal(20000)
        stage.do(measure, "resume", stage.head)
        settle(stage)
    assert fresh(measure).cost == Decimal(50000)


def test_urgent_supplement_takes_effect_at_once_and_is_undone_if_not_approved(
    stage: Stage,
) -> None:
    """§ 60 Abs. 1: decided at once; the council may revoke it in its next session."""
    measure = stage.implementation()
    found = signed(stage, measure, cost="50000")
    words = ("why_not_organ", "why_not_committee", "harm")
    stage.do(found, "decide_urgently", "mayor-mayor", **dict.fromkeys(words, REASON))
    stage.do(found, "countersign", "council-observer")
    stage.do(found, "confirm_funds", "finance-head")
    settle(stage)
    assert (fresh(measure).cost, stage.town.state(found)) == (Decimal(50000), "resolved")
    stage.after_session(found)
    stage.do(found, "record_approval", COUNCIL_OFFICE, result="rejected", rights="Keine.")
    assert stage.town.state(found) == "revoked"
    settle(stage)
    assert fresh(measure).cost == Decimal(20000)
    settle(stage)
    assert Event.objects.filter(case=measure.case_id, action="give_up_supplement").count() == 1
    assert_trails_hold()


def test_obligations_of_the_supplement_are_fulfilled_before_it_ends(stage: Stage) -> None:
    measure = stage.implementation()
    found = draft(stage, measure, cost="50000")
    stage.do(found, "submit", stage.head)
    stage.do(found, "pass_check", stage.checker)
    report = {"choice": "conditional", "conditions": ["Nur mit Bericht."]}
    stage.do(found, "vote", "finance-head", **report)
    stage.do(found, "answer_condition", stage.head, accept=True, material=False)
    stage.town.vote_all(found)
    stage.do(found, "resign", stage.head)
    stage.do(found, "release", "division_4-deputy_mayor")
    stage.do(found, "release", "division_3-integration_deputy")
    stage.do(found, "sign", "mayor-mayor")
    stage.town.decide(found, "accepted")
    stage.do(found, "confirm_funds", "finance-head")
    settle(stage, days=7)
    assert (fresh(measure).cost, stage.town.state(found)) == (Decimal(50000), "resolved")
    owed = Obligation.objects.get(case=found.case_id)
    stage.do(found, "fulfil_obligation", stage.clerk, obligation=str(owed.pk), text=REASON)
    settle(stage)
    assert stage.town.state(found) == "incorporated"
