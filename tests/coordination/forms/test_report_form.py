"""Which quarters a status report may choose (M25: each is reported once)."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from coordination.measures.models import Measure
from tests.journeys.driver import Person
from tests.situations import Stage
from tests.town import Town
from workflows.calendars import BERLIN

pytestmark = pytest.mark.django_db

ONLY_FINAL = "1. Quartal 2027 (berichtet; nur noch für den Abschlussbericht)"


def offered(person: Person, address: str) -> list[str]:
    (select,) = re.findall(
        r'<select name="period_start".*?</select>', person.get(address).html, re.DOTALL
    )
    return [
        " ".join(words.split())
        for words in re.findall(r"<option[^>]*>(.*?)</option>", select, re.DOTALL)
    ]


def report(stage: Stage, measure: Measure, *, is_final: bool) -> None:
    values = {
        "period_start": "2027-01-01", "done": "A", "next_steps": "B", "risks": "Keine",
        "spent": "100", "forecast": "20000", "light": "red", "is_final": is_final,
        "light_reason": "Der Träger ist abgesprungen.",
    }  # fmt: skip
    stage.do(measure, "draft_report", stage.clerk, **values)
    stage.do(measure, "release_report", stage.head)


def test_reported_quarters_are_left_to_the_final_report(town: Town) -> None:
    stage = Stage(town)
    measure = stage.implementation()
    stage.do(measure, "release_report", stage.head)
    town.now = datetime(2027, 2, 1, 9, tzinfo=BERLIN)
    clerk = Person(town, stage.clerk)
    address = f"/massnahmen/{measure.case_id}/bericht-schreiben/"
    reported = [words for words in offered(clerk, address) if "berichtet" in words]
    assert len(reported) == 1
    assert "1. Quartal 2027" in offered(clerk, address)
    report(stage, measure, is_final=False)
    assert ONLY_FINAL in offered(clerk, address)
    page = clerk.get(address).fill_in(
        status=422, period_start="2027-01-01", done="A", next_steps="B", risks="Keine",
        spent="100",
        forecast="20000", light="green", light_reason="Alles läuft wie geplant.",
    )  # fmt: skip
    assert page.shows("Über dieses Quartal wurde bereits berichtet")
    report(stage, measure, is_final=True)
    assert not any("berichtet" in words for words in offered(clerk, address))
