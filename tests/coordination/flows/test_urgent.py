"""What cannot wait is decided at once, by two or by the main committee, and approved (§ 60)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from coordination.council.models import Consultation, Meeting, Membership, Paper, UrgentDecision
from coordination.measures.models import Measure
from tests.rows import remembered
from tests.situations import COUNCIL_OFFICE, REASON, Stage
from tests.town import found
from workflows.actions.acting.acts import Request, act
from workflows.calendars import local_date
from workflows.models import Deadline, DeskHolder, Event, Task
from workflows.refusals import Conflict, GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db

WORDS = ("why_not_organ", "why_not_committee", "harm")
REASONS = dict.fromkeys(WORDS, REASON)
MAYOR, MEMBER = "mayor-mayor", "council-observer"


@remembered
def deliberated() -> tuple[Stage, Measure]:
    stage = Stage(found())
    return stage, stage.deliberation()


@remembered
def to_be_signed() -> tuple[Stage, Measure]:
    stage = Stage(found())
    return stage, stage.final_signature()


@remembered
def signed_by_two() -> tuple[Stage, Measure]:
    stage, measure = to_be_signed()
    stage.do(measure, "decide_urgently", MAYOR, **REASONS)
    stage.do(measure, "countersign", MEMBER)
    return stage, measure


def codes(error: pytest.ExceptionInfo[GuardsUnmet]) -> list[str]:
    return [item.code for item in error.value.unmet]


def approval(measure: Measure) -> Consultation:
    return Consultation.objects.get(case=measure.case_id, role="approval", result="")


def test_60_1_before_the_signature_the_mayor_signs_the_paper_with_it() -> None:
    stage, measure = to_be_signed()
    stage.do(measure, "decide_urgently", MAYOR, **REASONS)
    assert stage.town.state(measure) == "deliberation"
    paper = Paper.objects.get(case=measure.case_id)
    assert paper.signed_by == stage.town.person(MAYOR)
    assert ("countersign", MEMBER) in stage.town.open_tasks(measure)
    stage.do(measure, "countersign", MEMBER)
    assert stage.town.state(measure) == "resolved"
    # The bodies that would have deliberated are no longer asked; the next council approves.
    stations = Consultation.objects.filter(case=measure.case_id)
    assert [(s.role, s.organization.key) for s in stations] == [("approval", "council")]
    (station,) = stations
    nearest = Meeting.objects.filter(organization__key="council", starts_at__gt=stage.town.now)[0]
    assert station.meeting == nearest
    assert station.paper == paper
    (task,) = Task.objects.filter(case=measure.case_id, step__key="record_approval")
    due_on = Deadline.objects.get(step=task.step).due_on
    assert due_on == local_date(nearest.starts_at)
    # No veto period.
    assert not Deadline.objects.filter(case=measure.case_id, kind="veto_period").exists()


@pytest.mark.parametrize("missing", WORDS)
def test_60_1_each_reason_is_needed(missing: str) -> None:
    stage, measure = deliberated()
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(measure, "decide_urgently", MAYOR, **{**REASONS, missing: "kurz"})
    assert codes(refusal) == [f"{missing}_missing"]


def test_60_1_two_different_people_sign() -> None:
    """The mayor holds a seat in the council too: a second signature of theirs is none."""
    stage, measure = deliberated()
    town = stage.town
    stage.do(measure, "decide_urgently", MAYOR, **REASONS)
    DeskHolder.objects.create(
        desk_id=town.desks[MEMBER], person=town.person(MAYOR), valid_from=local_date(town.now)
    )
    with pytest.raises(NotAllowed) as refusal:
        stage.do(measure, "countersign", MAYOR)
    assert refusal.value.status == 403
    stage.do(measure, "countersign", MEMBER)
    row = UrgentDecision.objects.get()
    assert {row.made_by, row.signed_by} == {town.person(MAYOR), town.person(MEMBER)}


def test_60_1_where_the_seats_are_known_only_a_member_with_a_vote_signs() -> None:
    stage, measure = deliberated()
    town = stage.town
    stage.do(measure, "decide_urgently", MAYOR, **REASONS)
    seat = Membership.objects.create(
        organization=approved_by("council"), person=town.person("legal-head"), role="Mitglied",
        start_date=local_date(town.now) - timedelta(days=9),
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        stage.do(measure, "countersign", MEMBER)
    Membership.objects.filter(pk=seat.pk).update(person=town.person(MEMBER))
    stage.do(measure, "countersign", MEMBER)


def approved_by(key: str) -> Any:
    return Meeting.objects.filter(organization__key=key)[0].organization


def test_60_1_a_signature_on_paper_is_entered_by_the_council_office() -> None:
    stage, measure = deliberated()
    stage.do(measure, "decide_urgently", MAYOR, **REASONS)
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(measure, "countersign", COUNCIL_OFFICE)
    assert codes(refusal) == ["member_missing"]
    stage.do(measure, "countersign", COUNCIL_OFFICE, member="Ratsmitglied, Gruppe A")
    assert stage.town.state(measure) == "resolved"


def test_60_1_the_general_deputy_signs_where_the_office_of_the_mayor_is_vacant() -> None:
    stage, measure = deliberated()
    town = stage.town
    yesterday = local_date(town.now) - timedelta(days=1)
    DeskHolder.objects.filter(desk=town.desks[MAYOR]).update(valid_until=yesterday)
    stage.do(measure, "decide_urgently", "division_1-general_deputy", **REASONS)
    with pytest.raises(NotAllowed):
        stage.do(measure, "decide_urgently", "division_4-deputy_mayor", **REASONS)


def test_60_1_the_second_click_on_the_signature_changes_nothing() -> None:
    stage, measure = deliberated()
    stage.do(measure, "decide_urgently", MAYOR, **REASONS)
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(measure, "decide_urgently", MAYOR, **REASONS)
    assert codes(refusal) == ["urgent_pending"]
    stage.do(measure, "countersign", MEMBER)
    with pytest.raises(Conflict):
        stage.do(measure, "countersign", MEMBER)


def held(stage: Stage, key: str) -> Meeting:
    """A session of the body that has just begun."""
    at = stage.town.now - timedelta(hours=1)
    body = approved_by(key)
    return Meeting.objects.create(organization=body, starts_at=at, closes_on=at.date())


@pytest.mark.parametrize(
    ("result", "code"), [("accepted", ""), ("amended", ""), ("rejected", "result_missing")]
)
def test_60_1_the_main_committee_decides_first(result: str, code: str) -> None:
    stage, measure = deliberated()
    data = {"meeting": held(stage, "main").pk, "result": result, "resolution_text": "Nur heute."}
    if code:
        with pytest.raises(GuardsUnmet) as refusal:
            stage.do(measure, "record_urgent_resolution", COUNCIL_OFFICE, text=REASON, **data)
        assert codes(refusal) == [code]
        return
    stage.do(measure, "record_urgent_resolution", COUNCIL_OFFICE, text=REASON, **data)
    assert stage.town.state(measure) == "resolved"
    decided = Consultation.objects.get(case=measure.case_id, role="decision")
    assert (decided.organization.key, decided.result) == ("main", result)
    assert approval(measure).organization.key == "council"
    steps = {step for step, _ in stage.town.open_tasks(measure)}
    assert ("adapt_plan" in steps) == (result == "amended")


def of_committee() -> tuple[Stage, Measure]:
    stage = Stage(found())
    measure = stage.final_signature(decision_path="committee")
    meeting = Meeting.objects.filter(organization__key="social_committee")[0]
    chain = [{"organization": meeting.organization_id, "role": "decision", "meeting": meeting.pk}]
    stage.do(measure, "plan_consultations", COUNCIL_OFFICE, chain=chain)
    return stage, measure


def test_60_2_in_the_matter_of_a_committee_its_next_session_approves() -> None:
    stage, measure = of_committee()
    stage.do(measure, "decide_urgently", MAYOR, why_not_organ=REASON)
    meeting = held(stage, "main").pk
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(
            measure, "record_urgent_resolution", COUNCIL_OFFICE,
            text=REASON, meeting=meeting, result="accepted",
        )  # fmt: skip
    assert codes(refusal) == ["urgent_path"]
    stage.do(measure, "countersign", MEMBER)
    assert stage.town.state(measure) == "resolved"
    assert approval(measure).organization.key == "social_committee"
    bases = Event.objects.filter(
        case=measure.case_id, action__in=["decide_urgently", "countersign"]
    )
    assert set(bases.values_list("legal_basis", flat=True)) == {"GO NRW § 60 Abs. 2"}


def test_60_on_the_path_of_a_district_council_nobody_decides_urgently() -> None:
    stage = Stage(found())
    north = stage.draft(decision_path="district_council")
    assert north.decision_path == "district_council"
    measure = stage.final_signature(decision_path="district_council", title="Anderes")
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(measure, "decide_urgently", MAYOR, why_not_organ=REASON)
    assert codes(refusal) == ["urgent_path"]


@pytest.mark.parametrize(
    ("result", "rights", "state", "code"),
    [
        ("accepted", "", "resolved", ""),
        ("rejected", "Keine.", "revoked", ""),
        ("rejected", " ", "resolved", "rights_missing"),
        ("amended", "", "resolved", "result_missing"),
    ],
)
def test_60_1_the_council_approves_or_repeals(
    result: str, rights: str, state: str, code: str
) -> None:
    stage, measure = signed_by_two()
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(measure, "record_approval", COUNCIL_OFFICE, result="accepted")
    assert codes(refusal) == ["session_ahead"]
    stage.after_session(measure)
    data = {"result": result, "rights": rights}
    if code:
        with pytest.raises(GuardsUnmet) as refusal:
            stage.do(measure, "record_approval", COUNCIL_OFFICE, **data)
        assert codes(refusal) == [code]
    else:
        stage.do(measure, "record_approval", COUNCIL_OFFICE, **data)
        row = UrgentDecision.objects.get()
        assert row.rights_of_others == (rights if result == "rejected" else "")
        asked = Task.objects.filter(case=measure.case_id, step__key="record_approval")
        assert not asked.filter(status="open").exists()
    assert stage.town.state(measure) == state


def test_60_1_a_session_without_the_item_is_overdue_and_the_next_one_is_planned() -> None:
    stage, measure = signed_by_two()
    (task,) = Task.objects.filter(case=measure.case_id, step__key="record_approval", status="open")
    stage.after_session(measure)
    stage.town.now += timedelta(days=1)
    assert task.due_at is not None
    assert task.due_at < stage.town.now
    later = Meeting.objects.filter(organization__key="council", starts_at__gt=stage.town.now)[0]
    stage.do(measure, "plan_approval", COUNCIL_OFFICE, meeting=later.pk)
    (task,) = Task.objects.filter(case=measure.case_id, step__key="record_approval", status="open")
    assert Deadline.objects.get(step=task.step).due_on == local_date(later.starts_at)


def test_60_1_what_is_put_off_comes_again_and_what_is_cancelled_moves() -> None:
    stage, measure = signed_by_two()
    stage.after_session(measure)
    stage.do(measure, "record_approval", COUNCIL_OFFICE, result="postponed")
    station = approval(measure)
    assert station.attempt == 2
    assert UrgentDecision.objects.get().approval == station
    Meeting.objects.filter(pk=station.meeting_id).update(is_cancelled=True)
    act(Request(measure.case_id, "follow_sessions", None, stage.town.now), system=True)
    moved = approval(measure)
    assert moved.meeting is not None
    assert moved.meeting_id != station.meeting_id
    (task,) = Task.objects.filter(case=measure.case_id, step__key="record_approval", status="open")
    assert Deadline.objects.get(step=task.step, status="running").due_on == local_date(
        moved.meeting.starts_at
    )


def test_60_1_the_approval_waits_for_nobody_at_work_and_does_not_rest_with_them() -> None:
    stage, measure = signed_by_two()
    town = stage.town
    stage.do(measure, "confirm_funds", "finance-head")
    clerk = town.person("social-clerk").pk
    stage.do(measure, "start_implementation", "social-head", responsible=clerk)
    due = Deadline.objects.filter(case=measure.case_id, step__key="record_approval")
    day = due.get(status="running").due_on
    until = str(local_date(town.now) + timedelta(days=91))
    stage.do(measure, "pause", "division_3-integration_deputy", text=REASON, until=until)
    assert due.get(status="running").due_on == day
    assert {step for step, _ in town.open_tasks(measure)} == {"record_approval", "resume"}
    stage.do(measure, "resume", "social-head")
    assert due.get(status="running").due_on == day
    stage.after_session(measure)
    stage.do(measure, "record_approval", COUNCIL_OFFICE, result="rejected", rights="Verträge.")
    assert town.state(measure) == "revoked"
