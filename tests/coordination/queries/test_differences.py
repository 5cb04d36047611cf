"""Differences between versions, in words."""

from __future__ import annotations

from coordination.decisions.queries.differences import Change, changes, segments
from coordination.measures.models import Measure


def test_segments_name_words_that_came_and_went() -> None:
    assert segments("Der Rat beschließt heute.", "Der Rat beschließt morgen.") == [
        ("same", "Der Rat beschließt "),
        ("gone", "heute."),
        ("new", "morgen."),
    ]


def test_segments_of_equal_texts_are_one() -> None:
    assert segments("gleich", "gleich") == [("same", "gleich")]


def test_segments_of_a_long_text_compare_lines() -> None:
    old = "\n".join(f"Zeile {number}" for number in range(6000))
    found = segments(old, old.replace("Zeile 3\n", ""))
    assert [kind for kind, _text in found] == ["same", "gone", "same"]


def test_changes_show_values_in_words() -> None:
    old = {
        "goal": "A", "cost": "1000.50", "is_urgent": False, "priority": "high",
        "fields_of_action": [1], "milestones": [], "ends_on": None, "lead": 5,
    }  # fmt: skip
    stone = {"id": 1, "title": "Start", "due_on": "2026-05-01"}
    new = {
        "goal": "A", "cost": "2000.00", "is_urgent": True, "priority": "low",
        "fields_of_action": [1, 2], "milestones": [stone],
        "ends_on": "2026-12-24", "lead": 6,
    }  # fmt: skip
    names = {"fields_of_action": {1: "Sprache", 2: "Bildung"}, "lead": {5: "Jugendamt"}}
    found = {
        change.name: _texts(change) for change in changes(old, new, names=names, model=Measure)
    }
    assert found == {
        "cost": ("1.000,50\N{NO-BREAK SPACE}€", "2.000,00\N{NO-BREAK SPACE}€"),
        "is_urgent": ("nein", "ja"),
        "priority": ("hoch", "niedrig"),
        "fields_of_action": ("Sprache", "Sprache, Bildung"),
        "milestones": ("", "Start (01.05.2026)"),
        "ends_on": ("", "24.12.2026"),
        "lead": ("Jugendamt", "#6"),
    }


def _texts(change: Change) -> tuple[str, str]:
    before = "".join(text for kind, text in change.segments if kind != "new")
    after = "".join(text for kind, text in change.segments if kind != "gone")
    return before, after
