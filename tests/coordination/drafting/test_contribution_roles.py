"""Every state × act × role of a contribution against the table typed from the domain."""

from __future__ import annotations

import pytest

from coordination.drafting.flows.contribution_flow import ContributionFlow
from coordination.drafting.models import Contribution
from tests.acts_by_role import Cast
from tests.coordination.drafting.contributions import (
    ASKED,
    ASKER,
    contributed,
    do,
    fresh,
    requested,
)
from tests.coordination.drafting.drafts import asked
from tests.tables_of_acts import ActTable
from tests.town import Town

pytestmark = pytest.mark.django_db

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
CAST = Cast(ContributionFlow, ActTable("contribution_acts.csv"), ROLES, SEES)


def in_state(town: Town, state: str) -> Contribution:
    measure = asked(town)
    row = contributed(town, measure) if state == "given" else requested(town, measure)
    if state == "withdrawn":
        do(town, row, "withdraw_contribution", ASKER)
    found = fresh(row)
    assert found.case.state == state
    return found


@pytest.mark.parametrize("state", ["asked", "given", "withdrawn"])
def test_every_role_gets_what_the_table_says(town: Town, state: str) -> None:
    case = in_state(town, state).case
    met, wanted = CAST.met(town, case), CAST.wanted(state)
    assert CAST.said(case, met) == wanted
    # What is offered is what would be allowed.
    allowed = {cell for cell, answer in wanted.items() if answer.startswith(("ok", "422"))}
    assert CAST.offered(met) == allowed


def test_the_table_names_every_act_and_where_it_leads() -> None:
    assert CAST.unnamed() == set()
    assert CAST.typed() == CAST.declared()
