"""Every state × act × role of a demand against the table typed from the domain."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import transaction

from coordination.demands.flows.flow import DemandFlow
from coordination.demands.models import Demand
from tests.coordination.demands.demands import ROLES, SITUATIONS, association, brought_to
from tests.tables_of_acts import ActTable
from tests.town import Town
from workflows.actions.acting.acts import Request, act
from workflows.machine import ON_EVERY_TASK, Refused, judge
from workflows.machine.timed import TIMED
from workflows.queries.acting.offers import Situation, situation
from workflows.refusals import GuardsUnmet, Refusal

pytestmark = pytest.mark.django_db

TABLE = ActTable("demand_acts.csv")
OF_EVERY_FLOW = ON_EVERY_TASK | {line.act.name for at in TIMED.states.values() for line in at.acts}
SEES = {"ki", "ki_clerk", "bgi", "mayor", "guest"}
SEES_LATER = SEES | {"head", "clerk", "bgf"}
"""Typed: the register, who decides and the sender; from its assignment the office, its superior."""
SYSTEM = {"measure_failed", "let_sender_read", "ask_sender_anew"}


def expected(act_name: str, situation: str, role: str) -> str:
    if role not in (SEES if situation in ("received", "registered") else SEES_LATER):
        return "404"
    rows = TABLE.rows_in(act_name, situation)
    for row in rows:
        if role in row.roles:
            return row.empty if row.empty == "ok" else f"422 {row.empty}"
    return "409" if any(role in row.late for row in rows) else "403"


def told(refusal: Refusal) -> str:
    """The answer, with every complaint at its field."""
    found = refusal.unmet if isinstance(refusal, GuardsUnmet) else ()
    return " ".join([str(refusal.status), *sorted(f"{one.field}:{one.code}" for one in found)])


def said(demand: Demand, act_name: str, met: Situation) -> str:
    """What the judge says to an empty form on the present version."""
    call = replace(met.look.call, name=act_name, version=demand.case.version)
    verdict = judge(DemandFlow, met.look.about(call), digest=bytes)
    return told(verdict.refusal) if isinstance(verdict, Refused) else "ok"


def done(town: Town, demand: Demand, act_name: str, role: str) -> str:
    """The same of the act itself."""
    person, version = town.person(ROLES[role]).pk, demand.case.version
    point = transaction.savepoint()
    try:
        act(Request(demand.case_id, act_name, person, town.now, command=uuid4(), version=version))
    except Refusal as refusal:
        return told(refusal)
    finally:
        transaction.savepoint_rollback(point)
    return "ok"


@pytest.mark.parametrize("situation_name", SITUATIONS)
def test_every_role_gets_what_the_table_says(town: Town, situation_name: str) -> None:
    association(town, with_guest=True)
    association(town, "relief", with_guest=True)
    demand = brought_to(town, situation_name)
    demand.case.refresh_from_db()
    met = {
        role: situation(demand.case, person=town.person(desk).pk, at=town.now)
        for role, desk in ROLES.items()
    }
    cells = [(name, role) for name in sorted(TABLE.acts) for role in ROLES]
    wanted = {(name, role): expected(name, situation_name, role) for name, role in cells}
    assert {(name, role): said(demand, name, met[role]) for name, role in cells} == wanted
    # What it allows is done as well, and of each kind of refusal one cell.
    tried = {answer: cell for cell, answer in wanted.items() if answer != "ok"}
    some = [*tried.values(), *(cell for cell in cells if wanted[cell] == "ok")]
    assert {cell: done(town, demand, *cell) for cell in some} == {c: wanted[c] for c in some}


def test_the_table_names_every_act_and_where_it_leads() -> None:
    assert set(DemandFlow.act_names()) - TABLE.acts == OF_EVERY_FLOW | {
        "return_work", "ask_instead",
    }  # fmt: skip
    for name in TABLE.acts - {"let_sender_read"}:
        declared = {
            str(one.source): frozenset(map(str, one.custom["line"].targets))
            for one in DemandFlow.declared(name)
        }
        typed = {
            state: TABLE.targets(name, state) - {"="}
            for state in DemandFlow.states.values
            if TABLE.targets(name, state)
        }
        assert typed == declared, name
    persons = {row.act for row in TABLE.rows if row.roles}
    assert TABLE.acts - persons - {"record_confirmation"} == SYSTEM
