import datetime as dt
from decimal import Decimal

import pytest

from tests.config.components.render import render

NBSP = "\N{NO-BREAK SPACE}"
SUMMER_NIGHT = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)  # half past midnight in Berlin


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (dt.date(2026, 11, 2), "02.11.2026"),
        (SUMMER_NIGHT, "01.07.2026"),
        (dt.datetime(2026, 12, 31, 23, 0, tzinfo=dt.UTC), "01.01.2027"),
        (None, ""),
    ],
)
def test_german_date_shows_the_day_of_berlin(value: dt.date | None, shown: str) -> None:
    assert render("{{ value|german_date }}", value=value) == shown


def test_german_datetime_shows_the_clock_of_berlin() -> None:
    assert render("{{ value|german_datetime }}", value=SUMMER_NIGHT) == "01.07.2026, 00:30 Uhr"


def test_weekday_date_names_the_day() -> None:
    assert render("{{ value|weekday_date }}", value=dt.date(2026, 11, 23)) == "Mo, 23.11.2026"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1234.56"), f"1.234,56{NBSP}€"),
        (Decimal("1234567.5"), f"1.234.567,50{NBSP}€"),
        (Decimal("-0.5"), f"-0,50{NBSP}€"),
        (0, f"0,00{NBSP}€"),
        (None, ""),
    ],
)
def test_euro_writes_german_sums(value: Decimal | None, shown: str) -> None:
    # The renderer joins whitespace, so the space that does not break is put back for comparing.
    assert render("{{ value|euro }}", value=value).replace(" ", NBSP) == shown


def test_german_number_groups_thousands() -> None:
    assert render("{{ a|german_number }} {{ b|german_number }}", a=12345, b=Decimal("1.5")) == (
        "12.345 1,5"
    )


def test_keys_get_no_dots() -> None:
    assert render("{{ value }}", value=1234567) == "1234567"


def test_date_tag_has_a_machine_form() -> None:
    html = '<time datetime="2026-07-01T00:30:00+02:00">01.07.2026, 00:30 Uhr</time>'
    assert render("{% date_tag value %}", value=SUMMER_NIGHT) == html


def test_prose_keeps_lines_and_runs_no_html() -> None:
    assert render("{% prose text %}", text="eins\nzwei\n\n<b>drei</b>") == (
        '<div class="ff-prose"><p>eins<br>zwei</p> <p>&lt;b&gt;drei&lt;/b&gt;</p></div>'
    )


def test_prose_of_nothing_is_nothing() -> None:
    assert render("{% prose text %}", text="") == ""
