"""Two act on one demand at the same moment: one is done, the other is told."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from coordination.demands.models import Demand, DemandAnswer, DemandMeasure
from tests.concurrency.threads import Deed, at_once
from tests.coordination.demands.demands import (
    BGI,
    CLERK,
    EVIDENT,
    HEAD,
    KI,
    REASON,
    brought_to,
    measure_of,
)
from tests.town import Town
from tests.trails import assert_trails_hold
from workflows.actions.acting.acts import Request, act
from workflows.models import Case, Event


def deed(town: Town, demand: Demand, name: str, desk: str, **data: Any) -> Deed:
    """An act on the version that is there now."""
    version = Case.objects.values_list("version", flat=True).get(pk=demand.case_id)
    request = Request(demand.case_id, name, town.person(desk).pk, town.now, command=uuid4(),
                      version=version, text=REASON, data=data)  # fmt: skip
    return partial(act, request)


@pytest.mark.parametrize(
    ("situation", "first", "second", "ends"),
    [
        (
            "examining:drafted", ("sign_answer", BGI, {}), ("return_answer", "mayor-mayor", {}),
            {"answered", "examining"},
        ),
        (
            "examining:drafted", ("sign_answer", BGI, {}), ("sign_answer", "mayor-mayor", {}),
            {"answered"},
        ),
        (
            "reported", ("record_confirmation", KI, EVIDENT),
            ("record_dispute", "centre-clerk", EVIDENT), {"confirmed", "disputed"},
        ),
        (
            "answered", ("report_fulfilled", HEAD, {}), ("settle_demand", BGI, {}),
            {"reported", "settled"},
        ),
    ],
)  # fmt: skip
def test_one_wins_and_the_other_gets_a_conflict(
    town: Town,
    situation: str,
    first: tuple[str, str, dict[str, Any]],
    second: tuple[str, str, dict[str, Any]],
    ends: set[str],
) -> None:
    for turn in range(3):
        demand = brought_to(town, situation, title=f"Forderung {turn}")
        deeds = [deed(town, demand, name, desk, **data) for name, desk, data in (first, second)]
        seq = Case.objects.get(pk=demand.case_id).seq
        results = at_once(deeds)
        (loser,) = [result for result in results if isinstance(result, Exception)]
        demand.refresh_from_db()
        assert (getattr(loser, "status", loser), demand.state in ends) == (409, True)
        assert Event.objects.filter(case=demand.case_id, seq__gt=seq).count() == 1
        assert DemandAnswer.objects.filter(demand=demand, signed_at__isnull=False).count() <= 1
        assert_trails_hold(demand.case_id)


def test_a_measure_is_linked_once(town: Town) -> None:
    demand, measure = brought_to(town, "examining"), measure_of(town)
    deeds = [deed(town, demand, "link_measure", desk, measure=measure.pk) for desk in (CLERK, HEAD)]
    refused = [result for result in at_once(deeds) if isinstance(result, Exception)]
    assert [getattr(one, "status", one) for one in refused] == [422]
    assert DemandMeasure.objects.filter(demand=demand).count() == 1
