"""A resubmission before the end of a deadline moves with it; one on a day stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordination.measures.models import Measure
from tests.town import Town, found
from workflows.actions.inbox.following import day_before
from workflows.actions.inbox.resubmissions import resubmit, running_deadlines, tell_due
from workflows.calendars import BERLIN
from workflows.models import Deadline, Notification, Resubmission, User
from workflows.queries.people.routes import working_calendar
from workflows.refusals import GuardsUnmet

pytestmark = pytest.mark.django_db

DUE, LATER = date(2026, 3, 9), date(2026, 3, 16)
"""Five working days from Monday 2 March, and a week more."""
CLERK, MAYOR = "youth-clerk", "mayor-mayor"
REASON = "Die Ferien liegen dazwischen."


@pytest.fixture
def town() -> Town:
    return found()


@pytest.fixture
def measure(town: Town) -> Measure:
    measure = town.propose()
    town.do(measure, "submit", "youth-head")
    return measure


def row() -> Deadline:
    return Deadline.objects.get(kind="check")


def put_off(town: Town, measure: Measure, *, days: int, **more: Any) -> Resubmission:
    return resubmit(
        measure.case_id, by=town.person(CLERK), at=town.now, deadline=row().pk, days_before=days,
        **more,
    )  # fmt: skip


def move(town: Town, measure: Measure, name: str, **data: Any) -> None:
    town.do(measure, name, MAYOR, text=REASON, deadline=str(row().pk), **data)


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 7, tzinfo=BERLIN)


def told() -> int:
    return Notification.objects.filter(template="resubmission_due", channel="mail").count()


def test_day_lies_so_many_working_days_before_the_end(town: Town, measure: Measure) -> None:
    assert row().due_on == DUE
    assert put_off(town, measure, days=2).due_on == date(2026, 3, 5)
    assert put_off(town, measure, days=0).due_on == DUE


@pytest.mark.parametrize(
    ("due", "days", "expected"),
    [
        # Monday; over a weekend; Sunday, which is no working day; over Easter.
        (date(2026, 3, 9), 0, date(2026, 3, 9)), (date(2026, 3, 9), 1, date(2026, 3, 6)),
        (date(2026, 3, 8), 0, date(2026, 3, 6)), (date(2026, 3, 8), 1, date(2026, 3, 6)),
        (date(2026, 4, 7), 1, date(2026, 4, 2)), (date(2026, 4, 7), 2, date(2026, 4, 1)),
    ],
)  # fmt: skip
def test_days_are_counted_as_offices_work(town: Town, due: date, days: int, expected: date) -> None:
    assert day_before(due, days, calendar=working_calendar()) == expected


def test_it_moves_with_the_deadline_and_one_on_a_day_stays(town: Town, measure: Measure) -> None:
    put_off(town, measure, days=2)
    fixed = resubmit(
        measure.case_id, by=town.person("youth-head"), at=town.now, due_on=date(2026, 3, 5)
    )
    move(town, measure, "extend_deadline", due_on=str(LATER))
    tell_due(at=morning(date(2026, 3, 5)))
    moved = Resubmission.objects.get(person=town.person(CLERK))
    assert (moved.due_on, moved.reckoned_from) == (date(2026, 3, 12), LATER)
    fixed.refresh_from_db()
    assert (fixed.due_on, fixed.told_at) == (date(2026, 3, 5), morning(date(2026, 3, 5)))
    assert moved.told_at is None
    assert told() == 1
    tell_due(at=morning(date(2026, 3, 12)))
    assert told() == 2


def test_whoever_was_told_is_told_again_on_the_new_day(town: Town, measure: Measure) -> None:
    put_off(town, measure, days=2)
    tell_due(at=morning(date(2026, 3, 5)))
    assert told() == 1
    move(town, measure, "extend_deadline", due_on=str(LATER))
    tell_due(at=morning(date(2026, 3, 6)))
    assert told() == 1
    for _tick in range(2):
        tell_due(at=morning(date(2026, 3, 12)))
    assert told() == 2


def test_while_the_deadline_stands_still_nobody_is_told(town: Town, measure: Measure) -> None:
    put_off(town, measure, days=2)
    move(town, measure, "pause_deadline")
    tell_due(at=morning(date(2026, 3, 10)))
    assert told() == 0
    town.now += timedelta(days=14)
    move(town, measure, "resume_deadline")
    end = row().due_on
    tell_due(at=town.now)
    day = Resubmission.objects.get().due_on
    assert day == working_calendar().add_working_days(end, -2)
    assert day > town.now.date()
    tell_due(at=morning(day))
    assert told() == 1


def test_what_would_have_been_earlier_comes_today(town: Town, measure: Measure) -> None:
    put_off(town, measure, days=2)
    Deadline.objects.filter(pk=row().pk).update(due_on=date(2026, 3, 4))
    tell_due(at=morning(date(2026, 3, 4)))
    assert Resubmission.objects.get().due_on == date(2026, 3, 4)
    assert told() == 1


def test_it_ends_with_its_deadline(town: Town, measure: Measure) -> None:
    put_off(town, measure, days=2)
    town.do(measure, "pass_check", "centre-clerk")
    tell_due(at=morning(date(2026, 3, 5)))
    assert Resubmission.objects.get().done_at == morning(date(2026, 3, 5))
    assert told() == 0


def test_new_day_ends_the_moving(town: Town, measure: Measure) -> None:
    put_off(town, measure, days=2)
    resubmit(measure.case_id, by=town.person(CLERK), at=town.now, due_on=date(2026, 3, 6))
    one = Resubmission.objects.get()
    assert (one.deadline_id, one.days_before, one.due_on) == (None, None, date(2026, 3, 6))


@pytest.mark.parametrize(
    ("days", "code"), [(5, "days_before"), (61, "days_before"), (-1, "days_before")]
)
def test_days_that_do_not_do_are_told(town: Town, measure: Measure, days: int, code: str) -> None:
    with pytest.raises(GuardsUnmet) as error:
        put_off(town, measure, days=days)
    assert [item.code for item in error.value.unmet] == [code]


def test_only_running_deadlines_of_this_case_that_one_knows_of(
    town: Town, measure: Measure
) -> None:
    def offered(person: User, case: int) -> list[Any]:
        found = running_deadlines(case, by=person, at=town.now)
        return list(found.values_list("kind", flat=True))

    other = town.propose()
    assert "check" in offered(town.person(CLERK), measure.case_id)
    assert offered(town.person("social-head"), measure.case_id) == []
    with pytest.raises(GuardsUnmet) as error:
        resubmit(
            other.case_id, by=town.person(CLERK), at=town.now, deadline=row().pk, days_before=1
        )
    assert [item.code for item in error.value.unmet] == ["deadline"]
    move(town, measure, "pause_deadline")
    assert "check" not in offered(town.person(CLERK), measure.case_id)


def test_following_takes_the_same_statements_for_many(town: Town, measure: Measure) -> None:
    def statements(day: date) -> int:
        Deadline.objects.filter(pk=row().pk).update(due_on=day)
        with CaptureQueriesContext(connection) as found:
            tell_due(at=town.now)
        return len(found)

    put_off(town, measure, days=2)
    statements(date(2026, 3, 17))
    one = statements(date(2026, 3, 18))
    for desk in ("youth-head", "centre-clerk", "centre-head"):
        resubmit(
            measure.case_id, by=town.person(desk), at=town.now, deadline=row().pk, days_before=1
        )
    assert statements(date(2026, 3, 19)) == one


def test_form_offers_the_deadlines_and_the_page_says_that_it_moves(
    town: Town, measure: Measure
) -> None:
    client = Client()
    client.force_login(town.person(CLERK))
    url = reverse("workflows:resubmission", args=[measure.case_id])
    with time_machine.travel(town.now, tick=False):
        page = client.get(url)
        assert "Vorschlag prüfen (09.03.2026)" in page.content.decode()
        both = {"due_on": "5.3.2026", "deadline": str(row().pk), "days_before": "2"}
        answer = client.post(url, both)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["deadline"])
        none = client.post(url, {"note": "x"})
        assert (none.status_code, list(none.context["form"].errors)) == (422, ["due_on"])
        late = client.post(url, both | {"due_on": "", "days_before": "5"})
        assert list(late.context["form"].errors) == ["days_before"]
        wild = client.post(url, both | {"due_on": "", "deadline": "x"})
        assert (wild.status_code, list(wild.context["form"].errors)) == (422, ["deadline"])
        client.post(url, both | {"due_on": ""})
        shown = client.get(reverse("coordination:measure", args=[measure.case_id]))
        words = "2 Werktage vor dem Ende der Frist, wandert mit"
        assert words in shown.content.decode()
        assert words in client.get("/?view=resubmission").content.decode()
        again = client.get(url).context["form"]
        assert (again["days_before"].value(), again["due_on"].value()) == (2, None)
