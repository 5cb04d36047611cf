"""Every state × act × role against the tables typed from domain.md, with the order of refusals.

The judge is asked about every cell, and a page offers what the judge permits. What it allows is
done as well, and of each kind of refusal one cell, another one in each run: `act()` says the same.
"""

from random import sample

import pytest
from viewflow.fsm.base import State

from coordination.decisions.enums import MeasureState
from coordination.measures.flows.measure import MeasureFlow
from tests.coordination.flows.theatre import BARRED, CENTRE, OFFICE, Cell, Theatre, lift_curtain
from tests.roles import ROLES
from tests.situations import SITUATIONS
from tests.tables_of_acts import ELSEWHERE, sights
from tests.town import Town

pytestmark = pytest.mark.django_db

OF_EVERY_FLOW = {
    "claim", "give_back", "hand_over", "return_work", "ask_instead",
    "extend_deadline", "pause_deadline", "resume_deadline", "announce_date",
    "acknowledge_deadline", "remind",
}  # fmt: skip


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
    cells = [*theatre.cells()]
    said = {cell: theatre.ask(cell) for cell in cells}
    # Another one of each kind in each run.
    refused = {(cell.expected, cell.is_stale): cell for cell in sample(cells, len(cells))}
    done = {c: theatre.do(c) for c in cells if said[c] == "ok" or c in refused.values()}
    assert [f"{c}: {said[c]}, not {c.expected}" for c in cells if not agree(c, said[c])] == []
    assert [f"{c}: {did}, not {c.expected}" for c, did in done.items() if did != c.expected] == []
    assert [f"{c}" for c in cells if theatre.offers_differ(c)] == []
    assert [f"{c}: {said[c]}" for c in cells if theatre.offers_in_vain(c, said[c])] == []


def agree(cell: Cell, said: str) -> bool:
    """The judge does not say where an act leads."""
    return said == ("ok" if cell.expected.startswith("ok") else cell.expected)


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
