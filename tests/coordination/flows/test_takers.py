"""Some work is in a hand from the beginning: one's own draft, and what one is responsible for."""

from __future__ import annotations

import pytest

from coordination.measures.models import Measure
from tests.town import Town
from workflows.models import Notification, Task, User

pytestmark = pytest.mark.django_db


def hands(measure: Measure, step: str) -> dict[str, User | None]:
    """Who works on the open tasks of a step, by desk."""
    tasks = Task.objects.filter(case=measure.case_id, status="open", step__key=step)
    return {task.desk.key: task.claimed_by for task in tasks.select_related("desk", "claimed_by")}


def told_of(measure: Measure, step: str) -> set[str]:
    rows = Notification.objects.filter(case=measure.case_id, task__step__key=step)
    return {row.recipient.email.partition("@")[0] for row in rows.select_related("recipient")}


def running(town: Town, responsible: str) -> Measure:
    """A measure of the youth office under way."""
    measure = town.in_deliberation()
    town.decide(measure)
    person = town.person(responsible).pk
    town.do(measure, "start_implementation", "youth-head", responsible=person)
    return measure


def test_ones_own_draft_is_in_ones_hand_and_not_told(town: Town) -> None:
    measure = town.propose()
    assert hands(measure, "draft") == {"youth-clerk": town.person("youth-clerk")}
    assert told_of(measure, "draft") == set()


def test_a_draft_for_another_office_lies_free_at_its_desk(town: Town) -> None:
    measure = town.propose(by="centre-clerk")
    assert hands(measure, "draft") == {"youth-clerk": None}
    assert told_of(measure, "draft") == {"youth-clerk"}


def test_who_is_named_responsible_has_milestones_and_report_in_hand(town: Town) -> None:
    """M23: a person of the lead office, who does what M24 and M25 ask for."""
    measure = running(town, "youth-clerk")
    clerk = town.person("youth-clerk")
    assert hands(measure, "milestone") == {"youth-clerk": clerk}
    assert hands(measure, "status_report") == {"youth-clerk": clerk}
    assert told_of(measure, "milestone") == {"youth-clerk"}


def test_a_head_who_is_responsible_leaves_the_work_of_clerks_free(town: Town) -> None:
    measure = running(town, "youth-head")
    assert hands(measure, "milestone") == {"youth-clerk": None}


def test_who_has_it_in_hand_may_give_it_back(town: Town) -> None:
    measure = town.propose()
    task = Task.objects.get(case=measure.case_id, status="open", step__key="draft")
    town.do(measure, "give_back", "youth-clerk", task=task.pk)
    assert hands(measure, "draft") == {"youth-clerk": None}
