"""Every state × act × role against the tables typed from domain.md, with the order of refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.db import connection, transaction
from viewflow.fsm.base import State

from coordination.decisions.enums import MeasureState
from coordination.measures.flows.measure import MeasureFlow
from coordination.measures.models import Measure
from tests.situations import ROLES, SITUATIONS, Stage, cast
from tests.tables_of_acts import ELSEWHERE, ActTable, sights
from tests.town import Town
from workflows.actions.acting.acts import Request, act
from workflows.models import Case, User
from workflows.refusals import GuardsUnmet, Refusal

pytestmark = pytest.mark.django_db

OFFICE = ActTable("measure_acts.csv")
CENTRE = ActTable("measure_acts.csv", instead="measure_acts_of_centre.csv")
SAME_AS = {"deputy_of_head": "head", "deputy_of_bgi": "bgi"}
"""Whoever stands in may do what the represented may, no more and no less."""
OF_EVERY_FLOW = {
    "claim", "give_back", "hand_over", "return_work",
    "extend_deadline", "pause_deadline", "resume_deadline", "acknowledge_deadline", "remind",
}  # fmt: skip
BARRED = {
    "find_current_administration",
    "clarify",
    "release",
    "board_approves",
    "board_dissents",
    "mayor_decides",
    "sign",
    "reject",
    "confirm_completion",
}
"""M5, M8 to M11, M18 by administration, the confirmation of M28: never the centre."""


@dataclass
class Theatre:
    """A measure in its situation, and who is there."""

    measure: Measure
    situation: str
    people: Mapping[str, User]
    town: Town
    table: ActTable
    sees: frozenset[str]

    def attempt(self, name: str, role: str, *, version: int | None = None) -> str:
        """What an empty form comes to: the status, the codes of a 422, or ok and a new state."""
        case = Case.objects.get(pk=self.measure.case_id)
        request = Request(
            case.pk,
            name,
            self.people[role].pk,
            self.town.now,
            command=uuid4(),
            version=case.version if version is None else version,
        )
        point = transaction.savepoint()
        try:
            outcome = act(request)
            # What would only show at the commit: foreign keys, deferred uniqueness.
            connection.check_constraints()
        except GuardsUnmet as refusal:
            return f"422 {' '.join(sorted({item.code for item in refusal.unmet}))}"
        except Refusal as refusal:
            return str(refusal.status)
        finally:
            transaction.savepoint_rollback(point)
        return "ok" if outcome.state == case.state else f"ok:{outcome.state}"

    def expected(self, name: str, role: str) -> str:
        """What the tables say."""
        role = SAME_AS.get(role, role)
        if role not in self.sees:
            return "404"
        rows = self.table.rows_in(name, self.situation)
        for row in rows:
            if role in row.roles:
                return row.empty if row.empty.startswith("ok") else f"422 {row.empty}"
        return "409" if any(role in row.late for row in rows) else "403"

    def is_versioned(self, name: str, role: str) -> bool:
        """Whether this person's act must be decided on the present version."""
        rows = self.table.rows_in(name, self.situation) if name in self.table.acts else []
        return any(row.stale and SAME_AS.get(role, role) in row.roles for row in rows)

    def names_for(self, role: str) -> list[str]:
        """All acts; for whoever sees nothing those that exist here, and one that does not.

        Where the centre leads, those that differ by it.
        """
        wanted = self.table.acts if self.table is OFFICE else self.table.replaced | BARRED
        if SAME_AS.get(role, role) in self.sees:
            return sorted(wanted)
        state = self.situation.partition(":")[0]
        here = {row.act for row in self.table.rows if {state, self.situation} & row.situations}
        return sorted({*(here & wanted), "no_such_act"})


def lift_curtain(town: Town, situation: str, *, led_by: str) -> Theatre:
    people = cast(town)
    if led_by == "centre":
        stage = Stage(town, lead="centre", checker="division_3-clerk")
        people["clerk"], people["head"] = people.pop("ki_clerk"), people.pop("ki_head")
        people.pop("deputy_of_head")
        people.pop("former_head")
    else:
        stage = Stage(town)
    table = CENTRE if led_by == "centre" else OFFICE
    measure = SITUATIONS[situation](stage)
    state = situation.partition(":")[0]
    assert town.state(measure) == state
    return Theatre(measure, situation, people, town, table, sights(led_by)[state])


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_role_gets_what_the_table_says(town: Town, situation: str) -> None:
    compare(lift_curtain(town, situation, led_by="office"))


OF_CENTRE = [name for name in SITUATIONS if name != "release:second"]
"""The centre lies in the mayor's own division: one deputy mayor releases."""


@pytest.mark.parametrize("situation", OF_CENTRE)
def test_every_role_gets_what_the_table_says_where_the_centre_leads(
    town: Town, situation: str
) -> None:
    compare(lift_curtain(town, situation, led_by="centre"))


def compare(theatre: Theatre) -> None:
    wrong = []
    for role in theatre.people:
        for name in theatre.names_for(role):
            expected = theatre.expected(name, role) if name in theatre.table.acts else "404"
            found = theatre.attempt(name, role)
            if found != expected:
                wrong.append(f"{role} {name}: {found}, not {expected}")
            if theatre.is_versioned(name, role):
                late = theatre.attempt(name, role, version=0)
                if late != "409":
                    wrong.append(f"{role} {name} on a stale version: {late}, not 409")
    assert wrong == []


def test_the_table_names_every_act_and_state_of_the_flow() -> None:
    assert OFFICE.acts == set(MeasureFlow.act_names())
    states = {name for row in OFFICE.rows for name in row.situations} - {ELSEWHERE}
    assert {name.partition(":")[0] for name in states | set(SITUATIONS)} == set(MeasureState)
    assert set(sights("office")) == set(sights("centre")) == set(MeasureState)


def test_the_table_names_every_transition_of_the_flow() -> None:
    declared = {
        (name, str(other.source), _targets(other.target, str(other.source)))
        for name in MeasureFlow.act_names()
        for other in MeasureFlow.declared(name)
        if name not in OF_EVERY_FLOW
    }
    for table in (OFFICE, CENTRE):
        typed = {
            (name, state, table.targets(name, state) - {"=", state})
            for name in table.acts
            for state in MeasureState.values
            if table.targets(name, state)
        }
        assert typed == declared


def _targets(target: object, source: str) -> frozenset[str]:
    if isinstance(target, State.RETURN_VALUE):
        return frozenset(str(state) for state in target.allowed_states) - {source}
    return frozenset({str(target)} if isinstance(target, str) else ()) - {source}


def test_the_centre_may_never_decide() -> None:
    for table, roles in ((OFFICE, {"ki_head", "ki_clerk"}), (CENTRE, {"head", "clerk"})):
        named = {
            (row.act, role)
            for row in table.rows
            for role in (row.roles | row.late) & roles
            if row.act in BARRED
        }
        assert named == set()


def test_the_table_knows_every_role() -> None:
    named = {role for row in (*OFFICE.rows, *CENTRE.rows) for role in row.roles | row.late}
    seeing = {
        role for led in ("office", "centre") for roles in sights(led).values() for role in roles
    }
    assert named - {"system"} <= seeing <= set(ROLES)
    # These never see a measure that does not concern them.
    assert set(ROLES) - seeing == {
        "asked_clerk", "uninvolved_head", "uninvolved_clerk", "council_head", "organisation",
        "deputy_of_head", "deputy_of_bgi", "ended_deputy", "former_head", "superuser", "nobody",
    }  # fmt: skip
