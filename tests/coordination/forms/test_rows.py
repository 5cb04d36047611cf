"""Rows of a form, changed by its buttons."""

from __future__ import annotations

import pytest
from django.http import QueryDict

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
