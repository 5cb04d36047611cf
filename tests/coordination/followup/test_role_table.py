"""Every state × act × role of an item against the table typed from the domain."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import transaction

from coordination.followup.flows.flow import FollowUpFlow
from coordination.followup.models import FollowUp
from tests.coordination.flows.theatre import told
from tests.coordination.followup.items import ROLES, SEES, SITUATIONS, in_situation
from tests.tables_of_acts import ELSEWHERE, ActTable
from tests.town import Town
from workflows.actions.acting.acts import Request, act
from workflows.machine import ON_EVERY_TASK, Refused, judge
from workflows.machine.timed import TIMED
from workflows.queries.acting.offers import Situation, situation
from workflows.refusals import Refusal

pytestmark = pytest.mark.django_db

TABLE = ActTable("followup_acts.csv")
OF_EVERY_FLOW = ON_EVERY_TASK | {line.act.name for at in TIMED.states.values() for line in at.acts}


def expected(act_name: str, situation: str, role: str) -> str:
    if role not in SEES:
        return "404"
    rows = TABLE.rows_in(act_name, situation)
    for row in rows:
        if role in row.roles:
            return row.empty if row.empty.startswith("ok") else f"422 {row.empty}"
    return "409" if any(role in row.late for row in rows) else "403"


def said(item: FollowUp, act_name: str, met: Situation) -> str:
    """What the judge says to an empty form on the present version."""
    call = replace(met.look.call, name=act_name, version=item.case.version)
    verdict = judge(FollowUpFlow, met.look.about(call), digest=bytes)
    return told(verdict.refusal) if isinstance(verdict, Refused) else "ok"


def done(town: Town, item: FollowUp, act_name: str, role: str) -> str:
    """The same of the act itself."""
    person, version = town.person(ROLES[role]).pk, item.case.version
    point = transaction.savepoint()
    try:
        act(Request(item.case_id, act_name, person, town.now, command=uuid4(), version=version))
    except Refusal as refusal:
        return told(refusal)
    finally:
        transaction.savepoint_rollback(point)
    return "ok"


@pytest.mark.parametrize("situation_name", SITUATIONS)
def test_every_role_gets_what_the_table_says(town: Town, situation_name: str) -> None:
    item = in_situation(town, situation_name)
    item.case.refresh_from_db()
    met = {
        role: situation(item.case, person=town.person(desk).pk, at=town.now)
        for role, desk in ROLES.items()
    }
    cells = [(name, role) for name in sorted(TABLE.acts) for role in ROLES]
    wanted = {(name, role): expected(name, situation_name, role) for name, role in cells}
    assert {(name, role): said(item, name, met[role]) for name, role in cells} == wanted
    # What it allows is done as well, and of each kind of refusal one cell.
    tried = {answer: cell for cell, answer in wanted.items() if answer != "ok"}
    some = [*tried.values(), *(cell for cell in cells if wanted[cell] == "ok")]
    assert {cell: done(town, item, *cell) for cell in some} == {c: wanted[c] for c in some}


def test_the_table_names_every_act_and_where_it_leads() -> None:
    assert set(FollowUpFlow.act_names()) - TABLE.acts <= OF_EVERY_FLOW | {
        "return_work", "ask_instead",
    }  # fmt: skip
    for name in TABLE.acts:
        declared = {
            str(one.source): frozenset(map(str, one.custom["line"].targets))
            for one in FollowUpFlow.declared(name)
        }
        typed = {
            state: TABLE.targets(name, state) - {"="}
            for state in FollowUpFlow.states.values
            if TABLE.targets(name, state)
        }
        # No person does these: the completion of the matter, and the clock.
        if name in {"prepare_note", "follow_seats"}:
            assert not any(row.roles or row.late for row in TABLE.rows if row.act == name)
        else:
            assert typed == declared
    assert ELSEWHERE not in FollowUpFlow.states.values
