"""Lead and proposer hear of every turn of their matter (domain 2.2)."""

from __future__ import annotations

from uuid import UUID

import pytest

from coordination.decisions.enums import MeasureState as S
from coordination.decisions.flows.turning import tell_the_turn
from coordination.measures.flows.measure import MeasureFlow
from coordination.measures.models import Measure
from tests.town import Town
from workflows.actions.telling.delivery import deliver_notices
from workflows.machine.flow import line_of
from workflows.models import Deadline, DeskHolder, Notice, Notification, Task

pytestmark = pytest.mark.django_db

REASON = "Das ist gut begründet."
LEAD = {"youth-head", "youth-clerk"}

# Typed from domain 2.2. A draft is the lead's own and what is deleted is gone; of the work after
# the resolution the acts tell in words of their own.
OF_THEMSELVES = {
    "draft",
    "discarded",
    "implementation",
    "paused",
    "completed",
    "evaluated",
    "discontinued",
    "incorporated",
}


def told(measure: Measure, template: str) -> set[str]:
    """Who is told so in the application, by their desks."""
    rows = Notification.objects.filter(case=measure.case_id, template=template, channel="in_app")
    return {row.recipient.email.partition("@")[0] for row in rows.select_related("recipient")}


def task_of(town: Town, measure: Measure, desk: str) -> UUID:
    return Task.objects.get(
        case=measure.case_id, status="open", desk=town.desks[desk], step__key="cosign"
    ).pk


def refuse(town: Town, measure: Measure) -> None:
    task = task_of(town, measure, "school-head")
    town.do(measure, "vote", "school-head", task=task, choice="refused", text=REASON)


def test_no_state_into_which_a_matter_turns_is_forgotten() -> None:
    lines = [line_of(transition) for transition in MeasureFlow.state.get_transitions()
             for transition in transition.get_transitions()]  # fmt: skip
    reached = {str(target) for line in lines for target in line.targets}
    telling = {state for state, enters in MeasureFlow.enters.items() if tell_the_turn in enters}
    assert reached - telling == OF_THEMSELVES - {"draft"}
    assert telling & OF_THEMSELVES == set()


def test_a_refusal_is_told_before_the_round_ends(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    refuse(town, measure)
    assert town.state(measure) == S.COSIGNING
    assert told(measure, "refused") == LEAD
    row = Notification.objects.filter(template="refused").first()
    assert row is not None
    assert row.data == {"unit": town.units["school"]}


def test_an_approval_is_no_turn(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    before = Notification.objects.filter(case=measure.case_id).count()
    town.do(
        measure, "vote", "school-head", choice="approved",
        task=task_of(town, measure, "school-head"),
    )  # fmt: skip
    assert Notification.objects.filter(case=measure.case_id).count() == before


def test_clarification_and_what_it_comes_to_are_told(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    refuse(town, measure)
    assert town.state(measure) == S.CLARIFICATION
    states = [
        row.data["state"]
        for row in Notification.objects.filter(
            template="moved", channel="in_app", recipient=town.person("youth-clerk")
        ).order_by("event_seq")
    ]
    assert states == ["check", "cosigning", "clarification"]
    town.do(measure, "clarify", "division_3-deputy_mayor", outcome="revision", text=REASON)
    assert told(measure, "sent_back") == LEAD


def test_who_brings_a_turn_about_is_not_told_of_it(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    town.do(measure, "send_back", "youth-head", text=REASON)
    assert told(measure, "sent_back") == {"youth-clerk"}


def test_a_rejection_is_told_once_and_in_its_own_words(town: Town) -> None:
    measure = town.in_final_signature()
    town.do(measure, "reject", "mayor-mayor", text=REASON)
    assert (told(measure, "rejected"), told(measure, "decided")) == (LEAD, set())


def test_the_mayor_withdraws_and_the_lead_hears_of_it(town: Town) -> None:
    measure = town.in_deliberation()
    town.do(measure, "withdraw", "mayor-mayor", text=REASON)
    rows = Notification.objects.filter(template="moved", data__state="withdrawn", channel="in_app")
    assert {row.recipient.email.partition("@")[0] for row in rows} == LEAD
    # Nor does anybody wait for a dispatch any more.
    assert not Deadline.objects.filter(case=measure.case_id, status="running").exists()


def test_dissent_in_the_executive_board_is_told(town: Town) -> None:
    measure = town.in_release(impact_fundamental=True)
    town.do(measure, "release", "division_3-deputy_mayor")
    assert town.state(measure) == S.EXECUTIVE_BOARD
    town.do(
        measure, "board_dissents", "board_office-board_secretary", text=REASON,
        date=str(town.now.date()), protocol="VV 9/2026",
    )  # fmt: skip
    assert town.state(measure) == S.EXECUTIVE_BOARD
    assert told(measure, "board_dissents") == LEAD


def test_each_station_and_the_decision_are_told(town: Town) -> None:
    measure = town.in_deliberation()
    town.decide(measure)
    assert town.state(measure) == S.RESOLVED
    assert (told(measure, "station_over"), told(measure, "decided")) == (LEAD, LEAD)


def test_a_proposer_of_another_office_hears_of_it_while_they_see_it(town: Town) -> None:
    measure = town.propose(by="centre-clerk")
    assert town.state(measure) == S.DRAFT
    town.do(measure, "submit", "youth-head")
    assert told(measure, "moved") == {"youth-clerk", "centre-clerk"}
    DeskHolder.objects.filter(person=town.person("centre-clerk")).delete()
    town.do(measure, "send_back", "centre-head", text=REASON)
    assert told(measure, "sent_back") == LEAD


def test_notices_are_read_when_their_task_is_done_by_whomever(town: Town) -> None:
    """Of a task that several hear of, nobody is left with an unread notice once one did it."""
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    deliver_notices(at=town.now)
    task = task_of(town, measure, "school-head")
    other = task_of(town, measure, "school-cosigner")
    unread = Notice.objects.filter(read_at=None)
    assert unread.filter(task__in=[task, other]).count() == 2
    others = unread.exclude(task__in=[task, other]).count()
    town.do(measure, "vote", "school-head", task=task, choice="approved")
    assert unread.filter(task__in=[task, other]).count() == 0
    assert Notice.objects.filter(task=task).values_list("read_at", flat=True).get() == town.now
    assert unread.count() == others
