"""Urgency of the co-signature: asked for, decided, only then shorter (issue 11, LGG NRW § 18)."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from coordination.concept.queries.balance import quarters_of
from coordination.decisions.models import UrgencyRequest
from coordination.decisions.rules.circulation import CirculationChanged
from coordination.measures.models import Measure
from tests.coordination.flows.hurrying import NO, WHY, decide, hurry, request
from tests.coordination.flows.test_lapsing import midnight, task_of, unmet
from tests.coordination.flows.test_preparing import due, in_check, mark, plan
from tests.coordination.flows.test_vacancies import vacate
from tests.journeys.driver import Person
from tests.town import Town
from tests.workflows.queries.verification.by_hand import by_hand
from workflows.actions.time.clock import take_effects
from workflows.models import (
    CaseAudience,
    Deadline,
    DeadlineEntry,
    DeskHolder,
    Event,
    Notification,
    Task,
)
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db

DEPUTY_MAYOR = "division_3-deputy_mayor"
TABLE = Path(__file__).parents[2] / "tables" / "urgency_periods.csv"


def typed() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return list(csv.reader([line for line in lines if line[:1] != "#"], delimiter=";"))[1:]


def hurried(town: Town, **fields: Any) -> Measure:
    """In check, its urgency accepted."""
    measure = in_check(town, **fields)
    hurry(town, measure)
    return measure


def clock(town: Town, measure: Measure, unit: str) -> tuple[str, date]:
    row = Deadline.objects.get(
        step__cosignature__unit=town.units[unit], case=measure.case_id,
        status__in=["running", "paused"],
    )  # fmt: skip
    return row.status, row.due_on


def open_tasks(measure: Measure) -> list[Task]:
    return list(Task.objects.filter(case=measure.case_id, step__key="urgency", status="open"))


@pytest.mark.parametrize(("said", "day", "unit", "due_on"), typed())
def test_only_accepted_urgency_shortens_and_never_below_the_law(
    town: Town, said: str, day: str, unit: str, due_on: str
) -> None:
    measure = in_check(town, impact_health=True, impact_equality=True, is_urgent=True)
    if said not in ("ticked", "late"):
        request(town, measure)
    if day == "before":
        if said in ("accepted", "refused"):
            decide(town, measure, accept=said == "accepted")
        elif said == "withdrawn":
            town.do(measure, "withdraw_urgency", "youth-clerk")
    town.do(measure, "pass_check", "centre-clerk")
    if day == "over":
        take_effects(at=midnight(5))
    elif day not in ("before", ""):
        town.now += timedelta(days=int(day))
        if said == "late":
            request(town, measure)
        decide(town, measure, accept=said != "refused")
    assert due(town, measure, unit).isoformat() == due_on
    assert list(verify()) == []


def test_whoever_decides_has_it_first_and_the_lead_hears_of_it(town: Town) -> None:
    measure = in_check(town)
    row = request(town, measure)
    assert (row.round, row.decide_by) == (1, date(2026, 3, 4))
    [task] = open_tasks(measure)
    assert task.desk_id == town.desks[DEPUTY_MAYOR]
    page = Person(town, DEPUTY_MAYOR).case(measure)
    assert page.shows("Ist die Mitzeichnung eilbedürftig?")
    assert page.shows(WHY)
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, "decide_urgency", DEPUTY_MAYOR, task=task.pk, accept=False)
    assert unmet(refusal) == ["reason_missing"]
    with pytest.raises(NotAllowed):
        town.do(measure, "decide_urgency", "youth-head", accept=True)
    row = decide(town, measure, accept=False)
    assert (row.end, row.answer) == ("refused", NO)
    told = Notification.objects.filter(template="urgency_decided", channel="in_app")
    assert {who.recipient for who in told} == {
        town.person("youth-clerk"), town.person("youth-head")
    }  # fmt: skip
    assert Person(town, "youth-clerk").opens(measure).shows(NO)
    with pytest.raises(GuardsUnmet) as refusal:
        request(town, measure, WHY.upper() + "  ")
    assert unmet(refusal) == ["same_reason"]
    request(town, measure, "Der Träger braucht bis zum 20. März eine Zusage.")
    with pytest.raises(GuardsUnmet) as refusal:
        request(town, measure, "Noch ein anderer Grund.")
    assert unmet(refusal) == ["urgency_open"]


def test_a_request_about_a_draft_waits_for_the_submission(town: Town) -> None:
    measure = town.propose(impact_school=True)
    row = request(town, measure)
    assert row.decide_by is None
    assert open_tasks(measure) == []
    deputy = town.desks[DEPUTY_MAYOR]
    assert not CaseAudience.objects.filter(case=measure.case_id, desk=deputy).exists()
    assert Person(town, DEPUTY_MAYOR).case(measure).status == 404
    town.now += timedelta(days=7)
    town.do(measure, "submit", "youth-head")
    row.refresh_from_db()
    assert row.decide_by == date(2026, 3, 11)
    assert len(open_tasks(measure)) == 1
    assert list(verify()) == []


def test_a_discarded_draft_takes_its_request_along(town: Town) -> None:
    measure = town.propose()
    request(town, measure)
    town.do(measure, "discard", "youth-clerk")
    assert not UrgencyRequest.objects.exists()
    assert list(verify()) == []


def test_silence_is_no_acceptance_and_nothing_waits(town: Town) -> None:
    measure = in_check(town)
    row = request(town, measure)
    take_effects(at=midnight(4))
    assert len(open_tasks(measure)) == 1
    take_effects(at=midnight(5))
    row.refresh_from_db()
    assert (row.end, row.ended_by, open_tasks(measure)) == ("over", None, [])
    assert Notification.objects.filter(template="urgency_decided").exists()
    # Nobody has refused it: the same reason may be put once more.
    assert request(town, measure).decide_by is not None


def test_the_task_goes_along_and_the_end_of_the_round_ends_it(town: Town) -> None:
    """A claimed task is no other one after the circulation was sent; nobody is told twice."""
    measure = in_check(town)
    request(town, measure)
    [task] = open_tasks(measure)
    told = Notification.objects.filter(task=task.pk).count()
    town.do(measure, "claim", DEPUTY_MAYOR, task=task.pk)
    town.do(measure, "pass_check", "centre-clerk")
    assert [(one.pk, one.claimed_by) for one in open_tasks(measure)] == [
        (task.pk, town.person(DEPUTY_MAYOR))
    ]
    assert Notification.objects.filter(task=task.pk).count() == told
    town.vote_all(measure)
    assert town.state(measure) == "release"
    assert UrgencyRequest.objects.get().end == "void"
    assert open_tasks(measure) == []
    assert list(verify()) == []


@pytest.mark.parametrize("act", ["send_back", "withdraw"])
def test_a_request_about_the_round_to_come_outlives_a_revision_only(town: Town, act: str) -> None:
    measure = in_check(town)
    request(town, measure)
    by = "centre-clerk" if act == "send_back" else "youth-head"
    town.do(measure, act, by, text="Bitte noch ergänzen.")
    assert UrgencyRequest.objects.get().end == ("" if act == "send_back" else "void")
    assert len(open_tasks(measure)) == (act == "send_back")


def test_what_was_accepted_counts_for_one_circulation_with_its_partial_rounds(town: Town) -> None:
    measure = hurried(town)
    town.do(measure, "pass_check", "centre-clerk")
    condition = {"choice": "conditional", "conditions": ["Nur mit Bericht."]}
    town.do(measure, "vote", "school-head", task=task_of(town, measure.case_id, "school-head"),
            **condition)  # fmt: skip
    town.do(measure, "answer_condition", "youth-head", accept=True, material=True,
            fields={"facts": "Ein Bericht folgt."},
            task=Task.objects.get(case=measure.case_id, step__key="answer_condition",
                                  desk=town.desks["youth-head"]).pk)  # fmt: skip
    town.vote_all(measure)
    town.do(measure, "resign", "youth-head", task=Task.objects.get(
        case=measure.case_id, step__key="resign", status="open").pk)  # fmt: skip
    assert UrgencyRequest.objects.get().round == 2
    assert due(town, measure, "school") == date(2026, 3, 5)
    town.do(measure, "send_back", "youth-head", text="Es fehlt doch noch etwas.")
    town.do(measure, "submit", "youth-head", change="material", affected=[town.units["school"]])
    town.do(measure, "pass_check", "centre-clerk")
    assert due(town, measure, "school") == date(2026, 3, 16)
    assert list(verify()) == []


def test_a_running_round_gets_shorter_for_whoever_has_not_answered(town: Town) -> None:
    """Sent on Monday 2 March. On Thursday 5 health has answered, the school waits for documents:
    seven working days were left on that Thursday. Accepted on Friday 6: three working days end on
    Wednesday 11. The documents come on Monday 9: three are left, until Thursday 12.
    """
    measure = town.in_cosigning(impact_school=True, impact_health=True, impact_housing=True)
    town.now += timedelta(days=3)
    town.do(measure, "vote", "health-head", choice="approved",
            task=task_of(town, measure.case_id, "health-head"))  # fmt: skip
    town.do(measure, "request_documents", "school-head", text="Der Raumplan fehlt noch.",
            task=task_of(town, measure.case_id, "school-head"))  # fmt: skip
    town.now += timedelta(days=1)
    request(town, measure)
    decide(town, measure, accept=True)
    assert clock(town, measure, "social") == ("running", date(2026, 3, 11))
    assert clock(town, measure, "school")[0] == "paused"
    entries = DeadlineEntry.objects.filter(change="shortened")
    assert entries.filter(deadline__step__cosignature__unit=town.units["health"]).count() == 0
    told = Notification.objects.filter(template="period_shortened", channel="in_app")
    people = {row.recipient for row in told}
    assert {town.person("school-head"), town.person("social-head")} <= people
    assert town.person("health-head") not in people
    town.now += timedelta(days=3)
    task = Task.objects.get(case=measure.case_id, step__key="provide_documents", status="open",
                            desk=town.desks["youth-head"])  # fmt: skip
    town.do(measure, "provide_documents", "youth-head", task=task.pk, text="Liegt nun bei.")
    assert clock(town, measure, "school") == ("running", date(2026, 3, 12))
    assert list(verify()) == []


def test_a_circulation_seen_before_the_decision_is_not_sent_after_it(town: Town) -> None:
    measure = in_check(town)
    request(town, measure)
    seen = mark(town, measure)
    assert Person(town, "centre-clerk").opens(measure).shows("Es gelten die üblichen Fristen")
    decide(town, measure, accept=True)
    with pytest.raises(CirculationChanged):
        town.do(measure, "pass_check", "centre-clerk", seen=seen)
    assert Person(town, "centre-clerk").opens(measure).shows("Es gelten die kürzeren Fristen")
    plan(town, measure, ("school", "", "2026-03-06", "Bitte bald."))
    town.do(measure, "pass_check", "centre-clerk")
    assert due(town, measure, "school") == date(2026, 3, 6)


def test_accepted_urgency_is_withdrawn_only_before_it_is_used(town: Town) -> None:
    measure = hurried(town)
    words = "Eilbedürftigkeit der Mitzeichnung zurücknehmen"
    assert Person(town, "youth-head").opens(measure).shows(words)
    town.do(measure, "withdraw_urgency", "youth-head")
    assert not Person(town, "youth-head").opens(measure).shows(words)
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, "withdraw_urgency", "youth-head")
    assert unmet(refusal) == ["no_urgency"]
    request(town, measure)
    decide(town, measure, accept=True)
    town.do(measure, "pass_check", "centre-clerk")
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, "withdraw_urgency", "youth-head")
    assert unmet(refusal) == ["no_urgency"]


def test_nobody_decides_on_their_own_request(town: Town) -> None:
    """The deputy mayor holds the desk of the lead's clerk as well: others are asked instead."""
    measure = in_check(town)
    DeskHolder.objects.create(
        desk_id=town.desks["youth-clerk"], person=town.person(DEPUTY_MAYOR),
        valid_from=town.now.date(),
    )  # fmt: skip
    request(town, measure, by=DEPUTY_MAYOR)
    desks = {task.desk_id for task in open_tasks(measure)}
    assert town.desks[DEPUTY_MAYOR] not in desks
    assert desks
    with pytest.raises(NotAllowed):
        town.do(measure, "decide_urgency", DEPUTY_MAYOR, accept=True)


def test_a_vacant_deputy_mayor_leaves_it_to_the_mayor(town: Town) -> None:
    vacate(town, DEPUTY_MAYOR)
    measure = in_check(town)
    request(town, measure)
    [task] = open_tasks(measure)
    assert task.desk_id == town.desks["mayor-mayor"]
    assert decide(town, measure, accept=True, by="mayor-mayor").end == "accepted"


def test_the_balance_counts_what_was_accepted_and_what_the_earlier_rules_shortened(
    town: Town,
) -> None:
    """A tick alone counts no more; a round sent before this release with one counts still."""
    ticked = in_check(town, is_urgent=True, title="Nur angekreuzt")
    town.do(ticked, "pass_check", "centre-clerk")
    measure = hurried(town, title="Angenommen")
    assert [one.shortened for one in quarters_of(today=date(2026, 3, 31))] == []
    town.do(measure, "pass_check", "centre-clerk")
    assert [one.shortened for one in quarters_of(today=date(2026, 3, 31))] == [1]
    # Sent by the earlier rules: the event says nothing of urgency.
    event = Event.objects.get(case=ticked.case_id, action="pass_check")
    assert event.data == {"hurries": False}
    with by_hand() as execute:
        execute("UPDATE workflows_event SET data = '{}' WHERE id = %s", [event.pk])
    assert [one.shortened for one in quarters_of(today=date(2026, 3, 31))] == [2]
    assert Person(town, "youth-head").opens(ticked).shows("nach den früheren Regeln")
