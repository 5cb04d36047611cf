"""Two send a circulation at once; an office answers while it is spared; a button pressed twice."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from coordination.measures.models import Measure
from tests.concurrency.threads import Deed, at_once
from tests.coordination.flows.test_circulating import REASON, ask, item
from tests.coordination.flows.test_lapsing import task_of
from tests.coordination.flows.test_preparing import in_check, plan
from tests.town import Town
from tests.trails import assert_trails_hold
from workflows.actions.acting.acts import Outcome
from workflows.models import CosignatureItem, Event
from workflows.refusals import Conflict, GuardsUnmet


def act(town: Town, measure: Measure, name: str, by: str, **data: Any) -> Deed:
    town.person(by)
    version = measure.case.version
    return lambda: town.do(measure, name, by, version=version, **data)


def fresh(measure: Measure) -> Measure:
    return Measure.objects.select_related("case").get(pk=measure.pk)


def test_two_send_at_once_and_one_round_begins(town: Town) -> None:
    measure = in_check(town)
    plan(town, measure, ("health", "cosign", "", ""))
    measure = fresh(measure)
    desks = ("centre-clerk", "centre-head")
    results = at_once([act(town, measure, "pass_check", desk) for desk in desks])
    done = [result for result in results if isinstance(result, Outcome)]
    late = [result for result in results if isinstance(result, Conflict)]
    assert (len(done), len(late)) == (1, 1)
    rows = CosignatureItem.objects.filter(case=measure.case_id, unit=town.units["health"])
    assert list(rows.values_list("round", flat=True)) == [1]
    assert_trails_hold(measure.case_id)


def test_an_office_answers_or_is_spared_never_both(town: Town) -> None:
    for time in range(5):
        measure = fresh(town.in_cosigning(title=f"Kurs {time}", impact_school=True))
        ask(town, measure, "health")
        task = task_of(town, measure.case_id, "health-head")
        asked = item(town, measure, "health")
        results = at_once([
            act(town, measure, "vote", "health-head", task=task, choice="approved"),
            act(town, measure, "spare_office", "centre-clerk", item=str(asked.pk), text=REASON),
        ])  # fmt: skip
        done = [isinstance(result, Outcome) for result in results]
        assert sum(done) == 1, results
        assert all(isinstance(one, Outcome | Conflict | GuardsUnmet) for one in results)
        asked.refresh_from_db()
        assert asked.status == ("answered" if done[0] else "void")
        assert asked.votes.count() == int(done[0])
        assert_trails_hold(measure.case_id)


def test_a_button_pressed_twice_asks_once(town: Town) -> None:
    measure = fresh(town.in_cosigning(impact_school=True))
    data = {"unit": town.units["health"], "participation": "cosign", "command": uuid4()}
    deed = act(town, measure, "ask_office", "centre-clerk", **data)
    results = at_once([deed, deed])
    assert [type(result) for result in results] == [Outcome, Outcome]
    assert Event.objects.filter(case=measure.case_id, action="ask_office").count() == 1
    assert item(town, measure, "health").status == "requested"
    assert_trails_hold(measure.case_id)
