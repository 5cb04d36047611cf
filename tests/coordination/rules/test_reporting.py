"""M25: who reports quarterly and who half-yearly, and when the next report falls due."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from coordination.implementing.models import StatusReport
from coordination.implementing.queries.lights import light_days, with_light
from coordination.implementing.rules import report_period
from coordination.measures.models import Measure
from tests.situations import Stage
from tests.town import Town
from workflows.models import Case, Deadline, RouteThreshold
from workflows.queries.people.routes import working_calendar
from workflows.refusals import GuardsUnmet

LIMIT = Decimal(50000)
SECOND, THIRD = date(2026, 6, 30), date(2026, 9, 30)


def _last(light: str, end: date = date(2026, 3, 31)) -> StatusReport:
    return StatusReport(light=light, period_end=end)


@pytest.mark.parametrize(
    ("last", "cost", "limit", "end"),
    [
        (_last("green"), "49999.99", LIMIT, THIRD),
        (_last("green"), "0", LIMIT, THIRD),
        (_last("green"), "50000", LIMIT, SECOND),
        (_last("green"), "49999.99", None, SECOND),
        (_last("yellow"), "49999.99", LIMIT, SECOND),
        (_last("red"), "0", LIMIT, SECOND),
        (None, "49999.99", LIMIT, SECOND),
        # A report is missing in between: it is unknown whether all is well.
        (_last("green", date(2025, 12, 31)), "49999.99", LIMIT, SECOND),
    ],
)
def test_half_year_is_reported_by_small_green_measures_only(
    last: StatusReport | None, cost: str, limit: Decimal | None, end: date
) -> None:
    for day in (date(2026, 4, 1), date(2026, 6, 30)):
        found = report_period(day, last=last, cost=Decimal(cost), limit=limit)
        assert found == (date(2026, 4, 1), end)


def test_half_year_reaches_over_the_turn_of_the_year() -> None:
    last = _last("green", date(2026, 9, 30))
    found = report_period(date(2026, 10, 1), last=last, cost=Decimal(1), limit=LIMIT)
    assert found == (date(2026, 10, 1), date(2027, 3, 31))


def _reported(town: Town, cost: str, light: str, limit: str | None) -> Measure:
    """A measure whose report on the first quarter of 2026 was released on 2 March."""
    measure = town.propose(cost=cost, cover="Etat")
    since = datetime(2026, 1, 5, tzinfo=UTC)
    Case.objects.filter(pk=measure.case_id).update(
        state="implementation", version=2, state_since=since
    )
    if limit:
        RouteThreshold.objects.create(
            route_id=measure.case.route_id, key="half_yearly_report", amount=Decimal(limit)
        )
    StatusReport.objects.create(
        measure=measure, period_start=date(2026, 1, 1), period_end=date(2026, 3, 31),
        status="released", done="x", next_steps="x", risks="x", spent=Decimal(0),
        forecast=Decimal(cost), written_at=since, written_by=measure.case.opened_by,
        released_at=since, released_by=measure.case.opened_by, light=light, light_reason="",
    )  # fmt: skip
    measure.milestones.update(due_on=date(2027, 12, 1))
    return measure


@pytest.mark.parametrize(
    ("cost", "light", "limit", "july", "october"),
    [
        ("49999", "green", "50000", "green", "yellow"),
        ("50000", "green", "50000", "yellow", "yellow"),
        ("49999", "green", None, "yellow", "yellow"),
        ("49999", "yellow", "50000", "yellow", "yellow"),
    ],
)
def test_light_waits_for_the_half_yearly_report(
    town: Town, cost: str, light: str, limit: str | None, july: str, october: str
) -> None:
    measure = _reported(town, cost, light, limit)
    shown = []
    # Ten working days after 30 June and 30 September: in time up to the 14th of both.
    for today in (date(2026, 7, 15), date(2026, 10, 14), date(2026, 10, 15)):
        days = light_days(working_calendar(), today)
        shown.append(with_light(Measure.objects.filter(pk=measure.pk), days).get().light)
    assert shown == [july, july, october]


@pytest.mark.parametrize(
    ("cost", "limit", "due"),
    [
        ("49999", "50000", date(2027, 1, 15)),
        ("50000", "50000", date(2026, 10, 14)),
        ("49999", None, date(2026, 10, 14)),
    ],
)
def test_released_report_asks_for_the_next_one(
    town: Town, cost: str, limit: str | None, due: date
) -> None:
    # The report lies with the head in the second quarter.
    stage = Stage(town)
    measure = stage.implementation()
    Measure.objects.filter(pk=measure.pk).update(cost=Decimal(cost))
    if limit:
        RouteThreshold.objects.create(
            route_id=measure.case.route_id, key="half_yearly_report", amount=Decimal(limit)
        )
    town.do(measure, "release_report", stage.head)
    waiting = Deadline.objects.filter(case=measure.case_id, kind="status_report", status="running")
    assert [(one.subject, one.due_on) for one in waiting] == [("quarter:2026-07-01", due)]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"spent": "30000", "forecast": "20000"}, "forecast_below_spent"),
        ({"light": "red"}, "light_reason_missing"),
        ({"light": "yellow", "light_reason": " "}, "light_reason_missing"),
        ({"light": "grey", "light_reason": "Wir warten."}, "light_missing"),
        ({"forecast": "22001"}, "light_reason_missing"),
        ({"light": "red", "light_reason": "Der Träger hat gekündigt."}, ""),
        ({"spent": "20000", "forecast": "20000"}, ""),
    ],
)
def test_report_that_contradicts_itself_is_refused(
    town: Town, values: dict[str, str], code: str
) -> None:
    """M25: nothing is taken that would then count for nothing; computed, the light is green."""
    stage = Stage(town)
    measure = stage.implementation()
    town.do(measure, "return_report", stage.head, text="Bitte noch einmal ansehen.")
    start = measure.reports.get().period_start
    words = {"done": "Ja", "next_steps": "Mehr", "risks": "Keine", "period_start": str(start)}
    report = {**words, "spent": "1", "forecast": "20000", "light": "green", **values}
    if not code:
        town.do(measure, "draft_report", stage.clerk, **report)
        return
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, "draft_report", stage.clerk, **report)
    assert [unmet.code for unmet in refusal.value.unmet] == [code]
