"""A message says what it is about, so that nobody has to log in to know whether it presses."""

from __future__ import annotations

import pytest

from coordination.measures.models import Measure
from tests.town import Town
from workflows.actions.telling.messages import notice_text
from workflows.models import Case, CosignatureItem, Notification, Task
from workflows.queries.telling.outbox import LONGEST_ABOUT, facts_of

pytestmark = pytest.mark.django_db

WORDS = "Die Räume müssen\nbarrierefrei sein."
ONE_LINE = "Die Räume müssen barrierefrei sein."


def texts(measure: Measure, template: str, step: str = "") -> set[str]:
    """What the mails say."""
    rows = Notification.objects.filter(
        case=measure.case_id, template=template, channel="mail"
    ).select_related("case", "recipient", "task__step")
    rows = rows.filter(task__step__key=step) if step else rows
    return {notice_text(row, facts) for row, facts in zip(rows, facts_of(rows), strict=True)}


def with_condition(town: Town, text: str = WORDS) -> Measure:
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    task = Task.objects.get(
        case=measure.case_id, desk=town.desks["school-head"], step__key="cosign", status="open"
    )
    town.do(
        measure, "vote", "school-head", task=task.pk,
        choice="conditional", conditions=[text],
    )  # fmt: skip
    return measure


def test_who_is_asked_to_answer_a_condition_reads_its_words(town: Town) -> None:
    measure = with_condition(town)
    (text,) = texts(measure, "task_opened", "answer_condition")
    assert f"Maßgabe beantworten: „{ONE_LINE}“. Frist:" in text


def test_who_is_asked_whether_a_declined_condition_is_accepted_reads_it_too(town: Town) -> None:
    measure = with_condition(town)
    task = Task.objects.filter(step__key="answer_condition", status="open").first()
    assert task is not None
    town.do(
        measure, "answer_condition", "youth-head", task=task.pk, accept=False,
        text="Das ist zu teuer für uns.",
    )  # fmt: skip
    (text,) = texts(measure, "task_opened", "confirm_decline")
    assert ONE_LINE in text


def test_a_long_condition_is_cut_and_a_restricted_one_stays_inside(town: Town) -> None:
    measure = with_condition(town, "Rampe " * 200)
    (text,) = texts(measure, "task_opened", "answer_condition")
    assert "Rampe Rampe …“" in text
    assert len(text) < LONGEST_ABOUT + 200
    Case.objects.filter(pk=measure.case_id).update(access="restricted")
    (text,) = texts(measure, "task_opened", "answer_condition")
    assert "Rampe" not in text


def test_a_question_a_milestone_and_a_station_are_named(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    item = CosignatureItem.objects.get(case=measure.case_id, unit=town.units["school"])
    town.do(measure, "ask_question", "school-head", item=str(item.pk), text="Wer trägt die Kosten?")
    (text,) = texts(measure, "task_opened", "answer_question")
    assert "„Wer trägt die Kosten?“" in text
    other = town.in_deliberation(title="Anderes")
    first = texts(other, "task_opened", "record_result")
    assert len(first) == 1
    assert "integration am " in first.pop()


def test_more_time_and_refusals_name_the_office(town: Town) -> None:
    measure = town.in_cosigning(impact_contract=True, impact_school=True)
    item = CosignatureItem.objects.get(case=measure.case_id, unit=town.units["legal"])
    town.do(measure, "ask_for_time", "legal-head", item=str(item.pk))
    (text,) = texts(measure, "time_given")
    assert "Die Frist für die Mitzeichnung (legal) endet jetzt am 23.03.2026." in text
    task = Task.objects.get(
        case=measure.case_id, desk=town.desks["school-head"], step__key="cosign", status="open"
    )
    town.do(measure, "vote", "school-head", task=task.pk, choice="refused", text=WORDS)
    (text,) = texts(measure, "refused")
    assert "school lehnt die Mitzeichnung ab." in text


def test_all_messages_of_a_batch_cost_the_same(
    town: Town, django_assert_max_num_queries: object
) -> None:
    measure = with_condition(town)
    rows = list(
        Notification.objects.filter(case=measure.case_id, channel="mail").select_related(
            "case", "recipient", "task__step", "deadline"
        )
    )
    assert len(rows) > 6
    with django_assert_max_num_queries(6):  # type: ignore[operator]  # a fixture
        facts_of(rows)
