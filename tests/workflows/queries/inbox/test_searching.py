"""A matter is found by its number, however that was typed, and by what it is nearly."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kinds import AT, Office
from tests.workflows.errands import Add
from workflows.calendars import local_date
from workflows.models import Case, Task
from workflows.queries.inbox import Page, Place, TaskRow, case_page, task_page
from workflows.queries.inbox.numbers import FileNumber, file_number_in, one_off, swapped
from workflows.queries.people.desks import held_by


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("M-2026-0099", FileNumber("M", "2026", 99)),
        ("M-2026-99", FileNumber("M", "2026", 99)),
        ("m 2026 0099", FileNumber("M", "2026", 99)),
        ("M\u20132026\u20130099", FileNumber("M", "2026", 99)),
        ("2026/99", FileNumber("", "2026", 99)),
        ("99/2026", FileNumber("", "2026", 99)),
        ("0099/2026", FileNumber("", "2026", 99)),
        ("M 99/2026", FileNumber("M", "2026", 99)),
        ("M20260099", FileNumber("M", "2026", 99)),
        ("M2026-99", FileNumber("M", "2026", 99)),
        ("M-2O26-OO99", FileNumber("M", "2026", 99)),
        ("M-2026-OO1l", FileNumber("M", "2026", 11)),
        ("M 26/99", FileNumber("M", "2026", 99)),
        ("A-2026-0012", FileNumber("A", "2026", 12)),
        ("Nr. 99", FileNumber("", "", 99)),
        ("99", FileNumber("", "", 99)),
        ("M-2026-12345", FileNumber("M", "2026", 12345)),
        ("26-0001", None),
        ("Mitte 2027", None),
        ("2026", FileNumber("", "", 2026)),
        ("Kita 7", None),
        ("", None),
    ],
)
def test_number_is_read_however_it_is_written(typed: str, meant: FileNumber | None) -> None:
    assert file_number_in(typed) == meant


def test_what_may_have_been_meant_is_all_that_is_one_slip_away() -> None:
    typed = FileNumber("M", "2062", 120)
    assert set(swapped(typed)) == {
        FileNumber("", year, count)
        for year, count in [
            ("2062", 120), ("2062", 1020), ("2062", 210), ("2062", 102), ("2026", 120),
        ]
    }  # fmt: skip
    slips = set(one_off(typed))
    years = {"2002", "2012", "2022", "2032", "2042", "2052", "2072", "2082", "2092"}
    years |= {f"206{digit}" for digit in range(10)}
    assert {one.year for one in slips} == years
    counts = {one.count for one in slips if one.year == "2062"}
    assert counts == {
        *range(1120, 10_000, 1000), *range(20, 1000, 100), *range(100, 200, 10), *range(120, 130),
        *(12, 20, 10), *range(1120, 10_000, 1000), *range(1020, 2000, 100), *range(1200, 1300, 10),
        *range(1200, 1210),
    }  # fmt: skip


def found(office: Office, **place: str) -> Page[TaskRow, Place]:
    desks = held_by(office.head.pk, on=local_date(AT))
    return task_page(Place.of(place), person=office.head.pk, desks=desks, at=AT)


def numbered(add: Add, title: str) -> str:
    """A task whose case is called by its number; the count of that is the key of the case."""
    case = add().case
    number = f"M-2026-{case.pk:04d}"
    Case.objects.filter(pk=case.pk).update(title=f"{number} {title}")
    return number


def test_inbox_finds_a_number_typed_otherwise(office: Office, add: Add) -> None:
    number = numbered(add, "Lesepaten")
    count = int(number.rpartition("-")[2])
    for other in ("Schwimmkurse", "Werkstatt"):
        numbered(add, other)
    for typed in (
        f"M-2026-{count}", f"m 2026 {count:04d}", f"2026/{count}", f"{count}/2026",
        f"M2026{count:04d}", "lesepaten", f"Lesep {number}",
    ):  # fmt: skip
        page = found(office, view="desk", q=typed)
        assert ([row.title for row in page.rows], page.near) == ([f"{number} Lesepaten"], 0), typed


def test_inbox_finds_the_nearest_number_where_none_is_exact(office: Office, add: Add) -> None:
    key = 5274
    task = add()
    case = Case.objects.create(
        pk=key, kind="errand", state="check", title=f"M-2026-{key} Lesepaten",
        opened_at=AT, state_since=AT, opened_by=office.clerk,
    )  # fmt: skip
    Task.objects.filter(pk=task.pk).update(case=case)
    for typed, near in (
        ("M-2026-5274", 0), ("A-2026-5274", 1), ("M-2026-2574", 1), ("M-2026-5247", 1),
        ("M-2062-5274", 1), ("5247", 1), ("M-2026-5279", 2), ("M-2026-574", 2),
        ("M-2026-52774", 2), ("M-2025-5274", 2), ("M-2026-9999", 0),
    ):  # fmt: skip
        page = found(office, view="desk", q=typed)
        expected = [] if typed == "M-2026-9999" else [case.title]
        assert ([row.title for row in page.rows], page.near) == (expected, near), typed
    desks = held_by(office.clerk.pk, on=local_date(AT))
    assert (
        case_page(Place(view="started", q="5247"), person=office.clerk.pk, desks=desks).rows == []
    )


def statements(office: Office, typed: str) -> list[str]:
    desks = held_by(office.head.pk, on=local_date(AT))
    with CaptureQueriesContext(connection) as captured:
        task_page(Place(view="desk", q=typed), person=office.head.pk, desks=desks, at=AT)
    return [one["sql"] for one in captured]


def test_search_asks_once_and_twice_more_for_a_number_that_nothing_has(
    office: Office, add: Add
) -> None:
    number = numbered(add, "Lesepaten")
    for typed, count in ((number, 1), ("Lesepaten", 1), ("gibt es nicht", 1), ("M-2019-9", 3)):
        assert len(statements(office, typed)) == count, typed


def test_numbers_are_looked_up_by_the_key_of_the_case(office: Office, add: Add) -> None:
    """What is read of the cases is one row for each number that is meant."""
    add()
    Case.objects.bulk_create(
        Case(kind="errand", state="check", title=f"{number}", opened_at=AT, state_since=AT)
        for number in range(3_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE workflows_case, workflows_task")
        near = statements(office, "M-2019-9")[-1]
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {near}")
        (plan,) = cursor.fetchone()[0]
    read = [node for node in below(plan["Plan"]) if node.get("Relation Name") == "workflows_case"]
    assert read
    rows = sum(
        (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        for node in read
    )
    assert rows <= len(set(one_off(FileNumber("M", "2019", 9))))


def below(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *(deeper for part in node.get("Plans", ()) for deeper in below(part))]
