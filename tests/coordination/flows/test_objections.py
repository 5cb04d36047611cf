"""What holds up a resolution, for how long, and what becomes of it (GO NRW §§ 37, 54, 57)."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from coordination.council.models import Consultation, Meeting, Objection
from tests.coordination.flows.objecting import (
    DECIDED,
    by_committee,
    by_council,
    by_district,
    objects,
    session,
    settle,
    under_way,
)
from tests.roles import stand_in
from tests.situations import COUNCIL_OFFICE, REASON, Stage
from tests.town import found
from workflows.actions.acting.acts import Request, act
from workflows.actions.time.clock import take_effects
from workflows.calendars import local_date
from workflows.models import Case, Deadline, DeskHolder, Event, Task
from workflows.queries.people.routes import working_calendar
from workflows.refusals import Conflict, GuardsUnmet, NotAllowed, Stale

pytestmark = pytest.mark.django_db

TABLES = Path(__file__).parents[2] / "tables"


def rows(name: str) -> list[tuple[str, ...]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file, delimiter=";")][1:]


def codes(error: pytest.ExceptionInfo[GuardsUnmet]) -> list[str]:
    return [item.code for item in error.value.unmet]


@pytest.mark.parametrize(("path", "by", "results", "state"), rows("objections"))
def test_54_57_what_becomes_of_an_objection(path: str, by: str, results: str, state: str) -> None:
    stage, measure = DECIDED[path]()
    objects(stage, measure, by)
    assert stage.town.state(measure) == "execution_barred"
    for result in results.split():
        settle(stage, measure, result)
    assert stage.town.state(measure) == state
    case = Case.objects.get(pk=measure.case_id)
    assert (case.closed_at is not None) == (state == "revoked")
    is_open = Objection.objects.get(case=case).outcome == ""
    assert is_open == (state == "execution_barred")


def test_54_1_nothing_is_executed_and_no_working_day_is_lost() -> None:
    """Implementation since Friday 1 May 2026; the objection of the same day holds it up."""
    stage, measure = under_way()
    town = stage.town
    before = {
        line.kind: line.due_on
        for line in Deadline.objects.filter(case=measure.case_id, status="running", effect="")
    }
    tasks = town.open_tasks(measure)
    objects(stage, measure, "object_to_resolution")
    assert {step for step, _ in town.open_tasks(measure)} == {"plan_objection"}
    held = Deadline.objects.filter(case=measure.case_id, kind__in=before)
    assert {line.status for line in held} == {"paused"}
    meeting = session("council", local_date(town.now) + timedelta(days=7))
    stage.do(measure, "plan_objection", COUNCIL_OFFICE, meeting=meeting.pk)
    stage.after_session(measure)
    stage.do(measure, "decide_objection", COUNCIL_OFFICE, result="accepted")
    assert town.state(measure) == "implementation"
    assert town.open_tasks(measure) == tasks
    after = {line.kind: line for line in held.all()}
    assert {line.status for line in after.values()} == {"running"}
    # Held up for one week without a public holiday: five working days later.
    moved = {kind: (line.due_on - before[kind]).days for kind, line in after.items()}
    assert set(moved.values()) <= {7, 8, 9}, moved


def test_54_1_a_rest_goes_on_after_the_objection() -> None:
    stage, measure = under_way()
    town = stage.town
    until = str(working_calendar().add_working_days(town.now.date(), 40))
    stage.do(measure, "pause", "division_3-integration_deputy", text=REASON, until=until)
    until = Deadline.objects.get(case=measure.case_id, step__key="resume").due_on
    objects(stage, measure, "object_as_unlawful")
    stage.after_session(measure)
    stage.do(measure, "decide_objection", COUNCIL_OFFICE, result="accepted")
    settle(stage, measure, "unobjected")
    rests = local_date(town.now) < until
    assert town.state(measure) == ("paused" if rests else "implementation")
    asked = {step for step, _ in town.open_tasks(measure)}
    assert asked == {"resume"} if rests else "resume" not in asked


def test_54_1_a_changed_resolution_needs_its_plan_before_the_work_goes_on() -> None:
    stage, measure = under_way()
    objects(stage, measure, "object_to_resolution")
    settle(stage, measure, "amended")
    assert stage.town.state(measure) == "resolved"
    steps = [step for step, desk in stage.town.open_tasks(measure) if desk == "social-head"]
    assert sorted(steps) == ["adapt_plan", "start_implementation"]


@pytest.mark.parametrize(
    ("days", "code"), [(0, ""), (3, ""), (4, "objection_over"), (40, "objection_over")]
)
def test_54_1_the_mayor_objects_until_the_third_day(days: int, code: str) -> None:
    stage, measure = by_council()
    stage.town.now += timedelta(days=days)
    decided_on = local_date(Consultation.objects.get(case=measure.case_id).meeting.starts_at)
    if days == 3:
        assert (local_date(stage.town.now) - decided_on).days == 3
    if not code:
        objects(stage, measure, "object_to_resolution")
        return
    with pytest.raises(GuardsUnmet) as refusal:
        objects(stage, measure, "object_to_resolution")
    assert codes(refusal) == [code]


def test_54_1_there_is_no_second_objection() -> None:
    stage, measure = by_council()
    objects(stage, measure, "object_to_resolution")
    with pytest.raises(Conflict):
        objects(stage, measure, "object_to_resolution")
    settle(stage, measure, "accepted")
    with pytest.raises(Conflict) as refusal:
        objects(stage, measure, "object_to_resolution")
    assert refusal.value.status == 409
    # What is unlawful can be objected to at any time (§ 54 Abs. 2).
    stage.town.now += timedelta(days=400)
    objects(stage, measure, "object_as_unlawful")


@pytest.mark.parametrize(
    ("days", "code"), [(2, "session_early"), (3, ""), (14, ""), (15, "session_late")]
)
def test_54_1_the_new_session_lies_between_the_third_day_and_two_weeks(
    days: int, code: str
) -> None:
    stage, measure = by_council()
    objects(stage, measure, "object_to_resolution")
    (asked,) = Task.objects.filter(case=measure.case_id, step__key="plan_objection", status="open")
    last = local_date(stage.town.now) + timedelta(days=14)
    assert Deadline.objects.get(step=asked.step).due_on == last
    meeting = session("council", local_date(stage.town.now) + timedelta(days=days))
    if code:
        with pytest.raises(GuardsUnmet) as refusal:
            stage.do(measure, "plan_objection", COUNCIL_OFFICE, meeting=meeting.pk)
        assert codes(refusal) == [code]
        return
    stage.do(measure, "plan_objection", COUNCIL_OFFICE, meeting=meeting.pk)
    assert ("decide_objection", COUNCIL_OFFICE) in stage.town.open_tasks(measure)


def test_54_1_a_session_in_time_is_planned_by_itself() -> None:
    stage, measure = by_council()
    meeting = session("council", local_date(stage.town.now) + timedelta(days=5))
    objects(stage, measure, "object_to_resolution")
    assert Consultation.objects.get(case=measure.case_id, role="objection").meeting == meeting


def test_54_1_once_the_two_weeks_are_over_the_council_still_has_to_meet() -> None:
    stage, measure = by_council()
    objects(stage, measure, "object_to_resolution")
    stage.town.now += timedelta(days=20)
    meeting = session("council", local_date(stage.town.now) + timedelta(days=3))
    stage.do(measure, "plan_objection", COUNCIL_OFFICE, meeting=meeting.pk)
    held = session("council", local_date(stage.town.now) - timedelta(days=2))
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(measure, "plan_objection", COUNCIL_OFFICE, meeting=held.pk)
    assert codes(refusal) == ["reason_missing"]
    stage.do(measure, "plan_objection", COUNCIL_OFFICE, meeting=held.pk, text=REASON)


def test_54_3_against_a_committee_only_what_is_unlawful_counts() -> None:
    stage, measure = by_committee()
    take_effects(at=stage.town.now + timedelta(days=9))
    assert stage.town.state(measure) == "resolved"
    with pytest.raises(GuardsUnmet) as refusal:
        objects(stage, measure, "object_to_resolution")
    assert codes(refusal) == ["committee"]
    objects(stage, measure, "object_as_unlawful")
    event = Event.objects.get(case=measure.case_id, action="object_as_unlawful")
    assert event.legal_basis == "GO NRW § 54 Abs. 3"


def test_54_current_administration_has_no_resolution_to_object_to() -> None:
    stage = Stage(found())
    measure = stage.release_finding()
    yes = {"is_current": True, "text": REASON}
    stage.do(measure, "find_current_administration", "division_4-deputy_mayor", **yes)
    stage.do(measure, "release", "division_4-deputy_mayor")
    stage.do(measure, "release", "division_3-integration_deputy")
    assert stage.town.state(measure) == "resolved"
    for deed in ("object_to_resolution", "object_as_unlawful"):
        with pytest.raises(GuardsUnmet) as refusal:
            objects(stage, measure, deed)
        assert codes(refusal) == ["no_resolution"]


@pytest.mark.parametrize(
    ("objectors", "filed", "code"),
    [
        (3, 0, "objectors_wrong"),
        (4, 0, ""),
        (17, 0, ""),
        (18, 0, "objectors_wrong"),
        ("x", 0, "objectors_missing"),
        (4, -1, "filed_before"),
        (4, 9, "filed_future"),
        (4, None, "filed_missing"),
    ],
)
def test_57_4_a_fifth_of_the_legal_number_of_members_objects(
    objectors: object, filed: int | None, code: str
) -> None:
    """The committee has 17 members: four of them are the fifth part."""
    stage, measure = by_committee()
    day = "" if filed is None else str(local_date(stage.town.now) + timedelta(days=filed))
    data = {"objectors": objectors, "filed_on": day}
    if not code:
        stage.do(measure, "record_veto", COUNCIL_OFFICE, **data)
        assert Objection.objects.get().objectors == objectors
        return
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(measure, "record_veto", COUNCIL_OFFICE, **data)
    assert codes(refusal) == [code]


def test_57_4_a_veto_in_time_counts_though_it_is_recorded_later() -> None:
    stage, measure = by_committee()
    period = Deadline.objects.get(case=measure.case_id, kind="veto_period")
    stage.town.now = period.due_at + timedelta(hours=9)
    take_effects(at=stage.town.now)
    assert stage.town.state(measure) == "resolved"
    late = {"objectors": 4, "filed_on": str(period.due_on + timedelta(days=1))}
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(measure, "record_veto", COUNCIL_OFFICE, **late)
    assert codes(refusal) == ["filed_late"]
    stage.do(measure, "record_veto", COUNCIL_OFFICE, **{**late, "filed_on": str(period.due_on)})
    settle(stage, measure, "accepted")
    with pytest.raises(Conflict):
        stage.do(measure, "record_veto", COUNCIL_OFFICE, **{**late, "filed_on": str(period.due_on)})


def test_57_4_the_mayor_is_late_though_the_clock_has_not_struck_yet() -> None:
    stage, measure = by_committee()
    stage.town.now = Deadline.objects.get(case=measure.case_id, kind="veto_period").due_at
    with pytest.raises(GuardsUnmet) as refusal:
        objects(stage, measure, "veto")
    assert codes(refusal) == ["veto_over"]


def test_57_4_the_period_runs_from_the_decision_whenever_it_is_recorded() -> None:
    """Recorded on the second day after the decision: one day is left."""
    stage = Stage(found())
    measure = stage.final_signature(decision_path="committee")
    meeting = Meeting.objects.filter(organization__key="social_committee")[0]
    chain = [{"organization": meeting.organization_id, "role": "decision", "meeting": meeting.pk}]
    stage.do(measure, "plan_consultations", COUNCIL_OFFICE, chain=chain, text=REASON)
    stage.do(measure, "sign", "mayor-mayor")
    stage.town.now = meeting.starts_at + timedelta(days=2)
    stage.town.decide(measure)
    due_on = Deadline.objects.get(case=measure.case_id, kind="veto_period").due_on
    assert due_on >= local_date(meeting.starts_at) + timedelta(days=3)
    assert due_on < local_date(stage.town.now) + timedelta(days=3)


def test_37_6_a_district_council_has_periods_of_its_own_and_no_norm_is_named() -> None:
    stage, measure = by_district()
    stage.town.now += timedelta(days=14)
    objects(stage, measure, "object_to_resolution")
    event = Event.objects.get(case=measure.case_id, action="object_to_resolution")
    assert event.legal_basis == ""
    (task,) = Task.objects.filter(case=measure.case_id, status="open")
    limit = local_date(stage.town.now) + timedelta(days=21)
    deadline = Deadline.objects.get(step=task.step)
    station = Consultation.objects.get(case=measure.case_id, role="objection")
    assert deadline.due_on == limit if station.meeting is None else station.meeting.starts_at


def test_two_objections_at_once_leave_one() -> None:
    stage, measure = by_committee()
    version = Case.objects.get(pk=measure.case_id).version
    data = {"objectors": 4, "filed_on": str(local_date(stage.town.now))}
    stage.do(measure, "record_veto", COUNCIL_OFFICE, version=version, **data)
    with pytest.raises(Conflict):
        stage.do(measure, "veto", "mayor-mayor", version=version, text=REASON)
    assert Objection.objects.filter(case=measure.case_id).count() == 1


def test_decision_by_what_was_planned_before_is_stale() -> None:
    stage, measure = by_committee()
    objects(stage, measure, "veto")
    stage.after_session(measure)
    version = Case.objects.get(pk=measure.case_id).version
    other = Meeting.objects.filter(organization__key="council", starts_at__gt=stage.town.now)[0]
    stage.do(measure, "plan_objection", COUNCIL_OFFICE, meeting=other.pk)
    with pytest.raises(Stale):
        stage.do(measure, "decide_objection", COUNCIL_OFFICE, version=version, result="accepted")


def test_39_general_deputy_objects_where_the_mayor_is_away_and_where_the_office_is_vacant() -> None:
    """GO NRW § 68: the general deputy; a council office without anybody leaves it to its head."""
    stage, measure = by_committee()
    town = stage.town
    stand_in(town.person("mayor-mayor"), town.person("division_1-deputy_mayor"), town)
    yesterday = local_date(town.now) - timedelta(days=1)
    for desk in ("mayor-mayor", COUNCIL_OFFICE):
        DeskHolder.objects.filter(desk=town.desks[desk]).update(valid_until=yesterday)
    stage.do(measure, "veto", "division_1-general_deputy", text=REASON)
    assert town.open_tasks(measure) == [("decide_objection", "council_office-head")]
    stage.after_session(measure)
    stage.do(measure, "decide_objection", "council_office-head", result="accepted")
    assert town.state(measure) == "resolved"


def test_nobody_else_objects() -> None:
    stage, measure = by_committee()
    for desk in ("social-head", "division_3-integration_deputy", "centre-head"):
        with pytest.raises(NotAllowed):
            stage.do(measure, "veto", desk, text=REASON)


def test_48_a_cancelled_session_is_followed_by_the_next_one() -> None:
    """The calendar changes: the council's decision on the veto is asked for after it meets."""
    stage, measure = by_committee()
    objects(stage, measure, "veto")
    station = Consultation.objects.get(case=measure.case_id, role="objection")
    Meeting.objects.filter(pk=station.meeting_id).update(is_cancelled=True)
    act(Request(measure.case_id, "follow_sessions", None, stage.town.now), system=True)
    station.refresh_from_db()
    assert station.meeting is not None
    assert not station.meeting.is_cancelled
    (asked,) = Task.objects.filter(case=measure.case_id, status="open")
    due = Deadline.objects.get(step=asked.step, status="running").due_on
    assert asked.step.key == "decide_objection"
    assert due > local_date(station.meeting.starts_at)
