"""What triggers keep beside a measure for the list, and the same asked of the tables themselves."""

from __future__ import annotations

from typing import Any

from coordination.implementing.models import LightFacts
from coordination.measures.models import Measure
from workflows.models import RouteThreshold

Facts = dict[int, tuple[Any, ...]]


def kept(**which: object) -> Facts:
    """State and facts as the list reads them, by measure."""
    lights = {facts.pk: _told(facts) for facts in LightFacts.objects.all()}
    assert not lights.keys() - {*Measure.objects.values_list("pk", flat=True)}
    states = Measure.objects.filter(**which).values_list("pk", "state")
    return {pk: (state, lights.get(pk)) for pk, state in states}


def _told(facts: LightFacts) -> tuple[Any, ...]:
    report = (facts.period_end, facts.light, facts.has_own_light, facts.forecast)
    return (
        facts.since, facts.cost, facts.half_yearly_below, facts.due_on,
        None if facts.period_end is None else report,
    )  # fmt: skip


def computed(**which: object) -> Facts:
    """The same, measure by measure."""
    states = Measure.objects.filter(**which).values_list("pk", "case__state")
    return {pk: (state, _asked(pk) if state == "implementation" else None) for pk, state in states}


def _asked(key: int) -> tuple[Any, ...]:
    measure = Measure.objects.select_related("case").get(pk=key)
    below = RouteThreshold.objects.filter(route=measure.case.route, key="half_yearly_report")
    dues = [
        stone.due_on
        for stone in measure.milestones.all()
        if not stone.is_over and not stone.is_paused
    ]
    reports = [report for report in measure.reports.all() if report.status == "released"]
    last = max(reports, key=lambda report: (report.period_end, report.is_final), default=None)
    return (
        measure.case.state_since, measure.cost, below.values_list("amount", flat=True).first(),
        min(dues, default=None),
        last and (last.period_end, last.light, last.has_own_light, max(last.spent, last.forecast)),
    )  # fmt: skip
