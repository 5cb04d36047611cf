"""A measure rests and goes on: no working day is lost, none is won (M26, M27)."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.town import Town
from workflows.actions.time.ladder import climb
from workflows.calendars import BERLIN
from workflows.models import Deadline, DeadlineEntry, Task
from workflows.refusals import GuardsUnmet

pytestmark = pytest.mark.django_db

REASON = "Die Fördermittel sind noch nicht bewilligt."


def on(day: int, month: int) -> datetime:
    return datetime(2026, month, day, 10, 0, tzinfo=BERLIN)


def milestones(case: int) -> list[tuple[str, str]]:
    rows = Deadline.objects.filter(case=case, kind="milestone").order_by("subject")
    return [(row.status, str(row.due_on)) for row in rows]


def rest(town: Town, measure: object, until: str) -> None:
    town.do(measure, "pause", "division_3-deputy_mayor", text=REASON, until=until)  # type: ignore[arg-type]


@pytest.fixture
def measure(town: Town) -> object:
    """In implementation, with milestones on 1 July and 3 August 2026."""
    stones = [
        {"id": None, "title": "Träger ausgewählt", "due_on": "2026-07-01"},
        {"id": None, "title": "Kurse begonnen", "due_on": "2026-08-03"},
    ]
    measure = town.in_deliberation(milestones=stones)
    town.decide(measure)
    town.do(
        measure, "start_implementation", "youth-head", responsible=town.person("youth-clerk").pk
    )
    return measure


def test_pause_keeps_the_working_days_and_resume_gives_them_back(
    town: Town, measure: object
) -> None:
    """Rested from Monday 4 May to Monday 1 June 2026. Of the first milestone 39 working days were
    left (17 in May, 21 in June, 1 in July), of the second 62; counted anew from 1 June by hand.
    """
    case = measure.case_id  # type: ignore[attr-defined]
    town.now = on(4, 5)
    rest(town, measure, "2026-09-01")
    assert town.state(measure) == "paused"  # type: ignore[arg-type]
    assert milestones(case) == [("paused", "2026-07-01"), ("paused", "2026-08-03")]
    assert {key for key, _desk in town.open_tasks(measure)} == {"resume"}  # type: ignore[arg-type]
    assert climb(at=on(1, 8)).rungs == 0
    town.now = on(1, 6)
    town.do(measure, "resume", "youth-head")  # type: ignore[arg-type]
    assert town.state(measure) == "implementation"  # type: ignore[arg-type]
    days = ("2026-07-27", "2026-08-27")
    assert milestones(case) == [("running", days[0]), ("running", days[1])]
    stones = measure.milestones.order_by("due_on").values_list("due_on", flat=True)  # type: ignore[attr-defined]
    assert [str(day) for day in stones] == list(days)
    assert ("milestone", "youth-clerk") in town.open_tasks(measure)  # type: ignore[arg-type]
    assert Task.objects.filter(case=case, status="waiting").count() == 0
    changes = DeadlineEntry.objects.filter(deadline__case=case).values_list("change", flat=True)
    assert sorted(set(changes)) == ["paused", "resumed"]


def test_a_measure_may_rest_more_than_once(town: Town, measure: object) -> None:
    case = measure.case_id  # type: ignore[attr-defined]
    before = milestones(case)
    for _turn in range(3):
        rest(town, measure, "2026-09-01")
        town.do(measure, "resume", "youth-head")  # type: ignore[arg-type]
    assert milestones(case) == before


@pytest.mark.parametrize(
    ("until", "code"),
    [("2026-01-02", "past"), ("2030-01-02", "too_long"), ("2026-05-01", "no_working_day")],
)
def test_pause_needs_a_fitting_day(town: Town, measure: object, until: str, code: str) -> None:
    town.now = on(20, 4)
    with pytest.raises(GuardsUnmet) as error:
        rest(town, measure, until)
    assert [item.code for item in error.value.unmet] == [code]
