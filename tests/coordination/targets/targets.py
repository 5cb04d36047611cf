"""A target of a small town, in each of its situations."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from coordination.targets.actions.targets import open_target
from coordination.targets.models import Objective, Target
from tests.town import Town
from workflows.actions.time.clock import take_effects
from workflows.calendars import BERLIN
from workflows.models import Case

SECRETARY = "council_office-council_secretary"
ROLES = {
    "clerk": "youth-clerk",
    "head": "youth-head",
    "other_clerk": "school-clerk",
    "other_head": "school-head",
    "ki_clerk": "centre-clerk",
    "ki_head": "centre-head",
    "bgi": "division_3-deputy_mayor",
    "mayor": "mayor-mayor",
    "secretary": SECRETARY,
    "observer": "council-observer",
    "stranger": "health-clerk",
}


def objectives(town: Town) -> list[dict[str, Any]]:
    """Places of the youth office that shall rise, waiting children of schools that shall fall."""
    return [
        {
            "text": "Mehr Plätze in Sprachkursen", "indicator": "Plätze", "unit": "Plätze",
            "baseline": "120", "baseline_on": "2026-01-01", "goal": "400", "due_on": "2026-12-31",
            "rhythm": "quarter", "office": town.units["youth"],
        },
        {
            "text": "Weniger Kinder ohne Schulplatz", "indicator": "Kinder ohne Schulplatz",
            "unit": "Kinder", "baseline": "90", "baseline_on": "2026-01-01", "goal": "0",
            "due_on": "2027-06-30", "rhythm": "half_year", "office": town.units["school"],
        },
    ]  # fmt: skip


def target(town: Town, by: str = "youth-clerk", **fields: Any) -> Target:
    """A complete draft of the youth office."""
    said: dict[str, Any] = {
        "title": "Zielvorgabe Integration",
        "lead": town.units["youth"],
        "proposal": "Der Rat beschließt die Zielvorgabe mit ihrem Zeitrahmen.",
        "facts": "Die Verbände fordern sie seit dem 01.12.2015.",
        "starts_on": "2026-03-01",
        "ends_on": "2027-12-31",
        "objectives": objectives(town),
    }
    outcome = open_target(
        fields={**said, **fields}, by=town.person(by), at=town.now, command=uuid4()
    )
    return Target.objects.get(case=outcome.case)


def resolved(town: Town, **fields: Any) -> Target:
    """One that the council had resolved before; it runs."""
    found = target(town, by=SECRETARY, **fields)
    town.do(
        found.case_id, "take_over_decided", SECRETARY, resolved_on="2026-02-23", paper="DS 26-0012"
    )
    return found


def missed(town: Town) -> Target:
    """One whose first objective was missed; the council has not taken note."""
    found = resolved(town)
    town.now = midnight(2027, 1, 1)
    take_effects(at=town.now)
    return found


def midnight(year: int, month: int, day: int) -> datetime:
    """The first moment of a day in the city."""
    return datetime(year, month, day, tzinfo=BERLIN)


def measured(town: Town, row: Objective, value: str, on: str, by: str = "youth-clerk") -> None:
    """A value is recorded on its day, or today if that is later."""
    town.do(row.target.case_id, "record_reading", by, objective=row.pk, value=value, measured_on=on)


def in_situation(town: Town, situation: str) -> Target:
    """A target in a state, or a variant of it."""
    return {
        "draft": target, "check": _submitted, "running": resolved, "running:missed": missed,
    }[situation](town)  # fmt: skip


def _submitted(town: Town) -> Target:
    found = target(town)
    town.do(found.case_id, "submit", "youth-head")
    return found


def state(found: Target) -> str:
    return Case.objects.values_list("state", flat=True).get(pk=found.case_id)


def later(town: Town, days: int) -> None:
    """Let days pass."""
    town.now += timedelta(days=days)
