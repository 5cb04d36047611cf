"""A demand that was taken up in measures goes as they go (domain 2.7)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from coordination.demands.actions.following import follow_measures
from coordination.demands.queries.demands import demands_served_by
from tests.coordination.demands.demands import (
    BGI,
    CLERK,
    HEAD,
    KI,
    REASON,
    brought_to,
    codes,
    deadlines,
    do,
    draft,
    link,
    measure_of,
    open_tasks,
    told,
)
from tests.town import Town
from workflows.models import Case
from workflows.refusals import GuardsUnmet

pytestmark = pytest.mark.django_db


def test_a_demand_in_measures_is_fulfilled_when_all_are_completed(town: Town) -> None:
    demand = brought_to(town, "in_measure")
    second = measure_of(town, title="Zweite Maßnahme")
    link(town, demand, second)
    first = demand.links.earliest("pk").measure
    assert open_tasks(demand) == []
    _ends(first.case_id, "completed")
    assert follow_measures(at=town.now) == 0
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, demand, "report_fulfilled", HEAD)
    assert "1" in str(refusal.value.unmet[0].text)
    _ends(second.case_id, "evaluated")
    assert (follow_measures(at=town.now), follow_measures(at=town.now)) == (1, 0)
    demand.refresh_from_db()
    assert (demand.state, demand.is_open) == ("reported", True)


def _ends(case: int, state: str) -> None:
    """A measure is in a state; its own way there is tested elsewhere."""
    with transaction.atomic():
        row = Case.objects.get(pk=case)
        Case.objects.filter(pk=case).update(state=state, version=row.version + 1)


def test_a_measure_that_fails_reopens_its_demand(town: Town) -> None:
    demand = brought_to(town, "in_measure")
    measure = demand.links.get().measure
    town.do(measure, "withdraw", HEAD, text=REASON)
    town.now += timedelta(days=7)
    assert follow_measures(at=town.now) == 1
    demand.refresh_from_db()
    assert (demand.state, demand.links.get().end) == ("assigned", "failed")
    assert demand.open_since == date(2026, 2, 27)
    # A whole period again: from Monday, 9 March.
    assert deadlines(demand)["demand_answer"] == date(2026, 4, 22)
    assert told("demand_reopened") >= {f"{desk}@town.example" for desk in (KI, HEAD, CLERK)}
    do(town, demand, "begin_examination", CLERK)
    with pytest.raises(GuardsUnmet) as refusal:
        draft(town, demand, "in_measure")
    assert codes(refusal) == ["measure_missing"]


def test_a_measure_that_fails_before_the_signature_is_no_answer(town: Town) -> None:
    demand = brought_to(town, "examining")
    measure = measure_of(town)
    link(town, demand, measure)
    draft(town, demand, "in_measure")
    town.do(measure, "withdraw", HEAD, text=REASON)
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, demand, "sign_answer", BGI)
    assert codes(refusal) == ["measure_missing"]


def test_the_measure_shows_the_demand_to_who_may_see_it(town: Town) -> None:
    demand = brought_to(town, "in_measure")
    measure = demand.links.get().measure
    assert demands_served_by(measure.pk, town.person(HEAD), at=town.now) == [demand]
    assert demands_served_by(measure.pk, town.person("school-head"), at=town.now) == []


def test_only_a_measure_that_one_sees_is_linked(town: Town) -> None:
    demand = brought_to(town, "examining")
    hidden = town.propose(title="Entwurf des Jugendamts")
    with pytest.raises(GuardsUnmet) as refusal:
        link(town, demand, hidden)
    assert codes(refusal) == ["unknown"]
