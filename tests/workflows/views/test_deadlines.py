"""The pages about deadlines show what runs for a person, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.town import Town, found
from workflows.calendars import local_date
from workflows.models import Substitution, Task
from workflows.queries.people.desks import held_by
from workflows.queries.time.agenda import Spot, agenda, of_month

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    town = found()
    for title in ("Erste", "Zweite"):
        town.in_cosigning(title=title, impact_school=True)
    return town


def browser(town: Town, desk: str) -> Client:
    client = Client()
    client.force_login(town.person(desk))
    return client


def get(town: Town, desk: str, path: str, at: datetime | None = None) -> object:
    moment = at or town.now
    with time_machine.travel(moment, tick=False):
        return browser(town, desk).get(path)


def titles(town: Town, desk: str, **wanted: str) -> list[str]:
    desks = held_by(town.person(desk).pk, on=local_date(town.now))
    page = agenda(Spot.of(wanted), desks=desks, at=town.now)
    return sorted(row.title.partition(" ")[2] for row in page.rows)


def test_deadlines_of_the_desk_are_listed_and_of_no_other(town: Town) -> None:
    assert titles(town, "school-head") == ["Erste", "Zweite"]
    assert titles(town, "social-head") == []


def test_list_can_be_narrowed_to_a_step_and_to_what_is_overdue(town: Town) -> None:
    assert titles(town, "school-head", step="cosign") == ["Erste", "Zweite"]
    assert titles(town, "school-head", step="release") == []
    assert titles(town, "school-head", due="overdue") == []
    town.now += timedelta(days=60)
    assert titles(town, "school-head", due="overdue") == ["Erste", "Zweite"]
    assert titles(town, "school-head", due="week") == []


def test_what_a_colleague_has_in_hand_stays_in_the_list(town: Town) -> None:
    task = Task.objects.get(desk__key="school-head", case__title__endswith="Erste")
    Task.objects.filter(pk=task.pk).update(
        claimed_by=town.person("school-cosigner"), claimed_at=town.now
    )
    assert titles(town, "school-head") == ["Erste", "Zweite"]


def test_deputy_for_some_steps_sees_these_only(town: Town) -> None:
    today = local_date(town.now)
    away = {
        "represented": town.person("school-head"),
        "deputy": town.person("social-head"),
        "starts_on": today,
        "ends_on": today,
        "entered_at": town.now,
    }
    row = Substitution.objects.create(**away, steps=["release"])
    assert titles(town, "social-head") == []
    row.steps = ["cosign"]
    row.save()
    assert titles(town, "social-head") == ["Erste", "Zweite"]


def test_pages_of_the_list_lead_on_and_back(town: Town) -> None:
    desks = held_by(town.person("school-head").pk, on=local_date(town.now))
    first = agenda(Spot(), desks=desks, at=town.now, size=1)
    assert first.back is None
    assert first.forward is not None
    second = agenda(first.forward, desks=desks, at=town.now, size=1)
    assert {row.id for row in first.rows}.isdisjoint(row.id for row in second.rows)
    assert second.forward is None
    assert second.back is not None
    assert agenda(second.back, desks=desks, at=town.now, size=1).rows == first.rows


def test_list_costs_the_same_for_one_deadline_and_for_many(
    town: Town, django_assert_num_queries
) -> None:
    desks = held_by(town.person("school-head").pk, on=local_date(town.now))
    for size in (1, 50):
        with django_assert_num_queries(1):
            agenda(Spot(), desks=desks, at=town.now, size=size)


def test_month_holds_what_ends_in_it(town: Town) -> None:
    desks = held_by(town.person("school-head").pk, on=local_date(town.now))
    day = agenda(Spot(), desks=desks, at=town.now).rows[0].due_on
    assert len(of_month(day, day, desks=desks)) == 2
    assert of_month(day + timedelta(days=1), day + timedelta(days=31), desks=desks) == []
    assert of_month(day - timedelta(days=31), day - timedelta(days=1), desks=desks) == []


def test_month_names_holidays_and_leads_on(town: Town) -> None:
    answer = get(town, "school-head", "/fristen/monat/?month=2026-05")
    text = answer.content.decode()
    for name in ("Erster Mai", "Christi Himmelfahrt", "Pfingstmontag"):
        assert name in text
    assert "?month=2026-04" in text
    assert "?month=2026-06" in text


@pytest.mark.parametrize("month", ["", "2026-13", "x", "1800-01", "2026-00"])
def test_month_that_makes_no_sense_is_this_month(town: Town, month: str) -> None:
    answer = get(town, "school-head", f"/fristen/monat/?month={month}")
    assert answer.status_code == 200
    assert "März 2026" in answer.content.decode()


def test_list_shows_the_task_and_prints(town: Town) -> None:
    answer = get(town, "school-head", "/fristen/")
    task = Task.objects.get(desk__key="school-head", case__title__endswith="Erste")
    assert f"task={task.pk}" in answer.content.decode()
    printed = get(town, "school-head", "/fristen/?print=1").content.decode()
    assert "Druckansicht" not in printed
    assert f"task={task.pk}" in printed


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("day=1.6.2017&amount=10&unit=working_days&way=forward", "Mo, 19.06.2017"),
        ("day=12.5.2017&amount=7&unit=days&way=meeting", "Do, 04.05.2017"),
        ("day=8.5.2017&amount=7&unit=days&way=backward", "Fr, 28.04.2017"),
    ],
)
def test_calculator_says_the_day_and_why(town: Town, question: str, answer: str) -> None:
    text = get(town, "school-head", f"/fristen/rechner/?{question}").content.decode()
    assert answer in text
    assert "zählt nicht" in text


@pytest.mark.parametrize(
    "question",
    [
        "day=31.2.2017&amount=1&unit=days&way=forward",
        "day=1.6.2017&amount=0&unit=days&way=forward",
        "day=1.6.2017&amount=-3&unit=days&way=forward",
        "day=1.6.2017&amount=1&unit=fortnights&way=forward",
        "day=1.6.2017&amount=1&unit=days&way=sideways",
        "day=1.6.1850&amount=1&unit=days&way=forward",
        "day=1.6.2017&amount=9999&unit=years&way=forward",
        "day=1.6.2017&amount=9999&unit=months&way=backward",
        "day=&amount=1",
    ],
)
def test_calculator_refuses_what_it_cannot_count(town: Town, question: str) -> None:
    answer = get(town, "school-head", f"/fristen/rechner/?{question}")
    assert answer.status_code == 422


def test_preview_shows_days_and_sends_nothing(town: Town) -> None:
    text = get(town, "school-head", "/fristen/vorschau/").content.decode()
    assert "Erste" in text
    assert "E-2" in text
    assert f"{town.person('school-head')}" in text


def test_preview_is_of_visible_cases_only(town: Town) -> None:
    text = get(town, "social-head", "/fristen/vorschau/").content.decode()
    assert "Erste" not in text


def test_preview_can_be_narrowed(town: Town) -> None:
    unit = town.units["school"]
    other = town.units["social"]
    path = f"/fristen/vorschau/?bis=30.4.2026&level=E-1&unit={unit}"
    text = get(town, "school-head", path).content.decode()
    assert "Erinnerung 2 Werktage vorher</td>" in text
    assert "Erinnerung am Fälligkeitstag</td>" not in text
    assert get(town, "school-head", f"/fristen/vorschau/?unit={other}").status_code == 422


@pytest.mark.parametrize("until", ["1.1.2020", "31.2.2026", "morgen", "1.1.2027"])
def test_preview_refuses_a_day_that_does_not_do(town: Town, until: str) -> None:
    answer = get(town, "school-head", f"/fristen/vorschau/?bis={until}")
    assert answer.status_code == 422
    assert "Fehler" in answer.content.decode()
