"""Who decided ends it, and what has come of it is seen half a year later (M29, M30)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coordination.council.models import Consultation, Meeting, Paper
from coordination.implementing.models import Evaluation
from coordination.measures.models import Measure
from tests.rows import remembered
from tests.situations import COUNCIL_OFFICE, REASON, Stage
from tests.town import found
from workflows.calendars import local_date
from workflows.models import Case, Deadline, DeskHolder, Task
from workflows.queries.people.routes import working_calendar
from workflows.refusals import Conflict, GuardsUnmet, Invisible, NotAllowed, Stale

pytestmark = pytest.mark.django_db

ROWS = [{"name": "Plätze", "target": "40", "actual": "38"}]
BGI = "division_3-integration_deputy"


@remembered
def completed() -> tuple[Stage, Measure]:
    stage = Stage(found())
    return stage, stage.completed()


@remembered
def under_way() -> tuple[Stage, Measure]:
    stage = Stage(found())
    return stage, stage.implementation()


@remembered
def small() -> tuple[Stage, Measure]:
    """Current administration, resolved by the release."""
    stage = Stage(found())
    measure = stage.release_finding()
    yes = {"is_current": True, "text": REASON}
    stage.do(measure, "find_current_administration", "division_4-deputy_mayor", **yes)
    stage.do(measure, "release", "division_4-deputy_mayor")
    stage.do(measure, "release", BGI)
    return stage, measure


def codes(error: pytest.ExceptionInfo[GuardsUnmet]) -> list[str]:
    return [item.code for item in error.value.unmet]


def test_m30_the_centre_is_asked_half_a_year_after_the_completion() -> None:
    stage, measure = completed()
    (task,) = Task.objects.filter(case=measure.case_id, status="open", desk__key="centre-clerk")
    done_on = local_date(stage.town.now)
    month = done_on.month + 6
    wanted = date(done_on.year + (month - 1) // 12, (month - 1) % 12 + 1, min(done_on.day, 28))
    due_on = Deadline.objects.get(step=task.step).due_on
    assert task.step.key == "evaluation"
    assert timedelta(0) <= due_on - wanted <= timedelta(days=7)
    assert Case.objects.get(pk=measure.case_id).closed_at is None


@pytest.mark.parametrize(
    ("rows", "text", "code"),
    [
        ([], REASON, "indicators_missing"),
        ([{"name": " "}], REASON, "indicators_missing"),
        ([{**ROWS[0], "actual": ""}], REASON, "indicators_incomplete"),
        (ROWS * 21, REASON, "indicators_incomplete"),
        ("nonsense", REASON, "indicators_missing"),
        (ROWS, "gut", "conclusion_missing"),
    ],
)
def test_m30_each_indicator_has_its_target_and_what_was_reached(
    rows: object, text: str, code: str
) -> None:
    stage, measure = completed()
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(measure, "draft_evaluation", "centre-clerk", indicators=rows, text=text)
    assert codes(refusal) == [code]


def test_m30_the_deputy_mayor_gives_back_releases_and_it_is_evaluated() -> None:
    stage, measure = completed()
    stage.do(measure, "draft_evaluation", "centre-clerk", indicators=ROWS, text=REASON)
    stage.do(measure, "return_evaluation", BGI, text=REASON)
    with pytest.raises(Conflict):
        stage.do(measure, "release_evaluation", BGI)
    better = [{**ROWS[0], "actual": "39"}]
    stage.do(measure, "draft_evaluation", "centre-head", indicators=better, text=REASON)
    with pytest.raises(NotAllowed):
        stage.do(measure, "release_evaluation", "centre-head")
    stage.do(measure, "release_evaluation", BGI)
    assert stage.town.state(measure) == "evaluated"
    assert Evaluation.objects.get().indicators == better
    assert Case.objects.get(pk=measure.case_id).closed_at == stage.town.now
    assert not Task.objects.filter(case=measure.case_id, status="open").exists()


def test_m30_a_vacant_deputy_mayor_leaves_the_release_to_the_mayor() -> None:
    stage, measure = completed()
    desks = [stage.town.desks[BGI], stage.town.desks["division_3-deputy_mayor"]]
    yesterday = local_date(stage.town.now) - timedelta(days=1)
    DeskHolder.objects.filter(desk__in=desks).update(valid_until=yesterday)
    stage.do(measure, "draft_evaluation", "centre-clerk", indicators=ROWS, text=REASON)
    stage.do(measure, "release_evaluation", "mayor-mayor")
    assert stage.town.state(measure) == "evaluated"


def ended_in(stage: Stage, key: str) -> dict[str, object]:
    """A session of the body has just ended it."""
    body = Meeting.objects.filter(organization__key=key)[0].organization
    at = stage.town.now - timedelta(hours=1)
    meeting = Meeting.objects.create(organization=body, starts_at=at, closes_on=at.date())
    return {"meeting": meeting.pk, "reference": "26-0099"}


def test_m29_only_the_body_that_decided_discontinues() -> None:
    stage, measure = under_way()
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(measure, "discontinue", COUNCIL_OFFICE, **ended_in(stage, "main"))
    assert codes(refusal) == ["meeting_missing"]
    ended = ended_in(stage, "council")
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(measure, "discontinue", COUNCIL_OFFICE, **{**ended, "reference": "99"})
    assert codes(refusal) == ["reference_missing"]
    for desk in ("mayor-mayor", "division_4-deputy_mayor"):
        with pytest.raises(NotAllowed):
            stage.do(measure, "discontinue", desk, text=REASON)
    stage.do(measure, "discontinue", COUNCIL_OFFICE, **ended)
    assert stage.town.state(measure) == "discontinued"
    assert not Task.objects.filter(case=measure.case_id, status__in=["open", "waiting"]).exists()


@pytest.mark.parametrize("desk", ["mayor-mayor", "division_4-deputy_mayor"])
def test_41_3_current_administration_is_ended_by_the_mayor_or_the_deputy_mayor(desk: str) -> None:
    stage, measure = small()
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(measure, "repeal", desk)
    assert codes(refusal) == ["reason_missing"]
    stage.do(measure, "repeal", desk, text=REASON)
    assert stage.town.state(measure) == "revoked"


def test_the_council_repeals_its_resolution_before_the_work_begins() -> None:
    stage = Stage(found())
    measure = stage.resolved()
    stage.do(measure, "repeal", COUNCIL_OFFICE, **ended_in(stage, "council"))
    assert stage.town.state(measure) == "revoked"


def test_m29_a_measure_that_rests_is_discontinued_too() -> None:
    stage, measure = under_way()
    until = str(local_date(stage.town.now) + timedelta(days=42))
    stage.do(measure, "pause", BGI, text=REASON, until=until)
    stage.do(measure, "discontinue", COUNCIL_OFFICE, **ended_in(stage, "council"))
    assert stage.town.state(measure) == "discontinued"
    assert not Task.objects.filter(case=measure.case_id, status__in=["open", "waiting"]).exists()


# --- the council takes back, is informed; a deputy mayor is heard --------------------------------


@pytest.mark.parametrize("begun", [False, True])
def test_41_3_the_council_takes_a_matter_back_and_decides_itself(*, begun: bool) -> None:
    stage, measure = small()
    town = stage.town
    if begun:
        stage.do(measure, "confirm_funds", "finance-head")
        clerk = town.person("social-clerk").pk
        stage.do(measure, "start_implementation", "social-head", responsible=clerk)
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(measure, "take_back", COUNCIL_OFFICE)
    assert codes(refusal) == ["meeting_missing", "reference_missing"]
    stage.do(measure, "take_back", COUNCIL_OFFICE, **ended_in(stage, "council"))
    assert town.state(measure) == "deliberation"
    assert {step for step, _ in town.open_tasks(measure)} == {"present_paper"}
    # Nothing is deliberated before the mayor has signed the paper.
    with pytest.raises(Conflict):
        stage.do(measure, "record_result", COUNCIL_OFFICE, result="accepted")
    stage.do(measure, "present_paper", "mayor-mayor")
    assert Paper.objects.get(case=measure.case_id).signed_by == town.person("mayor-mayor")
    town.decide(measure)
    assert town.state(measure) == "resolved"
    measure.refresh_from_db()
    assert (measure.decision_path, measure.is_current_administration) == ("council", False)


def test_41_3_before_the_release_it_takes_back_what_is_found_to_be_current_administration() -> None:
    """Nobody but the council office records it, which sees the matter from the finding on."""
    stage = Stage(found())
    measure = stage.release_finding()
    told = ended_in(stage, "council")
    for version in (None, 0):
        with pytest.raises(Invisible):
            stage.do(measure, "take_back", COUNCIL_OFFICE, version=version, **told)
    yes = {"is_current": True, "text": REASON}
    stage.do(measure, "find_current_administration", "division_4-deputy_mayor", **yes)
    with pytest.raises(Stale):
        stage.do(measure, "take_back", COUNCIL_OFFICE, version=0, **told)
    for desk in ("mayor-mayor", "social-head", BGI):
        with pytest.raises(NotAllowed):
            stage.do(measure, "take_back", desk, **told)
    stage.do(measure, "take_back", COUNCIL_OFFICE, **told)
    assert stage.town.state(measure) == "deliberation"
    assert {step for step, _ in stage.town.open_tasks(measure)} == {"present_paper"}


def test_41_3_what_the_council_decides_anyway_cannot_be_taken_back() -> None:
    stage, measure = under_way()
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(measure, "take_back", COUNCIL_OFFICE, **ended_in(stage, "council"))
    assert codes(refusal) == ["not_current"]


def rests(stage: Stage, measure: Measure, days: int, **more: object) -> None:
    until = local_date(stage.town.now) + timedelta(days=days)
    until = working_calendar().add_working_days(until, 1)
    stage.do(measure, "pause", BGI, text=REASON, until=str(until), **more)


def is_told(stage: Stage, measure: Measure) -> bool:
    return ("inform_council", COUNCIL_OFFICE) in stage.town.open_tasks(measure)


def test_m26_the_council_hears_of_money_that_is_given_back() -> None:
    stage, measure = under_way()
    rests(stage, measure, 28)
    assert not is_told(stage, measure)
    stage.do(measure, "resume", "social-head")
    rests(stage, measure, 28, money_returned=True)
    assert is_told(stage, measure)
    # It is not forgotten where the work goes on.
    stage.do(measure, "resume", "social-head")
    assert is_told(stage, measure)
    held = ended_in(stage, "council")["meeting"]
    stage.do(measure, "inform_council", COUNCIL_OFFICE, meeting=held)
    assert not is_told(stage, measure)
    noted = Consultation.objects.get(case=measure.case_id, role="information")
    assert (noted.meeting_id, noted.result) == (held, "noted")


def test_m26_the_council_hears_of_rests_of_more_than_six_months_in_all() -> None:
    stage, measure = under_way()
    rests(stage, measure, 140)
    stage.town.now += timedelta(days=130)
    stage.do(measure, "resume", "social-head")
    rests(stage, measure, 140)
    assert is_told(stage, measure)


def test_70_4_a_deputy_mayor_is_heard_by_the_main_committee() -> None:
    stage = Stage(found())
    town = stage.town
    measure = stage.executive_board_dissent()
    decided = {"outcome": "final_signature", "text": REASON}
    stage.do(measure, "mayor_decides", "mayor-mayor", **decided)
    stage.do(measure, "sign", "mayor-mayor")
    data = {"informed_on": str(local_date(town.now)), "text": REASON}
    with pytest.raises(GuardsUnmet) as refusal:
        stage.do(measure, "put_dissent", "division_4-deputy_mayor", **{**data, "informed_on": ""})
    assert codes(refusal) == ["informed_missing"]
    stage.do(measure, "put_dissent", "division_4-deputy_mayor", **data)
    assert ("hear_dissent", COUNCIL_OFFICE) in town.open_tasks(measure)
    held = ended_in(stage, "main")["meeting"]
    stage.do(measure, "hear_dissent", COUNCIL_OFFICE, meeting=held)
    heard = Consultation.objects.get(case=measure.case_id, role="hearing")
    assert heard.organization.key == "main"
    assert town.state(measure) == "deliberation"
