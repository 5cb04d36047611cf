"""Every state × act × role of a draft against the table typed from the work inside an office."""

from __future__ import annotations

import pytest

from coordination.drafting.flows.flow import DraftFlow
from coordination.drafting.models import AnswerDraft
from tests.acts_by_role import Cast
from tests.coordination.drafting.drafts import CLERK, HEAD, asked, do, given, handed_in
from tests.tables_of_acts import ActTable
from tests.town import Town

pytestmark = pytest.mark.django_db

ROLES = {
    "clerk": CLERK,
    "head": HEAD,
    "cosigner": "school-cosigner",
    "lead_clerk": "youth-clerk",
    "lead_head": "youth-head",
    "centre_clerk": "centre-clerk",
    "centre_head": "centre-head",
    "mayor": "mayor-mayor",
    "deputy_mayor": "division_3-deputy_mayor",
    "observer": "council-observer",
    "other_office": "social-head",
    "organisation": "organisation-organisation",
    "council_secretary": "council_office-council_secretary",
}
SEES = {"clerk", "head", "cosigner"}
"""Typed: the office, and nobody above it or beside it."""
CAST = Cast(DraftFlow, ActTable("draft_acts.csv"), ROLES, SEES)


def in_state(town: Town, state: str) -> AnswerDraft:
    draft = given(town, asked(town)) if state == "drafting" else handed_in(town, asked(town))
    if state == "dropped":
        do(town, draft, "recall_draft", HEAD)
    draft.case.refresh_from_db()
    assert draft.case.state == state
    return draft


@pytest.mark.parametrize("state", ["drafting", "submitted", "dropped"])
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
