"""A measure's way from the draft to its completion, act by act."""

from datetime import timedelta

import pytest

from coordination.council.models import Consultation, Paper
from coordination.implementing.models import StatusReport
from coordination.measures.actions import measures
from coordination.measures.models import Measure
from tests.town import Town
from workflows.actions.acting.acts import Request, act
from workflows.models import Case, Deadline, Event, Notification, Obligation, Task, Vote
from workflows.refusals import AlreadyVoted, GuardsUnmet, NotAllowed, Stale

pytestmark = pytest.mark.django_db


def actions(measure):
    return list(
        Event.objects.filter(case=measure.case_id).order_by("seq").values_list("action", flat=True)
    )


def test_submit_by_a_clerk_needs_the_agreement_of_the_head(town: Town):
    measure = town.propose()
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, "submit", "youth-clerk")
    assert [item.code for item in refusal.value.unmet] == ["head_agreement"]

    town.do(measure, "ask_agreement", "youth-clerk")
    assert town.open_tasks(measure) == [("agreement", "youth-head"), ("draft", "youth-clerk")]
    town.do(measure, "agree", "youth-head")
    town.do(measure, "submit", "youth-clerk")

    assert town.state(measure) == "check"
    assert town.open_tasks(measure) == [("check", "centre-clerk"), ("check", "centre-head")]


def test_submit_reports_everything_that_is_missing(town: Town):
    measure = town.propose(goal="", facts="", cost=None, milestones=[], fields_of_action=[])
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, "submit", "youth-head")
    assert sorted(item.code for item in refusal.value.unmet) == [
        "cost_missing",
        "facts_missing",
        "field_missing",
        "goal_missing",
        "milestone_missing",
    ]


def test_the_last_vote_moves_the_case(town: Town):
    measure = town.in_cosigning(impact_minors=True, impact_school=True, cost="1000", cover="Etat")
    assert town.open_tasks(measure) == [
        ("cosign", "centre-head"),
        ("cosign", "finance-cosigner"),
        ("cosign", "finance-head"),
        ("cosign", "school-cosigner"),
        ("cosign", "school-head"),
    ]
    town.do(measure, "vote", "finance-cosigner", choice="approved")
    assert town.state(measure) == "cosigning"
    town.do(measure, "vote", "school-head", choice="not_affected")
    assert town.state(measure) == "release"
    assert town.open_tasks(measure) == [("release", "division_3-deputy_mayor")]
    assert actions(measure)[-3:] == ["vote", "vote", "complete_cosigning"]


def test_a_second_vote_is_refused_and_a_change_keeps_both(town: Town):
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    task = Task.objects.get(case=measure.case_id, desk__key="school-head")
    town.do(measure, "vote", "school-head", task=task.pk, choice="approved")
    with pytest.raises(AlreadyVoted):
        town.do(measure, "vote", "school-cosigner", choice="approved")
    vote = Vote.objects.get()
    town.do(
        measure,
        "change_vote",
        "school-cosigner",
        item=str(vote.item_id),
        replaces=str(vote.pk),
        choice="refused",
        text="Die Räume fehlen uns.",
    )
    assert list(
        Vote.objects.order_by("cast_at", "is_current").values_list("choice", "is_current")
    ) == [
        ("approved", False),
        ("refused", True),
    ]
    town.do(measure, "vote", "health-head", choice="approved")
    assert town.state(measure) == "clarification"
    assert town.open_tasks(measure) == [("clarification", "division_3-deputy_mayor")]


def test_dissent_between_divisions_goes_to_the_mayor(town: Town):
    measure = town.in_cosigning(impact_health=True)
    town.do(measure, "vote", "health-head", choice="refused", text="Dagegen spricht viel.")
    assert town.open_tasks(measure) == [("clarification", "mayor-mayor")]
    town.do(measure, "clarify", "mayor-mayor", outcome="release", text="Es wird so gemacht.")
    town.do(measure, "release", "division_3-deputy_mayor")
    assert town.state(measure) == "executive_board"


def test_a_material_condition_asks_the_affected_office_again(town: Town):
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    town.do(measure, "vote", "health-head", choice="approved")
    town.do(
        measure, "vote", "school-head", choice="conditional", conditions=["Nur nachmittags.", ""]
    )
    assert town.open_tasks(measure)[0] == ("answer_condition", "youth-clerk")
    town.do(
        measure,
        "answer_condition",
        "youth-clerk",
        accept=True,
        material=True,
        fields={"facts": "Es fehlen Plätze am Nachmittag."},
        text="Das nehmen wir auf.",
    )
    assert Obligation.objects.get().text == "Nur nachmittags."
    assert ("resign", "youth-head") in town.open_tasks(measure)
    town.do(measure, "resign", "youth-head")
    case = Case.objects.get(pk=measure.case_id)
    assert (case.state, case.round) == ("cosigning", 2)
    assert ("cosign", "school-head") in town.open_tasks(measure)
    assert ("cosign", "health-head") not in town.open_tasks(measure)
    town.do(measure, "vote", "school-head", choice="approved")
    assert town.state(measure) == "release"


def test_a_declined_condition_may_be_confirmed_turned_or_lapse(town: Town):
    for way, state in (("confirm", "release"), ("turn", "clarification"), ("lapse", "release")):
        measure = town.in_cosigning(impact_school=True, title=f"Kurse {way}")
        town.do(measure, "vote", "school-head", choice="conditional", conditions=["Nur montags."])
        town.do(measure, "answer_condition", "youth-head", accept=False, text="Das geht nicht.")
        if way == "confirm":
            town.do(measure, "confirm_decline", "school-cosigner")
        elif way == "turn":
            town.do(measure, "turn_into_refusal", "school-head", text="Dann lehnen wir ab.")
        else:
            deadline = Deadline.objects.get(case=measure.case_id, effect="lapse_decline")
            assert (deadline.amount, deadline.unit) == (3, "working_days")
            act(
                Request(
                    measure.case_id,
                    "lapse_decline",
                    None,
                    town.now,
                    data={"subject": deadline.subject},
                ),
                system=True,
            )
        assert town.state(measure) == state, way


def test_the_author_cannot_release_and_the_mayor_does(town: Town):
    measure = town.propose("division_3-deputy_mayor")
    town.do(measure, "submit", "youth-head")
    town.do(measure, "pass_check", "centre-clerk")
    assert (
        town.open_tasks(measure)
        == [
            ("release", "division_1-general_deputy"),
            ("release", "mayor-mayor"),
        ]
        or town.open_tasks(measure)[0][1] != "division_3-deputy_mayor"
    )
    with pytest.raises(NotAllowed):
        town.do(measure, "release", "division_3-deputy_mayor")


def test_a_whole_life(town: Town):
    measure = town.in_deliberation(cost="20000", cover="Produkt 060201", impact_minors=True)
    paper = Paper.objects.get()
    assert (paper.reference, paper.signature_mark) == ("26-0001", "none")
    assert [c.organization.key for c in Consultation.objects.all()] == [
        "integration",
        "youth_committee",
        "council",
    ]
    town.decide(measure)
    assert town.state(measure) == "resolved"
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, "start_implementation", "youth-head")
    assert [item.code for item in refusal.value.unmet] == ["responsible_missing", "funds_missing"]
    town.do(measure, "confirm_funds", "finance-head")
    town.do(
        measure, "start_implementation", "youth-head", responsible=town.person("youth-clerk").pk
    )
    reach_milestones(town, measure)
    report_at_last(town, measure)
    assert StatusReport.objects.get().status == "released"
    town.do(measure, "propose_completion", "youth-head")
    town.do(measure, "confirm_completion", "division_3-deputy_mayor")
    assert town.state(measure) == "completed"
    # M30: six months later the integration centre says what has come of it; the end comes then.
    evaluating = [("evaluation", "centre-clerk"), ("evaluation", "centre-head")]
    assert town.open_tasks(measure) == evaluating
    assert Case.objects.get(pk=measure.case_id).closed_at is None


def reach_milestones(town: Town, measure: Measure) -> None:
    for number, _stone in enumerate(measure.milestones.all(), start=1):
        tasks = Task.objects.filter(case=measure.case_id, step__key="milestone", status="open")
        task, text = tasks.order_by("due_at")[0].pk, f"Nachweis {number}"
        done = {"task": task, "text": text, "late_reason": "Ferien"}
        town.do(measure, "complete_milestone", "youth-clerk", **done)


def report_at_last(town: Town, measure: Measure) -> None:
    report = {
        "period_start": f"{town.now.year}-{(town.now.month - 1) // 3 * 3 + 1:02d}-01",
        "done": "Alles",
        "next_steps": "Nichts",
        "risks": "Keine",
        "spent": "19000",
        "forecast": "19000",
        "light": "green",
        "is_final": True,
    }
    town.do(measure, "draft_report", "youth-clerk", **report)
    town.do(measure, "release_report", "youth-head")


def test_postponed_comes_back_in_the_next_session(town: Town):
    measure = town.in_deliberation()
    station = Consultation.objects.get(organization__key="integration")
    town.now = station.meeting.starts_at + timedelta(hours=2)
    town.do(measure, "record_result", "council_office-council_secretary", result="postponed")
    again = Consultation.objects.get(organization__key="integration", result="")
    assert (again.position, again.attempt) == (1, 2)
    assert again.meeting.starts_at > station.meeting.starts_at
    assert town.open_tasks(measure) == [("record_result", "council_office-council_secretary")]


def test_a_stale_signature_is_refused(town: Town):
    measure = town.in_final_signature()
    with pytest.raises(Stale):
        town.do(measure, "sign", "mayor-mayor", version=1)
    with pytest.raises(NotAllowed):
        town.do(measure, "sign", "centre-head")


@pytest.mark.parametrize(("source", "told"), [("", 2), ("Liste", 0)])
def test_drafts_of_an_import_lie_in_the_inbox_without_a_mail(town: Town, source: str, told: int):
    measure = measures.propose(
        fields=town.fields, by=town.person("youth-head"), at=town.now, source=source
    )
    assert town.open_tasks(measure) == [("draft", "youth-clerk")]
    assert Notification.objects.filter(case=measure.case_id).count() == told
