"""Every state × act × role of a draft against the table typed from the work inside an office."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coordination.drafting.flows.flow import DraftFlow
from coordination.drafting.models import AnswerDraft
from tests.coordination.drafting.drafts import CLERK, HEAD, asked, do, given, handed_in
from tests.coordination.flows.theatre import told
from tests.tables_of_acts import ActTable
from tests.town import Town
from workflows.machine import ON_EVERY_TASK, CaseFlow, Refused, judge
from workflows.models import Case
from workflows.queries.acting.offers import Situation, situation

pytestmark = pytest.mark.django_db

TABLE = ActTable("draft_acts.csv")
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


def in_state(town: Town, state: str) -> AnswerDraft:
    draft = given(town, asked(town)) if state == "drafting" else handed_in(town, asked(town))
    if state == "dropped":
        do(town, draft, "recall_draft", HEAD)
    draft.case.refresh_from_db()
    assert draft.case.state == state
    return draft


def expected(act_name: str, state: str, role: str) -> str:
    if role not in SEES:
        return "404"
    rows = TABLE.rows_in(act_name, state)
    for row in rows:
        if role in row.roles:
            return "ok" if row.empty.startswith("ok") else f"422 {row.empty}"
    return "409" if any(role in row.late for row in rows) else "403"


def said(draft: AnswerDraft, act_name: str, met: Situation) -> str:
    return verdict(DraftFlow, draft.case, act_name, met)


def verdict(flow: type[CaseFlow], case: Case, act_name: str, met: Situation) -> str:
    """What the judge says to an empty form on the present version."""
    call = replace(met.look.call, name=act_name, version=case.version)
    found = judge(flow, met.look.about(call), digest=bytes)
    return told(found.refusal) if isinstance(found, Refused) else "ok"


def leads_where(flow: type[CaseFlow], name: str) -> dict[str, frozenset[str]]:
    """From which state an act leads where, as the flow declares it."""
    return {
        str(one.source): frozenset(map(str, one.custom["line"].targets))
        for one in flow.declared(name)
    }


@pytest.mark.parametrize("state", ["drafting", "submitted", "dropped"])
def test_every_role_gets_what_the_table_says(town: Town, state: str) -> None:
    draft = in_state(town, state)
    met = {
        role: situation(draft.case, person=town.person(desk).pk, at=town.now)
        for role, desk in ROLES.items()
    }
    cells = [(name, role) for name in sorted(TABLE.acts) for role in ROLES]
    wanted = {(name, role): expected(name, state, role) for name, role in cells}
    assert {(name, role): said(draft, name, met[role]) for name, role in cells} == wanted
    # What is offered is what would be allowed.
    offered = {
        (offer.name, role) for role in SEES for offer in met[role].offers if not offer.objection
    }
    allowed = {cell for cell, answer in wanted.items() if answer.startswith(("ok", "422"))}
    assert {cell for cell in offered if cell[0] in TABLE.acts} == allowed


def test_the_table_names_every_act_and_where_it_leads() -> None:
    assert set(DraftFlow.act_names()) - TABLE.acts <= ON_EVERY_TASK | {"return_work", "ask_instead"}
    for name in TABLE.acts:
        typed = {
            state: TABLE.targets(name, state) - {"="}
            for state in DraftFlow.states.values
            if TABLE.targets(name, state)
        }
        assert typed == leads_where(DraftFlow, name)
