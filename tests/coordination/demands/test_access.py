"""Who speaks for an association: whoever has an access that is granted and runs, nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coordination.demands.actions.following import ask_senders_anew
from coordination.guests.actions.inviting import close_accounts
from tests.coordination.demands.demands import (
    EVIDENT,
    KI,
    REASON,
    association,
    brought_to,
    deadlines,
    do,
    grant,
    open_tasks,
)
from tests.town import Town
from workflows.actions.people import return_left_work
from workflows.actions.time.clock import take_effects
from workflows.queries.proof.verification import verify
from workflows.refusals import NotAllowed

pytestmark = pytest.mark.django_db

ASKED_INSIDE = [("demand_confirm", "centre-clerk"), ("demand_confirm", KI)]
ASKED_OUTSIDE = [("demand_confirm", "aid-guest")]


def test_desk_without_an_access_is_spoken_for_by_the_centre(town: Town) -> None:
    association(town, with_desk=True)
    demand = brought_to(town, "reported")
    assert open_tasks(demand) == ASKED_INSIDE
    do(town, demand, "record_confirmation", KI, **EVIDENT)
    assert demand.state == "confirmed"


@pytest.mark.parametrize("end", ["withdrawn", "over", "deactivated"])
def test_access_that_begins_or_ends_moves_the_question(town: Town, end: str) -> None:
    association(town, with_desk=True)
    demand = brought_to(town, "reported")
    access = grant(town, days=20)
    assert (ask_senders_anew(at=town.now), ask_senders_anew(at=town.now)) == (1, 0)
    assert (open_tasks(demand), deadlines(demand)) == (ASKED_OUTSIDE, {})
    with pytest.raises(NotAllowed):
        do(town, demand, "record_confirmation", KI, **EVIDENT)
    town.now += timedelta(days=1)
    if end == "withdrawn":
        town.do(access.case_id, "withdraw_access", KI, text=REASON)
    elif end == "over":
        town.now += timedelta(days=21)
        take_effects(at=town.now)
    else:
        type(access.person).objects.filter(pk=access.person_id).update(deactivated_at=town.now)
    if end == "over":
        close_accounts(at=town.now)
        return_left_work(at=town.now)
    assert (ask_senders_anew(at=town.now), ask_senders_anew(at=town.now)) == (1, 0)
    assert open_tasks(demand) == ASKED_INSIDE
    assert "demand_confirm" in deadlines(demand)
    do(town, demand, "record_confirmation", KI, **EVIDENT)
    assert list(verify()) == []
