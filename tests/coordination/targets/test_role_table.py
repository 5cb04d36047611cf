"""Every own act of a target × role × situation against the table typed from the domain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coordination.targets.flows.flow import DRAFTING, RUNNING, TargetFlow
from coordination.targets.models import Target
from tests.coordination.flows.theatre import told
from tests.coordination.targets.targets import ROLES, in_situation
from tests.tables_of_acts import ActTable
from tests.town import Town
from workflows.machine import Refused, judge
from workflows.queries.acting.offers import Situation, situation

pytestmark = pytest.mark.django_db

TABLE = ActTable("target_acts.csv")
SITUATIONS = {"draft": "draft", "check": "check", "running": "running", "running:missed": "running"}
SEES = {
    "draft": {"clerk", "head"},
    "check": {"clerk", "head", "ki_clerk", "ki_head", "bgi", "mayor"},
    "running": set(ROLES),
}
"""Typed: a draft its office; from the check on who decides; what runs everybody."""


def expected(name: str, situation_name: str, role: str) -> str:
    if role not in SEES[SITUATIONS[situation_name]]:
        return "404"
    rows = TABLE.rows_in(name, situation_name)
    for row in rows:
        if role in row.roles:
            return row.empty if row.empty.startswith("ok") else f"422 {row.empty}"
    return "409" if any(role in row.late for row in rows) else "403"


def said(found: Target, name: str, met: Situation) -> str:
    call = replace(met.look.call, name=name, version=found.case.version)
    verdict = judge(TargetFlow, met.look.about(call), digest=bytes)
    return told(verdict.refusal) if isinstance(verdict, Refused) else "ok"


@pytest.mark.parametrize("situation_name", SITUATIONS)
def test_every_role_gets_what_the_table_says(town: Town, situation_name: str) -> None:
    found = in_situation(town, situation_name)
    found.case.refresh_from_db()
    met = {
        role: situation(found.case, person=town.person(desk).pk, at=town.now)
        for role, desk in ROLES.items()
    }
    cells = [(name, role) for name in sorted(TABLE.acts) for role in ROLES]
    wanted = {(name, role): expected(name, situation_name, role) for name, role in cells}
    assert {(name, role): said(found, name, met[role]) for name, role in cells} == wanted


def test_the_table_names_every_own_act_and_where_it_leads() -> None:
    own = {
        line.act.name: line
        for stage in (DRAFTING, RUNNING)
        for at in stage.states.values()
        for line in at.acts
    }
    shared = {
        "plan_consultations", "withdraw", "object_to_resolution", "object_as_unlawful",
        "objection_over",
    }  # fmt: skip
    by_itself = {"begin", "judge_objective", "conclude"}
    assert set(own) - shared - by_itself == set(TABLE.acts)
    for name in TABLE.acts:
        typed = {target for row in TABLE.rows if row.act == name for target in row.targets}
        assert {str(one) for one in own[name].targets} == typed - {"="}, name
