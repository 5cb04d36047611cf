"""Routes are published whole; running cases keep theirs."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.kinds import AT
from tests.workflows.house import RULE, SINCE, TODAY, YESTERDAY, last_event
from workflows.actions.people import RouteRule
from workflows.calendars import Period
from workflows.models import Case, Deadline, RouteVersion
from workflows.queries.people.routes import (
    cosign_rules_of,
    periods_of,
    route_in_force,
    thresholds_of,
)
from workflows.refusals import GuardsUnmet


def new(**changes):
    return {
        "kind": "errand", "valid_from": TODAY, "note": "faster", "cosign_rules": [RULE],
        "periods": {"check": Period(2, "working_days")},
        "thresholds": {"large": Decimal("5000.50")},
        **changes,
    }  # fmt: skip


def unmet(error):
    return sorted((item.code, item.field) for item in error.value.unmet)


def test_publish_route_adds_a_whole_version(house):
    made = house.do("publish_route", **new())
    route = RouteVersion.objects.get(pk=made.facts["route"])
    assert (route.kind, route.number, route.valid_from) == ("errand", 2, TODAY)
    assert [str(rule) for rule in cosign_rules_of(route.pk)] == ["always → teams"]
    assert periods_of(route.pk)["check"] == Period(2, "working_days")
    assert thresholds_of(route.pk) == {"large": Decimal("5000.50")}
    assert last_event().data["thresholds"] == [{"key": "large", "amount": "5000.50"}]


def test_running_cases_keep_their_route(house):
    old = house.errand()
    made = house.do("publish_route", **new()).facts["route"]
    new_case = house.errand(at=AT + timedelta(hours=1))
    assert Case.objects.get(pk=old).route.number == 1
    assert Case.objects.get(pk=new_case).route_id == made
    days = {d.case_id: (d.amount, d.due_on) for d in Deadline.objects.filter(kind="check")}
    assert days[old] == (5, TODAY + timedelta(days=7))
    assert days[new_case] == (2, TODAY + timedelta(days=2))


def test_planned_route_holds_from_its_day_on(house):
    house.do("publish_route", **new(valid_from=TODAY + timedelta(days=3)))
    assert route_in_force("errand", on=TODAY + timedelta(days=2)).number == 1
    assert route_in_force("errand", on=TODAY + timedelta(days=3)).number == 2
    with pytest.raises(GuardsUnmet) as error:
        house.do("publish_route", **new())
    assert unmet(error) == [("too_early", "valid_from")]


def test_route_does_not_begin_in_the_past(house):
    with pytest.raises(GuardsUnmet) as error:
        house.do("publish_route", **new(valid_from=YESTERDAY))
    assert unmet(error) == [("past", "valid_from")]
    with pytest.raises(GuardsUnmet) as error:
        house.do("publish_route", **new(kind="club"))
    assert unmet(error) == [("unknown", "kind")]


def test_publish_route_tells_all_faults_at_once(house):
    house.do("publish_route", **new())
    with pytest.raises(GuardsUnmet) as error:
        house.do(
            "publish_route",
            **new(
                cosign_rules=[
                    RULE, RULE, RouteRule("strange", "nobody", "watch", "none"),
                ],
                periods={},
                thresholds={"small": Decimal(-1)},
            ),
        )  # fmt: skip
    assert unmet(error) == [
        ("invalid", "cosign_rules.2.participation"),
        ("invalid", "thresholds.0.amount"),
        ("missing", "periods"),
        ("missing", "thresholds"),
        ("twice", "cosign_rules.1.predicate"),
        ("unknown", "cosign_rules.2.predicate"),
        ("unknown", "cosign_rules.2.unit_function"),
        ("unknown", "thresholds.0.key"),
    ]
    assert RouteVersion.objects.count() == 2


def test_periods_of_unknown_steps_are_refused_in_a_later_version(house):
    periods = {"check": Period(2, "working_days"), "dance": Period(1, "days")}
    with pytest.raises(GuardsUnmet) as error:
        house.do("publish_route", **new(periods=periods))
    assert unmet(error) == [("unknown", "periods.1.step")]


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e400", "0.001", "1000000000000"])
def test_thresholds_are_sums_of_money(house, amount):
    with pytest.raises(GuardsUnmet) as error:
        house.do("publish_route", **new(thresholds={"large": Decimal(amount)}))
    assert unmet(error) == [("invalid", "thresholds.0.amount")]


def test_first_version_was_established_by_the_system(house):
    assert route_in_force("errand", on=SINCE).number == 1
