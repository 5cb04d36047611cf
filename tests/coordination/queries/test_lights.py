"""The traffic light in the list says the same as the rule that reports are held against."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from coordination.implementing.models import Milestone, StatusReport
from coordination.implementing.queries.lights import light_days, running_with, with_light
from coordination.implementing.rules import quarter_of, report_due_on, traffic_light
from coordination.measures.models import Measure
from tests.town import Town
from workflows.models import Case
from workflows.queries.people.routes import working_calendar


def _implemented(town: Town, *, since: date) -> Measure:
    measure = town.propose(cost="1000", cover="x")
    Case.objects.filter(pk=measure.case_id).update(
        state="implementation",
        version=2,
        state_since=datetime.combine(since, datetime.min.time(), UTC),
    )
    return measure


def _shown(measure: Measure, today: date) -> str:
    days = light_days(working_calendar(), today)
    return with_light(Measure.objects.filter(pk=measure.pk), days).get().light


def _report(measure: Measure, day: date, forecast: str, **more: str) -> StatusReport:
    start, end = quarter_of(day)
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return StatusReport.objects.create(
        measure=measure, period_start=start, period_end=end, status="released", done="x",
        next_steps="x", risks="x", forecast=Decimal(forecast), written_at=at,
        written_by=measure.case.opened_by, released_at=at, released_by=measure.case.opened_by,
        **{"light": "green", "spent": "1", **more},
    )  # fmt: skip


def test_light_agrees_with_the_rule_of_reports(town: Town) -> None:
    chance, calendar = random.Random(7), working_calendar()
    measure = _implemented(town, since=date(2026, 1, 5))
    for _number in range(60):
        today = date(2026, 4, 1) + timedelta(days=chance.randrange(200))
        due = today + timedelta(days=chance.randrange(-45, 20))
        cost = chance.choice([None, Decimal(0), Decimal(1000), Decimal(1000), Decimal(1000)])
        Measure.objects.filter(pk=measure.pk).update(cost=cost)
        forecast = Decimal(chance.choice(["0", "900", "1000", "1001", "1100", "1101"]))
        spent = Decimal(chance.choice(["0", "0", "1000", "1050", "1200"]))
        Milestone.objects.filter(measure=measure).update(due_on=due)
        StatusReport.objects.all().delete()
        reported = chance.choice([True, False])
        last = quarter_of(today)[0] - timedelta(days=1)
        _report(
            measure,
            last if reported else date(2026, 1, 5) - timedelta(days=200),
            str(forecast),
            spent=str(spent),
        )
        end = last
        while report_due_on(end, calendar) >= today:
            end = quarter_of(end)[0] - timedelta(days=1)
        late = not reported and end >= date(2026, 1, 5)
        expected = traffic_light(
            measure.milestones.all(), cost=cost, spent=spent, forecast=forecast, today=today,
            calendar=calendar, report_late=late,
        )  # fmt: skip
        assert _shown(measure, today) == expected, (today, due, cost, spent, forecast, reported)


@pytest.mark.parametrize(
    ("state", "light"), [("draft", ""), ("resolved", "grey"), ("completed", ""), ("rejected", "")]
)
def test_light_is_there_only_when_there_is_work(town: Town, state: str, light: str) -> None:
    measure = town.propose()
    if state != "draft":
        Case.objects.filter(pk=measure.case_id).update(state=state, version=2)
    assert _shown(measure, date(2026, 3, 2)) == light


@pytest.mark.parametrize(
    ("cost", "spent", "forecast", "light"),
    [
        ("0", "0", "0", "green"),
        ("0", "0", "90000", "red"),
        ("0", "0.01", "0", "red"),
        ("20000", "30000", "20000", "red"),
        ("20000", "20001", "20000", "yellow"),
        ("20000", "0", "22000", "yellow"),
        ("20000", "0", "22000.01", "red"),
        ("20000", "20000", "20000", "green"),
    ],
)
def test_light_counts_what_is_spent_or_forecast_whichever_is_more(
    town: Town, cost: str, spent: str, forecast: str, light: str
) -> None:
    """Domain 1.3: green up to 100 %, yellow up to 110 %, red beyond; of nothing all is too much."""
    measure = _implemented(town, since=date(2026, 1, 5))
    Measure.objects.filter(pk=measure.pk).update(cost=Decimal(cost))
    _report(measure, date(2026, 3, 1), forecast, spent=spent)
    days = light_days(working_calendar(), date(2026, 4, 20))
    assert _shown(measure, date(2026, 4, 20)) == light
    assert Measure.objects.filter(pk__in=running_with(light, days)).exists()


def test_worse_light_with_a_reason_stays_until_the_next_report(town: Town) -> None:
    measure = _implemented(town, since=date(2026, 1, 5))
    _report(measure, date(2026, 3, 1), "900", light="red", light_reason="Der Träger hat gekündigt.")
    assert _shown(measure, date(2026, 4, 20)) == "red"
    _report(measure, date(2026, 5, 1), "900", light="green")
    assert _shown(measure, date(2026, 7, 20)) == "green"


def test_better_light_with_a_reason_holds_while_reports_are_in_time(town: Town) -> None:
    measure = _implemented(town, since=date(2026, 1, 5))
    Milestone.objects.filter(measure=measure).update(due_on=date(2026, 3, 1))
    _report(measure, date(2026, 3, 1), "900", light="green", light_reason="Nur das Schild fehlt.")
    assert _shown(measure, date(2026, 4, 2)) == "green"
    assert _shown(measure, date(2026, 8, 3)) == "red"
