"""Every state × act × role of a contribution against the table typed from the domain."""

from __future__ import annotations

import pytest

from coordination.drafting.flows.contribution_flow import ContributionFlow
from coordination.drafting.models import Contribution
from tests.coordination.drafting.contributions import (
    ASKED,
    ASKER,
    contributed,
    do,
    fresh,
    requested,
)
from tests.coordination.drafting.drafts import asked
from tests.coordination.drafting.test_role_table import leads_where, verdict
from tests.tables_of_acts import ActTable
from tests.town import Town
from workflows.machine import ON_EVERY_TASK
from workflows.queries.acting.offers import situation

pytestmark = pytest.mark.django_db

TABLE = ActTable("contribution_acts.csv")
ROLES = {
    "asking_head": ASKER,
    "asking_cosigner": "school-cosigner",
    "head": ASKED,
    "asking_clerk": "school-clerk",
    "clerk": "health-clerk",
    "lead_clerk": "youth-clerk",
    "lead_head": "youth-head",
    "centre_head": "centre-head",
    "mayor": "mayor-mayor",
    "deputy_mayor": "division_3-deputy_mayor",
    "observer": "council-observer",
    "other_office": "social-head",
    "organisation": "organisation-organisation",
}
SEES = {"asking_head", "asking_cosigner", "head"}
"""Typed: the two offices, and nobody above or beside them."""


def in_state(town: Town, state: str) -> Contribution:
    measure = asked(town)
    row = contributed(town, measure) if state == "given" else requested(town, measure)
    if state == "withdrawn":
        do(town, row, "withdraw_contribution", ASKER)
    found = fresh(row)
    assert found.case.state == state
    return found


def expected(act_name: str, state: str, role: str) -> str:
    if role not in SEES:
        return "404"
    rows = TABLE.rows_in(act_name, state)
    for row in rows:
        if role in row.roles:
            return "ok" if row.empty.startswith("ok") else f"422 {row.empty}"
    return "409" if any(role in row.late for row in rows) else "403"


@pytest.mark.parametrize("state", ["asked", "given", "withdrawn"])
def test_every_role_gets_what_the_table_says(town: Town, state: str) -> None:
    row = in_state(town, state)
    met = {
        role: situation(row.case, person=town.person(desk).pk, at=town.now)
        for role, desk in ROLES.items()
    }
    cells = [(name, role) for name in sorted(TABLE.acts) for role in ROLES]
    wanted = {(name, role): expected(name, state, role) for name, role in cells}
    said = {
        (name, role): verdict(ContributionFlow, row.case, name, met[role]) for name, role in cells
    }
    assert said == wanted


def test_the_table_names_every_act_and_where_it_leads() -> None:
    assert set(ContributionFlow.act_names()) - TABLE.acts <= ON_EVERY_TASK | {
        "return_work", "ask_instead",
    }  # fmt: skip
    for name in TABLE.acts:
        typed = {
            state: TABLE.targets(name, state) - {"="}
            for state in ContributionFlow.states.values
            if TABLE.targets(name, state)
        }
        assert typed == leads_where(ContributionFlow, name)
