"""Who gives work, moves a deadline or goes away is told who is away and what is due then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.town import Town, found
from workflows.actions import people
from workflows.actions.inbox.bulk_acts import bulk_acts
from workflows.models import BulkItem, BulkRun, Deadline, DeskHolder, Task
from workflows.queries.people.absences import away_between, due_within

pytestmark = pytest.mark.django_db

HEAD, CLERK, DEPUTY = "school-head", "youth-clerk", "school-clerk"


@pytest.fixture
def town() -> Town:
    return found()


def browser(town: Town, desk: str) -> Client:
    client = Client()
    client.force_login(town.person(desk))
    return client


def absent(town: Town, who: str, first: date, last: date, *deputies: str) -> None:
    one, *others = deputies or (DEPUTY,)
    people.add_substitution(
        represented=town.person(who).pk, deputy=town.person(one).pk, starts_on=first, ends_on=last,
        further=[people.Deputy(town.person(other).pk) for other in others], by=None, at=town.now,
    )  # fmt: skip


@pytest.fixture
def task(town: Town) -> Task:
    measure = town.in_cosigning(title="Später", impact_school=True)
    return Task.objects.get(case=measure.case_id, desk__key=HEAD)


def last_day(task: Task) -> date:
    assert task.due_at is not None
    return (task.due_at - timedelta(hours=12)).date()


# --- giving work ----------------------------------------------------------------------------------


def test_handing_over_to_somebody_who_is_away_says_so_and_does_it(town: Town, task: Task) -> None:
    colleague, due = town.person(CLERK), last_day(task)
    DeskHolder.objects.create(desk=task.desk, person=colleague, valid_from=town.now.date())
    absent(town, CLERK, due - timedelta(days=1), due + timedelta(days=5))
    url = reverse("workflows:hand_over", args=[task.pk])
    words = (
        f"abwesend vom {due - timedelta(days=1):%d.%m.%Y} bis {due + timedelta(days=5):%d.%m.%Y}"
    )
    with time_machine.travel(town.now, tick=False):
        client = browser(town, HEAD)
        page = client.get(url)
        assert f"{words}, Vertretung: {town.person(DEPUTY)}" in page.content.decode()
        command = page.context["form"]["command"].value()
        answer = client.post(url, {"command": command, "to": colleague.pk}, follow=True)
    assert f"{town.person(DEPUTY)} vertritt" in answer.content.decode()
    task.refresh_from_db()
    assert task.claimed_by == colleague


def test_absence_after_the_due_day_is_no_matter(town: Town, task: Task) -> None:
    due = last_day(task)
    DeskHolder.objects.create(desk=task.desk, person=town.person(CLERK), valid_from=town.now.date())
    absent(town, CLERK, due + timedelta(days=2), due + timedelta(days=5))
    with time_machine.travel(town.now, tick=False):
        page = browser(town, HEAD).get(reverse("workflows:hand_over", args=[task.pk]))
    assert "abwesend" not in page.content.decode()


def test_handing_many_over_says_at_each_who_is_away(town: Town, task: Task) -> None:
    absent(town, HEAD, town.now.date(), last_day(task), DEPUTY, CLERK)
    run = BulkRun(
        person=town.person(HEAD), created_at=town.now, moved_at=town.now,
        data={"to": town.person(HEAD).pk, "to_name": "X"},
    )  # fmt: skip
    words = bulk_acts["hand_over"].will(BulkItem(run=run, task=task), run)
    names = f"{town.person(DEPUTY)}, {town.person(CLERK)}"
    assert words.endswith(f"bis {last_day(task):%d.%m.%Y} abwesend; {names} vertritt.")


# --- moving a deadline ----------------------------------------------------------------------------


def test_moving_a_deadline_into_an_absence_warns_on_the_check_page(town: Town) -> None:
    measure = town.propose()
    town.do(measure, "submit", "youth-head")
    deadline = Deadline.objects.get(case=measure.case_id, kind="check")
    asked = Task.objects.filter(step=deadline.step_id).values_list("desk__key", flat=True)[0]
    new = deadline.due_on + timedelta(days=7)
    absent(town, asked, new, new + timedelta(days=3))
    url = reverse("workflows:extend_deadline", args=[deadline.pk])
    with time_machine.travel(town.now, tick=False):
        client = browser(town, "mayor-mayor")
        form = client.get(url).context["form"]
        sent = {
            "command": form["command"].value(), "version": form["version"].value() or "",
            "reason": "Die Ferien liegen dazwischen.", "stage": "check",
        }  # fmt: skip
        check = client.post(url, {**sent, "due_on": f"{new:%d.%m.%Y}"})
        later = client.post(url, {**sent, "due_on": f"{new + timedelta(days=7):%d.%m.%Y}"})
    notes = [words for label, words in check.context["answers"] if label == "Bitte beachten"]
    assert [words.partition(" ist ")[0] for words in notes] == [str(town.person(asked))]
    assert "Bitte beachten" not in [label for label, _words in later.context["answers"]]


# --- going away -----------------------------------------------------------------------------------


def notes(client: Client, name: str, **values: str) -> list[str]:
    url = reverse(f"workflows:{name}")
    command = client.get(url).context["form"]["command"].value()
    page = client.post(url, {"command": command, "stage": "check", **values})
    assert page.status_code == 200, page.context["form"].errors
    return [words for label, words in page.context["answers"] if label == "Bitte beachten"]


def test_whoever_goes_away_reads_what_is_due_then(town: Town, task: Task) -> None:
    due = last_day(task)
    days = {"starts_on": f"{due:%d.%m.%Y}", "ends_on": f"{due + timedelta(days=7):%d.%m.%Y}"}
    with time_machine.travel(town.now, tick=False):
        client, deputy = browser(town, HEAD), town.person(DEPUTY).email
        (words,) = notes(client, "add_own_substitution", deputy=deputy, **days)
        assert words.startswith(f"1 Aufgabe wird in dieser Zeit fällig: {due:%d.%m.%Y} ")
        assert words.endswith("Später")
        found = notes(client, "add_own_substitution", deputy=deputy, steps=["revision"], **days)
        assert found[1].startswith("Für 1 davon ist keine Vertretung genannt")
        # The office counts; what the matters are is not for it to know.
        office = browser(town, "organisation-organisation")
        values = {"represented": town.person(HEAD).email, "deputy": deputy, **days}
        (words,) = notes(office, "add_substitution", **values)
        assert words == f"1 Aufgabe wird in dieser Zeit fällig: {due:%d.%m.%Y}"
        after = f"{due + timedelta(days=1):%d.%m.%Y}"
        assert (
            notes(client, "add_own_substitution", deputy=deputy, **days | {"starts_on": after})
            == []
        )


def test_what_a_colleague_has_in_hand_is_not_mine(town: Town, task: Task) -> None:
    due, colleague = last_day(task), town.person(CLERK)
    DeskHolder.objects.create(desk=task.desk, person=colleague, valid_from=town.now.date())
    mine = [row.title for row in due_within(town.person(HEAD).pk, first=due, last=due)]
    assert len(mine) == 1
    Task.objects.filter(pk=task.pk).update(claimed_by=colleague, claimed_at=town.now)
    assert due_within(town.person(HEAD).pk, first=due, last=due) == []
    assert len(due_within(colleague.pk, first=due, last=due)) == 1


def test_absences_of_many_are_read_in_one_statement(town: Town) -> None:
    today = town.now.date()
    who = [HEAD, CLERK, "social-head", "social-clerk"]
    for name in who:
        absent(town, name, today, today + timedelta(days=3), "legal-clerk")
    keys = [town.person(name).pk for name in who]
    with CaptureQueriesContext(connection) as statements:
        assert set(away_between(keys, first=today, last=today)) == set(keys)
    assert len(statements) == 1
