"""Every state × act × role of an entry against the table typed from the issue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coordination.publishing.flows.flow import EntryFlow
from coordination.publishing.models import PublicEntry
from tests.coordination.flows.theatre import told
from tests.coordination.publishing.entries import SECRETARY, do, entry, matter
from tests.tables_of_acts import ActTable
from tests.town import Town
from workflows.machine import ON_EVERY_TASK, Refused, judge
from workflows.queries.acting.offers import Situation, situation

pytestmark = pytest.mark.django_db

TABLE = ActTable("entry_acts.csv")
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


def in_state(town: Town, state: str) -> PublicEntry:
    found = entry(town, matter(town))
    if state != "prepared":
        do(town, found, "release_entry")
    if state == "ended":
        do(town, found, "end_entry", publication="archive")
    found.case.refresh_from_db()
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


def said(found: PublicEntry, act_name: str, met: Situation) -> str:
    """What the judge says to an empty form on the present version."""
    call = replace(met.look.call, name=act_name, version=found.case.version)
    verdict = judge(EntryFlow, met.look.about(call), digest=bytes)
    return told(verdict.refusal) if isinstance(verdict, Refused) else "ok"


@pytest.mark.parametrize("state", ["prepared", "public", "ended"])
def test_every_role_gets_what_the_table_says(town: Town, state: str) -> None:
    found = in_state(town, state)
    met = {
        role: situation(found.case, person=town.person(desk).pk, at=town.now)
        for role, desk in ROLES.items()
    }
    cells = [(name, role) for name in sorted(TABLE.acts) for role in ROLES]
    wanted = {(name, role): expected(name, state, role) for name, role in cells}
    assert {(name, role): said(found, name, met[role]) for name, role in cells} == wanted


def test_the_table_names_every_act_and_where_it_leads() -> None:
    assert set(EntryFlow.act_names()) - TABLE.acts <= ON_EVERY_TASK | {"return_work", "ask_instead"}
    for name in TABLE.acts:
        declared = {
            str(one.source): frozenset(map(str, one.custom["line"].targets))
            for one in EntryFlow.declared(name)
        }
        typed = {
            state: TABLE.targets(name, state) - {"="}
            for state in EntryFlow.states.values
            if TABLE.targets(name, state)
        }
        assert typed == declared
