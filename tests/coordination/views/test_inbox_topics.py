"""Several tasks of one step in the inbox: each says what it is about."""

from __future__ import annotations

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.journeys.driver import Person
from tests.town import Town


def _lines(text: str) -> list[str]:
    return re.findall(r'class="ff-inbox__what">([^<]+)</p>', text)


def test_inbox_says_which_milestone_and_which_quarter(town: Town) -> None:
    measure = town.in_deliberation()
    town.decide(measure)
    clerk = town.person("youth-clerk").pk
    town.do(measure, "start_implementation", "youth-head", responsible=clerk)
    titles = [f"Meilenstein erreichen – {stone.title}" for stone in measure.milestones.all()]
    number = (town.now.month + 2) // 3
    report = f"Sachstand berichten – {number}. Quartal {town.now.year}"
    assert titles
    lines = _lines(Person(town, "youth-clerk").get("/?view=mine").html)
    assert sorted(lines) == sorted([*titles, report])


def test_topics_cost_the_same_however_many_tasks(town: Town) -> None:
    visitor = Person(town, "youth-clerk")
    counts = []
    for title in ("Sprachkurs", "Schwimmkurs"):
        measure = town.in_deliberation(title=title)
        town.decide(measure)
        clerk = town.person("youth-clerk").pk
        town.do(measure, "start_implementation", "youth-head", responsible=clerk)
        visitor.get("/?view=mine")
        with CaptureQueriesContext(connection) as queries:
            visitor.get("/?view=mine")
        counts.append(len(queries))
    assert counts[0] == counts[1]
