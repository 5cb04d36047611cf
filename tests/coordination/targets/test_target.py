"""The council's target with its time frame (domain 2.6; domain 3: “Vorschlag 3”)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from coordination.targets.models import Objective, Reading, Target
from coordination.targets.rules import period_end, share_reached
from tests.coordination.targets.targets import (
    SECRETARY,
    measured,
    midnight,
    missed,
    objectives,
    resolved,
    state,
    target,
)
from tests.journeys.driver import Person
from tests.town import Town
from workflows.actions.time.clock import take_effects
from workflows.models import Case, Event, Notification, Task
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db


def codes(error: pytest.ExceptionInfo[GuardsUnmet]) -> list[str]:
    return sorted(item.code for item in error.value.unmet)


def first(found: Target) -> Objective:
    return found.objectives.get(position=1)


def open_tasks(found: Target) -> list[tuple[str, str]]:
    rows = Task.objects.filter(case=found.case_id, status="open")
    return sorted(rows.values_list("step__key", "desk__key"))


def test_incomplete_target_cannot_be_brought_in_and_every_gap_is_named(town: Town) -> None:
    one, two = objectives(town)
    rows = [{**one, "baseline": None, "office": None}, {**two, "due_on": "2028-06-30"}]
    found = target(town, proposal="", ends_on=None, objectives=rows)
    with pytest.raises(GuardsUnmet) as error:
        town.do(found.case_id, "submit", "youth-head")
    assert codes(error) == [
        "baseline_missing", "ends_on_missing", "office_missing", "proposal_missing",
    ]  # fmt: skip
    town.do(found.case_id, "edit", "youth-clerk", ends_on="2027-12-31", proposal="Der Rat …")
    with pytest.raises(GuardsUnmet) as error:
        town.do(found.case_id, "submit", "youth-head")
    assert codes(error) == ["baseline_missing", "due_outside", "office_missing"]


def test_resolved_target_changes_by_resolution_only(town: Town) -> None:
    found = resolved(town)
    row = first(found)
    with pytest.raises(GuardsUnmet) as error:
        town.do(found.case_id, "edit", "youth-head", title="Anders")
    assert codes(error) == ["only_by_resolution"]
    with pytest.raises(GuardsUnmet) as error:
        town.do(
            found.case_id, "change_by_resolution", SECRETARY, objective=row.pk, goal="300",
            resolved_on="2026-03-02",
        )  # fmt: skip
    assert codes(error) == ["only_by_resolution"]
    row.refresh_from_db()
    assert row.goal == 400

    town.do(
        found.case_id, "change_by_resolution", SECRETARY, objective=row.pk, goal="300",
        due_on="2027-03-31", paper="DS 26-0099", resolved_on="2026-03-02",
    )  # fmt: skip
    row.refresh_from_db()
    found.refresh_from_db()
    assert (row.goal, row.due_on, found.paper) == (300, date(2027, 3, 31), "DS 26-0099")
    event = Event.objects.get(case=found.case_id, action="change_by_resolution")
    assert event.data["before"] == {"goal": "400.00", "due_on": "2026-12-31"}
    # The old day is over and judges nothing.
    take_effects(at=midnight(2027, 1, 1))
    row.refresh_from_db()
    assert row.status == "open"
    assert list(verify()) == []


def test_objective_is_missed_on_the_day_after_its_day(town: Town) -> None:
    found = resolved(town)
    town.now = midnight(2026, 12, 30)
    measured(town, first(found), "399", "2026-12-30")
    take_effects(at=midnight(2027, 1, 1) - timedelta(microseconds=1))
    assert first(found).status == "open"
    take_effects(at=midnight(2027, 1, 1))
    assert first(found).status == "missed"
    event = Event.objects.get(case=found.case_id, action="judge_objective")
    assert (event.actor_id, event.data["status"]) == (None, "missed")
    assert ("objective_note", SECRETARY) in open_tasks(found)
    assert not Task.objects.filter(
        case=found.case_id, status="open", step__subject=f"objective:{first(found).pk}",
        step__key="objective_reading",
    ).exists()  # fmt: skip
    told = Notification.objects.filter(template="objective_missed", channel="in_app")
    assert town.person("division_3-deputy_mayor").pk in told.values_list("recipient", flat=True)


@pytest.mark.parametrize(
    ("place", "value", "status"),
    [(1, "400", "reached"), (1, "399.99", "missed"), (2, "0", "reached"), (2, "1", "missed")],
)
def test_last_value_until_the_day_decides_whichever_way_it_should_go(
    town: Town, place: int, value: str, status: str
) -> None:
    """The first should rise to 400, the second fall to 0."""
    found = resolved(town)
    row = found.objectives.get(position=place)
    town.now = midnight(2026, 12, 1)
    measured(town, row, "500" if place == 1 else "0", "2026-11-01", by="centre-clerk")
    measured(town, row, value, "2026-12-01", by="centre-clerk")
    take_effects(at=midnight(2027, 7, 1))
    row.refresh_from_db()
    assert row.status == status


def test_only_the_note_of_the_council_closes_what_was_missed(town: Town) -> None:
    found = missed(town)
    row = first(found)
    second = found.objectives.get(position=2)
    town.now = midnight(2027, 6, 30)
    measured(town, second, "0", "2027-06-30", by="school-clerk")
    take_effects(at=midnight(2027, 7, 1))
    assert state(found) == "implementation"
    town.now = midnight(2027, 7, 5)
    with pytest.raises(NotAllowed):
        town.do(
            found.case_id, "note_missed", "mayor-mayor", objective=row.pk, noted_on="2027-07-05"
        )
    town.do(found.case_id, "note_missed", SECRETARY, objective=row.pk, noted_on="2027-07-05")
    assert state(found) == "partly_reached"
    assert Case.objects.get(pk=found.case_id).closed_at == town.now
    assert list(verify()) == []


def test_what_was_missed_runs_again_by_resolution(town: Town) -> None:
    found = missed(town)
    row = first(found)
    town.do(
        found.case_id, "change_by_resolution", SECRETARY, objective=row.pk, due_on="2027-06-30",
        paper="DS 27-0001", resolved_on="2026-12-31",
    )  # fmt: skip
    row.refresh_from_db()
    assert row.status == "open"
    assert ("objective_note", SECRETARY) not in open_tasks(found)
    assert ("objective_reading", "youth-clerk") in open_tasks(found)


def test_values_are_recorded_once_a_day_by_who_measures(town: Town) -> None:
    found = resolved(town)
    row = first(found)
    town.now = midnight(2026, 4, 2)
    measured(town, row, "150", "2026-03-31")
    with pytest.raises(GuardsUnmet) as error:
        measured(town, row, "151", "2026-03-31")
    assert codes(error) == ["day_taken"]
    with pytest.raises(GuardsUnmet) as error:
        measured(town, row, "151", "2026-04-03")
    assert codes(error) == ["day_ahead"]
    with pytest.raises(GuardsUnmet) as error:
        measured(town, row, "viele", "2026-04-01")
    assert codes(error) == ["value_missing"]
    with pytest.raises(NotAllowed):
        measured(town, row, "151", "2026-04-01", by="health-clerk")
    assert [(r.measured_on, r.value) for r in Reading.objects.all()] == [
        (date(2026, 3, 31), Decimal(150))
    ]
    # The office is asked again for the next quarter: until ten working days after 30 September.
    due = Task.objects.get(
        case=found.case_id, status="open", step__key="objective_reading", desk__key="youth-clerk"
    )
    assert due.due_at is not None
    assert due.due_at.astimezone(midnight(2026, 1, 1).tzinfo).date() == date(2026, 10, 15)


def test_periods_end_as_the_calendar_says() -> None:
    day = date(2026, 5, 17)
    assert [period_end(day, rhythm) for rhythm in ("quarter", "half_year", "year")] == [
        date(2026, 6, 30), date(2026, 6, 30), date(2026, 12, 31),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "share"), [("90", 0), ("45", 50), ("0", 100), ("-5", 100), ("120", 0), ("31", 65)]
)
def test_the_way_made_is_never_less_than_none_and_never_more_than_all(
    value: str, share: int
) -> None:
    row = Objective(baseline=Decimal(90), goal=Decimal(0))
    assert share_reached(row, Decimal(value)) == share


def test_page_of_what_is_no_measure_opens_while_offices_are_asked(town: Town) -> None:
    """An office that is asked finds there what it can do beside its answer."""
    found = target(town)
    town.do(found.case_id, "submit", "youth-head")
    town.do(found.case_id, "pass_check", "centre-clerk")
    for desk in ("school-head", "youth-head", "mayor-mayor"):
        page = Person(town, desk).get(f"/ziele/{found.case_id}/")
        asks = page.leads_to(f"/ziele/{found.case_id}/rueckfrage-stellen/")
        assert (page.status, asks is not None) == (200, desk == "school-head"), desk
