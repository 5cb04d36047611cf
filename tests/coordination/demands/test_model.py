"""Random lives of a demand against a small model written from the domain alone.

The text (domain 2.7): received, registered by the centre, assigned by the deputy mayor for
integration, examined by the office, answered under the deputy mayor's signature; taken up in a
measure it is fulfilled once the measure is completed, and back with the office if that fails;
fulfilled only when the sender says so, else assigned again; withdrawn by the sender at any time;
the days run from the old day until one of the three ends.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from coordination.city.models import FieldOfAction
from coordination.demands.actions.following import follow_measures
from coordination.demands.models import Demand
from tests.coordination.demands.demands import (
    BGI,
    CLERK,
    HEAD,
    KI,
    REASON,
    association,
    do,
    measure_of,
    recorded,
)
from tests.town import Town
from workflows.models import Task
from workflows.refusals import Refusal

pytestmark = pytest.mark.django_db

ENDS = {"confirmed", "withdrawn", "settled"}
WHO = {
    "register": "centre", "assign": "deputy", "begin": "office", "draft": "office",
    "sign": "deputy", "claim": "office", "agree": "sender", "object": "sender",
    "take_back": "sender", "settle": "deputy",
}  # fmt: skip
WHEN = {
    "register": {"received"}, "assign": {"registered", "disputed"}, "begin": {"assigned"},
    "draft": {"examining"}, "sign": {"examining"}, "claim": {"answered", "declined"},
    "agree": {"reported"}, "object": {"answered", "declined", "reported"},
}  # fmt: skip
DESKS = {"centre": KI, "deputy": BGI, "office": HEAD, "sender": "aid-guest", "other": "school-head"}
ACTS = {
    "register": "register_demand", "assign": "assign_demand", "begin": "begin_examination",
    "draft": "draft_answer", "sign": "sign_answer", "claim": "report_fulfilled",
    "agree": "confirm_fulfilled", "object": "dispute", "take_back": "withdraw_demand",
    "settle": "settle_demand",
}  # fmt: skip


@dataclass
class Model:
    """What the text says of a demand."""

    state: str = "received"
    drafted: str = ""
    ended: date | None = None

    def may(self, act: str, by: str) -> bool:
        """Whether the text lets this person do this now, with everything said."""
        drafts_too = act == "draft" and by == "centre"
        if by != WHO[act] and not drafts_too:
            return False
        if act in {"take_back", "settle"}:
            return self.state not in ENDS
        if act == "sign":
            return self.state == "examining" and bool(self.drafted)
        return self.state in WHEN[act]

    def does(self, act: str, says: str, today: date) -> None:
        """What becomes of it."""
        leads = {
            "register": "registered", "assign": "assigned", "begin": "examining",
            "claim": "reported", "agree": "confirmed", "object": "disputed",
            "take_back": "withdrawn", "settle": "settled",
        }  # fmt: skip
        if act == "draft":
            self.drafted = says
        else:
            self.state = self.drafted if act == "sign" else leads[act]
            self.drafted = ""
        self.ended = today if self.state in ENDS else None

    def measure_ends(self, *, well: bool) -> None:
        """A linked measure was completed, or will not be carried out."""
        if self.state == "in_measure":
            self.state = "reported" if well else "assigned"

    def asks(self) -> set[str]:
        """Who is asked for what, the interim notice apart."""
        return {
            "received": {"demand_register"}, "registered": {"demand_assign"},
            "disputed": {"demand_assign"}, "assigned": {"demand_examine"},
            "examining": {"demand_sign" if self.drafted else "demand_answer"},
            "answered": {"demand_fulfil"}, "reported": {"demand_confirm"},
        }.get(self.state, set())  # fmt: skip


def said(town: Town, act: str, says: str) -> dict[str, Any]:
    """Everything that an act may need."""
    more: dict[str, dict[str, Any]] = {
        "register": {
            "confirmed_on": str(town.now.date()), "confirmed_way": "mail",
            "fields_of_action": [FieldOfAction.objects.get(key="language").pk],
        },
        "assign": {"office": town.units["social"]},
        "draft": {"outcome": says, "answer": REASON},
    }  # fmt: skip
    return more.get(act, {})


@pytest.mark.parametrize("seed", range(12))
def test_a_demand_lives_as_the_text_says(town: Town, seed: int) -> None:
    chance, model = random.Random(seed), Model()
    association(town, with_guest=True)
    demand, born = recorded(town), date(2026, 2, 27)
    for turn in range(24):
        # Mostly what leads on, or the random life would never leave its first states.
        fitting = [
            act for act in ACTS if model.may(act, WHO[act]) and act not in {"take_back", "settle"}
        ]
        leads_on = fitting and chance.random() < 0.7
        act = chance.choice(fitting) if leads_on else chance.choice([*ACTS])
        by = WHO[act] if leads_on else chance.choice([*DESKS])
        says = chance.choice(["answered", "declined", "in_measure"])
        if act == "draft" and says == "in_measure" and model.may(act, by):
            measure = measure_of(town, title=f"Maßnahme {turn}")
            do(town, demand, "link_measure", CLERK, measure=measure.pk)
        allowed = model.may(act, by)
        try:
            do(town, demand, ACTS[act], DESKS[by], text=REASON, **said(town, act, says))
        except Refusal:
            happened = False
        else:
            happened = True
        assert happened == allowed, (seed, turn, act, by, model)
        if happened:
            model.does(act, says, town.now.date())
        if model.state == "in_measure" and chance.random() < 0.5:
            for link in demand.links.filter(ended_on=None):
                town.do(link.measure, "withdraw", HEAD, text=REASON)
            follow_measures(at=town.now)
            model.measure_ends(well=False)
        check(demand, model, born, town.now.date())
        town.now += timedelta(days=chance.randrange(0, 9))


def check(demand: Demand, model: Model, born: date, today: date) -> None:
    """State, who is asked, and the days that are counted are what the model says."""
    demand.refresh_from_db()
    assert (demand.state, demand.case.state) == (model.state, model.state)
    assert demand.closed_on == model.ended
    assert demand.days_open(today) == ((model.ended or today) - born).days
    tasks = Task.objects.filter(case=demand.case_id, status="open")
    asked = set(tasks.values_list("step__key", flat=True)) - {"demand_interim"}
    assert asked == model.asks()
