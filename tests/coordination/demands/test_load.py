"""An office that cannot carry one more demand (domain 2.8): numbers, another office, the mark."""

from __future__ import annotations

import pytest

from coordination.demands.actions.following import follow_measures
from tests.coordination.demands.demands import (
    BGI,
    CLERK,
    HEAD,
    KI,
    REASON,
    assign,
    association,
    bring_on,
    brought_to,
    do,
    measure_of,
    open_tasks,
    recorded,
    register,
)
from tests.coordination.letter.test_load import capacity
from tests.journeys.driver import Person
from tests.town import Town
from workflows.models import Event
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db


def test_who_assigns_reads_the_numbers_and_who_has_room(town: Town) -> None:
    capacity(town, "school", 0)
    capacity(town, "youth", 4)
    demand = recorded(town)
    register(town, demand)
    page = Person(town, BGI).get(f"/forderungen/{demand.case_id}/zuweisen/")
    assert "despite_load" not in page.html
    school = "Unit school (school)"
    refused = page.fill_in("/zuweisen/", status=422, office=school)
    assert refused.shows("tragen kann es 0", "Unit youth", "Trotzdem dort zuweisen")
    refused.fill_in("/zuweisen/", office=school, despite_load="on")
    demand.refresh_from_db()
    assert (demand.state, demand.office_id) == ("assigned", town.units["school"])
    # Who confirms the load has assigned: nobody is asked again, and the trail says it.
    assert "demand_load" not in dict(open_tasks(demand))
    event = Event.objects.get(case=demand.case_id, action="assign_demand")
    assert event.data["over_load"] is True
    assert Person(town, BGI).get(f"/forderungen/{demand.case_id}/").shows("Amt ausgelastet")


def test_office_with_room_is_asked_nothing(town: Town) -> None:
    capacity(town, "social", 9)
    demand = brought_to(town, "registered")
    assign(town, demand)
    event = Event.objects.get(case=demand.case_id, action="assign_demand")
    assert (demand.state, event.data["over_load"]) == ("assigned", False)


def test_demand_that_comes_back_by_itself_is_marked_until_somebody_weighs_it(town: Town) -> None:
    association(town, with_guest=True)
    demand, measure = recorded(town), measure_of(town)
    bring_on(town, demand, "examining")
    do(town, demand, "link_measure", CLERK, measure=measure.pk)
    do(town, demand, "draft_answer", CLERK, outcome="in_measure", answer=REASON)
    do(town, demand, "sign_answer", BGI)
    capacity(town, "social", 0)
    town.do(measure, "withdraw", HEAD, text=REASON)
    follow_measures(at=town.now)
    assert ("demand_load", BGI) in open_tasks(demand)
    do(town, demand, "begin_examination", CLERK)
    # The work goes on, and the question stands; the sender reads nothing of it.
    assert ("demand_load", BGI) in open_tasks(demand)
    page = f"/forderungen/{demand.case_id}/"
    mark = "Amt ausgelastet"
    assert Person(town, HEAD).get(page).shows(mark)
    assert not Person(town, "aid-guest").get(page).shows(mark)
    with pytest.raises(NotAllowed):
        do(town, demand, "confirm_load", KI)
    do(town, demand, "confirm_load", BGI)
    assert "demand_load" not in dict(open_tasks(demand))
    with pytest.raises(GuardsUnmet):
        do(town, demand, "confirm_load", BGI)
    assert list(verify()) == []
