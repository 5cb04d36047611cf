"""The report of roles on its page and as a workbook."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from tests.workflows.views.organisation.test_units_and_desks import url


def test_page_shows_who_holds_what_and_what_excludes_itself(house, login):
    today = timezone.localdate()
    house.do(
        "appoint", desk=house.desk("head"), person=house.person("clerk"), valid_from=today,
        at=timezone.now(),
    )  # fmt: skip
    page = login("organiser").get(url("roles"))
    text = page.content.decode()
    assert "Vier Augen: Die eine Stelle bereitet vor, was die andere zeichnet." in text
    assert f"Organiser Probe, {today:%d.%m.%Y}" in text
    assert page.context["page"].paginator.count == 8


def test_workbook_holds_the_same_rows_with_real_days(house, login):
    house.do(
        "end_appointment", appointment=house.appointment("team"),
        last_day=timezone.localdate() - timedelta(days=1), at=timezone.now(),
    )  # fmt: skip
    answer = login("organiser").get(url("roles_workbook"), {"since": "1.1.2026"})
    assert answer["Cache-Control"] == "private, no-store"
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == [
        "Stellen und wer sie hat", "Unbesetzte Stellen", "Vertretungen",
        "Rollen, die sich ausschließen",
    ]  # fmt: skip
    held = [row for row in book["Stellen und wer sie hat"].values if row[4] == "Team Probe"]
    (row,) = held
    assert row[5].date() == date(2020, 1, 1)
    assert row[6].date() == timezone.localdate() - timedelta(days=1)
    assert row[9] == "Organiser Probe"
    (vacant,) = list(book["Unbesetzte Stellen"].values)[1:]
    assert vacant[1] == "Desk team"


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"since": "31.2.2026"}, "since"), ({"until": "morgen"}, "until"),
        ({"since": "2.3.2026", "until": "1.3.2026"}, "until"),
    ],
)  # fmt: skip
def test_days_that_cannot_be_are_told_at_their_field(house, login, asked, problem):
    page = login("organiser").get(url("roles"), asked)
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [problem]
    assert page.context["first"] == page.context["last"] == timezone.localdate()
