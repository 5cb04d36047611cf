"""A draft says how citizens hear of it and take part; the paper says it too, an old one nothing."""

from __future__ import annotations

import pytest

from coordination.measures.queries.printed import sections_of
from coordination.measures.queries.texts import measure_text
from tests.journeys.driver import Person
from tests.town import Town

pytestmark = pytest.mark.django_db

SUMMARY = "Eltern lernen Deutsch, während ihre Kinder betreut werden."
WORDS = "Eine Bürgerversammlung im April."


def test_the_section_of_the_draft_is_kept_shown_and_printed(town: Town) -> None:
    measure = town.propose()
    clerk = Person(town, "youth-clerk")
    page = clerk.get(f"/massnahmen/{measure.case_id}/bearbeiten/oeffentlichkeit/")
    page.fill_in(public_summary=SUMMARY, participation="planned", participation_words=WORDS)
    measure.refresh_from_db()
    assert (measure.public_summary, measure.participation) == (SUMMARY, "planned")
    assert clerk.case(measure).shows(SUMMARY, WORDS)
    found = {part.title: (part.text, part.rows) for part in sections_of(measure_text(measure))}
    assert found["Kurz gesagt"][0] == SUMMARY
    assert found["Beteiligung der Bürgerinnen und Bürger"][1] == [
        ["Beteiligung der Bürgerinnen und Bürger", "geplant"],
        ["Was geplant ist oder warum nichts", WORDS],
    ]


def test_a_text_from_before_prints_neither(town: Town) -> None:
    text = measure_text(town.propose())
    old = {name: value for name, value in text.items() if not name.startswith("part")}
    titles = [part.title for part in sections_of({**old, "public_summary": ""})]
    assert "Kurz gesagt" not in titles
    assert "Beteiligung der Bürgerinnen und Bürger" not in titles


def test_participation_is_planned_or_not_and_nothing_else(town: Town) -> None:
    """Nothing of it is needed for submitting."""
    measure = town.propose()
    page = Person(town, "youth-clerk").get(
        f"/massnahmen/{measure.case_id}/bearbeiten/oeffentlichkeit/"
    )
    offered = page.form(fields=("participation",)).fields["participation"].options
    assert list(offered) == ["planned", "none"]
    town.do(measure, "submit", "youth-head")
    assert town.state(measure) == "check"
