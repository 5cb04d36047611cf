"""Every state × act × role of an entry against the table typed from the issue."""

from __future__ import annotations

import pytest

from coordination.publishing.flows.flow import EntryFlow
from coordination.publishing.models import PublicEntry
from tests.acts_by_role import Cast
from tests.coordination.publishing.entries import SECRETARY, do, entry, matter
from tests.tables_of_acts import ActTable
from tests.town import Town

pytestmark = pytest.mark.django_db

ROLES = {
    "secretary": SECRETARY,
    "clerk": "youth-clerk",
    "head": "youth-head",
    "centre_clerk": "centre-clerk",
    "centre_head": "centre-head",
    "mayor": "mayor-mayor",
    "deputy_mayor": "division_3-deputy_mayor",
    "observer": "council-observer",
    "other_clerk": "school-clerk",
    "council_head": "council_office-head",
}
SEES = {"secretary", "clerk", "head", "centre_clerk", "centre_head", "mayor"}
"""Typed: who writes or releases, and the mayor."""
CAST = Cast(EntryFlow, ActTable("entry_acts.csv"), ROLES, SEES)


def in_state(town: Town, state: str) -> PublicEntry:
    found = entry(town, matter(town))
    if state != "prepared":
        do(town, found, "release_entry")
    if state == "ended":
        do(town, found, "end_entry", publication="archive")
    found.case.refresh_from_db()
    assert found.case.state == state
    return found


@pytest.mark.parametrize("state", ["prepared", "public", "ended"])
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
