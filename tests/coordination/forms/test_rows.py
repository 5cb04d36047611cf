"""Rows of a form, changed by its buttons."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from coordination.decisions.forms.plans import MilestoneRows, written_rows
from workflows.forms.acting.rows import changed_rows

SENT = "title=T&x-TOTAL_FORMS=3&x-0-a=1&x-1-a=2&x-1-b=zwei&x-2-a=3&rows="


def _rows(data: QueryDict) -> list[str]:
    return [data.get(f"x-{number}-a", "") for number in range(int(data["x-TOTAL_FORMS"]))]


@pytest.mark.parametrize(
    ("button", "rows"),
    [
        ("add:x", ["1", "2", "3", ""]),
        ("remove:x:0", ["2", "3"]),
        ("remove:x:9", ["1", "2", "3"]),
        ("up:x:2", ["1", "3", "2"]),
        ("up:x:0", ["1", "2", "3"]),
        ("down:x:0", ["2", "1", "3"]),
        ("down:x:2", ["1", "2", "3"]),
    ],
)
def test_button_changes_the_rows_and_nothing_else(button: str, rows: list[str]) -> None:
    changed = changed_rows(QueryDict(SENT + button))
    assert changed is not None
    assert _rows(changed) == rows
    assert changed["title"] == "T"


@pytest.mark.parametrize("button", ["", "add", "drop:x:1", "remove:x:abc", "add:../x"])
def test_other_buttons_change_no_rows(button: str) -> None:
    assert changed_rows(QueryDict(SENT + button)) is None


def test_more_rows_than_anybody_needs_are_not_made() -> None:
    changed = changed_rows(QueryDict("x-TOTAL_FORMS=99999999&rows=add:x"))
    assert changed is not None
    assert int(changed["x-TOTAL_FORMS"]) == 60


NUMBERED = (
    "x-TOTAL_FORMS=4&x-0-a=1&x-1-a=2&x-1-after=1&x-2-a=3&x-2-after=&x-3-a=4&x-3-after=2&rows="
)


@pytest.mark.parametrize(
    ("button", "named"),
    [
        ("add:x", ["", "1", "", "2", ""]),
        ("remove:x:0", ["", "", "1"]),
        ("remove:x:1", ["", "", ""]),
        ("remove:x:2", ["", "1", "2"]),
        ("up:x:2", ["", "", "1", "3"]),
        ("down:x:0", ["2", "", "", "1"]),
    ],
)
def test_numbers_go_along_with_the_rows_that_they_name(button: str, named: list[str]) -> None:
    changed = changed_rows(QueryDict(NUMBERED + button))
    assert changed is not None
    total = int(changed["x-TOTAL_FORMS"])
    assert [changed.get(f"x-{number}-after", "") for number in range(total)] == named


def _stones(*rows: tuple[str, str]) -> Any:
    data = {"milestones-TOTAL_FORMS": str(len(rows)), "milestones-INITIAL_FORMS": "0"}
    for number, (title, after) in enumerate(rows):
        day = "1.9.2026" if title else ""
        data |= {f"milestones-{number}-{name}": value for name, value in
                 (("title", title), ("due_on", day), ("after", after))}  # fmt: skip
    return MilestoneRows(data, prefix="milestones")


def test_empty_rows_shift_the_numbers_that_others_name() -> None:
    rows = _stones(("A", ""), ("", ""), ("B", "1"), ("C", "3"))
    assert rows.is_valid()
    assert [(row["title"], row["after"]) for row in written_rows(rows)] == [
        ("A", None), ("B", 1), ("C", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("after", ["2", "3", "9"])
def test_a_number_names_a_filled_row_above(after: str) -> None:
    rows = _stones(("A", ""), ("", ""), ("B", after))
    assert not rows.is_valid()
    assert [list(errors) for errors in rows.errors] == [[], [], ["after"]]
