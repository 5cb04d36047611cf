"""The rows that are put together in Python: every value of them is text, whatever it holds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from config.components import inbox_rows, measure_rows
from coordination.measures.models import Measure
from coordination.measures.queries.listing import Row
from tests.config.components.render import render
from workflows.models import Case, Unit
from workflows.queries.inbox import CaseRow, TaskRow
from workflows.views.inbox.inbox import Line

NOW = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
SINCE = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
ID, COMMAND = UUID(int=7), UUID(int=8)
ME = 3


class Reader(HTMLParser):
    """What a browser would make of it: the elements with all attributes, and the texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def shape(self) -> list[tuple[str, list[str]]]:
        return [(tag, sorted(attributes)) for tag, attributes in self.elements]


HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</a></th></tr></table><h1>",
    "{{ 7*7 }}{% include 'a' %}{x!r} %s %(name)s",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "<!-- --><![CDATA[ ]]>",
    "\N{FULLWIDTH LESS-THAN SIGN}script\N{FULLWIDTH GREATER-THAN SIGN}\N{RIGHT-TO-LEFT OVERRIDE}a",
    "' onmouseover='alert(1)",
]


def _task(text: str, **changes: Any) -> TaskRow:
    plain: dict[str, Any] = {
        "id": ID, "case": 5, "kind": text, "title": text, "state": "check", "step": text,
        "desk": 1, "desk_name": text, "unit": text, "opened_at": SINCE, "due_at": NOW,
        "claimed_by": None, "claimer": text, "sender": text, "sender_unit": text,
        "closed_at": None, "outcome": f"{text}!",
    }  # fmt: skip
    return TaskRow(**plain | changes)


def _case(text: str, **changes: Any) -> CaseRow:
    plain: dict[str, Any] = {
        "id": 5, "kind": text, "title": text, "state": text, "state_since": SINCE,
        "opened_at": SINCE, "closed_at": None, "units": [text, text], "due_at": NOW,
    }  # fmt: skip
    return CaseRow(**plain | changes)


def _measure(text: str, **changes: Any) -> Row:
    case = Case(pk=5, kind="measure", state="cosigning", title=text, state_since=SINCE)
    plain: dict[str, Any] = {
        "case": case, "reference": text, "title": text, "lead": Unit(short_name=text),
        "priority": text, "cost": Decimal("1234.5"), "ends_on": dt.date(2027, 1, 31),
        "is_urgent": True,
    }  # fmt: skip
    measure = Measure(**plain | changes)
    shown: Any = measure
    shown.light, shown.next_step, shown.next_due = "red", "cosign", NOW
    return Row(measure)


def _line(row: TaskRow | CaseRow, text: str) -> Line:
    return Line(row, f"/case/?q={text}", COMMAND, text, text)


# Each with how often a text is said: as text, and in addresses.
ROWS: dict[str, tuple[dict[str, Any], list[int]]] = {
    "free": ({}, [8, 1]),
    "in my hand": ({"claimed_by": ME}, [8, 2]),
    "in another hand": ({"claimed_by": ME + 1}, [9, 2]),
    "done": ({"closed_at": NOW}, [7, 1]),
}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("which", ROWS)
def test_task_shows_every_text_as_text(which: str, text: str) -> None:
    def drawn(words: str) -> Reader:
        line = _line(_task(words, **ROWS[which][0]), words)
        return Reader(inbox_rows.inbox_rows([line], ME, NOW, f"?inbox={words}"))

    found, plain = drawn(text), drawn("plain")
    assert found.shape == plain.shape
    assert _said(found, text) == _said(plain, "plain") == ROWS[which][1]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("closed", [None, NOW])
def test_case_shows_every_text_as_text(closed: dt.datetime | None, text: str) -> None:
    def drawn(words: str) -> Reader:
        line = _line(_case(words, closed_at=closed), words)
        return Reader(inbox_rows.inbox_rows([line], ME, NOW))

    found, plain = drawn(text), drawn("plain")
    assert found.shape == plain.shape
    assert _said(found, text) == _said(plain, "plain") == [4, 1]


@pytest.mark.parametrize("text", HOSTILE)
def test_measure_shows_every_text_as_text(text: str) -> None:
    found = Reader(measure_rows.measure_rows([_measure(text)], NOW))
    plain = Reader(measure_rows.measure_rows([_measure("plain")], NOW))
    assert found.shape == plain.shape
    assert _said(found, text) == _said(plain, "plain") == [4, 0]


def _said(reader: Reader, text: str) -> list[int]:
    """How often the text occurs among the texts and among the attributes."""
    spaced = text.replace("_", " ")  # a key that no flow knows is shown with spaces
    values = [value or "" for _tag, given in reader.elements for value in given.values()]
    return [
        sum("".join(reader.texts).count(words) for words in {text, spaced}),
        sum(value.count(words) for value in values for words in {text, spaced}),
    ]


def test_row_of_a_measure_is_the_same_for_equal_values() -> None:
    """What is drawn once for several rows is drawn for those alone that have it."""
    rows = [
        _measure("Eins", priority="high", cost=None, ends_on=None, is_urgent=False),
        _measure("Zwei", priority="low", lead=Unit(short_name="Amt 2")),
        _measure("Drei", priority="high"),
    ]
    rows[0].measure.light = ""
    rows[2].measure.next_due = None
    whole = measure_rows.measure_rows(rows, NOW)
    assert "".join(measure_rows.measure_rows([row], NOW) for row in rows[1:]) in whole
    assert ["|".join(Reader(f"<tr{row}").texts) for row in whole.split("<tr")[1:]] == [
        "Eins|Eins|Mitzeichnung|seit 20.11.2026|Eins|Mitzeichnen|23.11.2026| |heute|–|hoch|–|–",
        (
            "Zwei|Zwei| |dringlich|Mitzeichnung|seit 20.11.2026|Amt 2|Mitzeichnen"
            "|23.11.2026| |heute|rot|niedrig|1.234,50\N{NO-BREAK SPACE}€|31.01.2027"
        ),
        (
            "Drei|Drei| |dringlich|Mitzeichnung|seit 20.11.2026|Drei|Mitzeichnen"
            "|rot|hoch|1.234,50\N{NO-BREAK SPACE}€|31.01.2027"
        ),
    ]


def test_list_has_no_column_in_which_nobody_finds_anything() -> None:
    """Who only observes sees neither next steps nor lights: no dashes from top to bottom."""
    observed, worked_on = _measure("Eins"), _measure("Zwei")
    observed.measure.light, observed.measure.next_step = "", None
    heads = measure_rows.measure_columns([observed])
    assert [heads[key] for key in ("step", "light")] == ["", ""]
    assert measure_rows.measure_rows([observed], NOW).count("<td") == 6
    heads = measure_rows.measure_columns([observed, worked_on])
    assert [key for key, head in heads.items() if not head] == ["path", "start"]
    assert measure_rows.measure_rows([observed, worked_on], NOW).count("<td") == 2 * 8


def test_rows_lead_to_the_pages_of_their_things() -> None:
    html = render(
        "{% inbox_rows lines me now suffix %}",
        lines=[_line(_task("a", claimed_by=ME), "a"), _line(_task("b"), "b")],
        me=ME, now=NOW, suffix="?inbox=view%3Ddesk",
    )  # fmt: skip
    reader = Reader(html)
    assert [given["href"] for tag, given in reader.elements if tag == "a"] == [
        "/case/?q=a", reverse("workflows:hand_over", args=[ID]) + "?inbox=view%3Ddesk",
        reverse("workflows:put_off", args=[ID]),
        "/case/?q=b", reverse("workflows:put_off", args=[ID]),
    ]  # fmt: skip
    assert [
        (given["formaction"], given["value"]) for tag, given in reader.elements if tag == "button"
    ] == [
        (reverse("workflows:give_back", args=[ID]), str(COMMAND)),
        (reverse("workflows:claim", args=[ID]), str(COMMAND)),
    ]
