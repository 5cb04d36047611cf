"""The traffic light in the list says the same as the rule that reports are held against."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from coordination.implementing.models import Milestone, StatusReport
from coordination.implementing.queries.lights import light_days, with_light
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
        next_steps="x", risks="x", spent=Decimal(1), forecast=Decimal(forecast), written_at=at,
        written_by=measure.case.opened_by, released_at=at, released_by=measure.case.opened_by,
        **{"light": "green", **more},
    )  # fmt: skip


def test_light_agrees_with_the_rule_of_reports(town: Town) -> None:
    chance, calendar = random.Random(7), working_calendar()
    measure = _implemented(town, since=date(2026, 1, 5))
    for _number in range(60):
        today = date(2026, 4, 1) + timedelta(days=chance.randrange(200))
        due = today + timedelta(days=chance.randrange(-45, 20))
        forecast = Decimal(chance.choice(["900", "1000", "1001", "1100", "1101"]))
        Milestone.objects.filter(measure=measure).update(due_on=due)
        StatusReport.objects.all().delete()
        reported = chance.choice([True, False])
        last = quarter_of(today)[0] - timedelta(days=1)
        _report(
            measure, last if reported else date(2026, 1, 5) - timedelta(days=200), str(forecast)
        )
        end = last
        while report_due_on(end, calendar) >= today:
            end = quarter_of(end)[0] - timedelta(days=1)
        late = not reported and end >= date(2026, 1, 5)
        expected = traffic_light(
            measure.milestones.all(), cost=measure.cost or Decimal(1000), forecast=forecast,
            today=today, calendar=calendar, report_late=late,
        )  # fmt: skip
        assert _shown(measure, today) == expected, (today, due, forecast, reported)


@pytest.mark.parametrize(
    ("state", "light"), [("draft", ""), ("resolved", "grey"), ("completed", ""), ("rejected", "")]
)
def test_light_is_there_only_when_there_is_work(town: Town, state: str, light: str) -> None:
    measure = town.propose()
    if state != "draft":
        Case.objects.filter(pk=measure.case_id).update(state=state, version=2)
    assert _shown(measure, date(2026, 3, 2)) == light


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
