"""The inbox and the deadlines as workbooks: what their pages show, typed, and no formula."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from django.test import Client

from tests.journeys.driver import Person
from tests.kinds import AT, Office, person
from tests.town import found
from tests.workflows.errands import Add
from workflows.models import Case, Deadline, Resubmission, Task, User

Login = Callable[[User], Client]
Row = list[object]


def rows(content: bytes) -> list[Row]:
    """Head and rows; days as days, what is empty as None."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    cells = [list(row) for row in sheet.iter_rows()]
    assert {cell.data_type for row in cells for cell in row} <= {"s", "inlineStr", "n", "d"}
    return [[_plain(cell.value) for cell in row] for row in cells]


def _plain(value: object) -> object:
    return value.date() if isinstance(value, datetime) else value


def inbox(client: Client, query: str) -> list[Row]:
    response = client.get(f"/eingang.xlsx?{query}")
    assert response.status_code == 200
    assert response.headers["Cache-Control"].endswith("no-store")
    return rows(response.content)


def test_inbox_is_its_view_with_filters_order_and_all_pages(
    login: Login, office: Office, add: Add, colleague: User
) -> None:
    due = datetime.fromisoformat("2026-03-31T22:00:00+00:00")  # the end of 31 March
    for number in range(30):
        add(f"Nummer {number:02d}", opened=AT + timedelta(minutes=number))
    add('=HYPERLINK("x")', due=due, by=colleague)
    head, *found = inbox(login(office.head), "view=desk&sort=old&after=x&choose=1")
    assert [row[2] for row in found] == [f"Nummer {number:02d}" for number in range(30)]
    assert head[:6] == ["Was zu tun ist", "Worum es geht", "Angelegenheit", "Art des Vorgangs",
                        "Fällig", "Seit"]  # fmt: skip
    assert found[0][4:6] == [None, AT.date()]
    (taken,) = inbox(login(office.head), "view=desk&holder=taken&q=hyper")[1:]
    assert (taken[2], taken[4], taken[9]) == (
        '=HYPERLINK("x")',
        date(2026, 3, 31),
        "Colleague Probe",
    )


def test_what_is_done_started_and_put_off_has_columns_of_its_own(
    login: Login, office: Office, add: Add
) -> None:
    done, later = add("Getan"), add("Später")
    Task.objects.filter(pk=done.pk).update(
        status="done", closed_at=AT, closed_by=office.head, outcome="agree"
    )
    Resubmission.objects.create(
        case=later.case, person=office.head, due_on=date(2026, 4, 1), note="@Anruf",
        created_at=AT,
    )  # fmt: skip
    client = login(office.head)
    assert [(row[2], row[5]) for row in inbox(client, "view=done")[1:]] == [("Getan", AT.date())]
    (put_off,) = inbox(client, "view=resubmission")[1:]
    assert (put_off[:2], put_off[5]) == ([date(2026, 4, 1), "Später"], "@Anruf")
    assert inbox(client, "view=started")[1:] == []
    Case.objects.update(opened_by=office.head)
    assert {row[0] for row in inbox(client, "view=started")[1:]} == {"Getan", "Später"}


def test_stranger_gets_a_head_and_nothing_else(login: Login, office: Office, add: Add) -> None:
    add("Geheim")
    client = login(person("stranger"))
    for query in ("view=desk", "view=todo&q=Geheim", "view=done", "view=started"):
        assert inbox(client, query)[1:] == []


def test_list_that_would_be_cut_is_refused(
    login: Login, office: Office, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.views.inbox.workbooks.MOST_ROWS", 2)
    for title in ("Eins", "Zwei"):
        add(title)
    assert len(inbox(login(office.head), "view=desk")) == 3
    add("Drei")
    answer = login(office.head).get("/eingang.xlsx?view=desk")
    assert answer.status_code == 422
    assert "zu lang für eine Arbeitsmappe" in answer.content.decode()


@pytest.mark.django_db
def test_deadlines_are_the_filtered_list_with_days_as_days() -> None:
    town = found()
    town.in_cosigning(title="=Erste", impact_school=True)
    second = town.in_cosigning(title="Zweite", impact_school=True)
    resting = Deadline.objects.filter(case=second.case_id, status="running")
    resting.update(status="paused", remaining=4, next_rung_at=None)
    who, stranger = Person(town, "school-head"), Person(town, "social-head")
    head, first, paused = rows(who.get("/fristen.xlsx").content)
    assert head[:4] == ["Fällig", "Angehalten, übrige Werktage", "Was zu tun ist", "Angelegenheit"]
    due = Deadline.objects.get(case__title__endswith="=Erste", step__key="cosign", status="running",
                               step__tasks__desk__key="school-head").due_on  # fmt: skip
    assert (first[:2], str(first[3])[-6:]) == ([due, None], "=Erste")
    assert (paused[:2], str(paused[3])[-6:]) == ([None, 4], "Zweite")
    assert rows(who.get("/fristen.xlsx?due=overdue").content) == [head]
    assert rows(stranger.get("/fristen.xlsx").content) == [head]
    assert who.get("/fristen/?step=cosign").leads_to("XLSX") == "/fristen.xlsx?step=cosign"
