"""A measure in a situation of the role table: what is typed of each cell, and what is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import uuid4

from django.db import connection, transaction

from coordination.measures.flows.measure import MeasureFlow
from coordination.measures.models import Measure
from tests.roles import cast
from tests.situations import SITUATIONS, Stage
from tests.tables_of_acts import ActTable, sights
from tests.town import Town
from workflows.actions.acting.acts import Request, act
from workflows.machine import ON_EVERY_TASK, Allowed, Refused, judge
from workflows.models import Case, User
from workflows.queries.acting.offers import Offer, Situation, situation
from workflows.refusals import GuardsUnmet, OnlyOnce, Refusal

OFFICE = ActTable("measure_acts.csv")
CENTRE = ActTable("measure_acts.csv", instead="measure_acts_of_centre.csv")
SAME_AS = {"deputy_of_head": "head", "deputy_of_bgi": "bgi"}
"""Whoever stands in may do what the represented may, no more and no less."""
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
    "veto",
    "decide_urgently",
    "countersign",
    "release_evaluation",
    "object_to_resolution",
    "object_as_unlawful",
}
"""M5, M8 to M11, M18 by administration, the confirmation of M28: never the centre."""


@dataclass(frozen=True)
class Cell:
    """An empty form for an act, sent by somebody, and what it comes to."""

    role: str
    name: str
    expected: str
    is_stale: bool = False

    def __str__(self) -> str:
        return f"{self.role} {self.name}" + " on a stale version" * self.is_stale


@dataclass
class Theatre:
    """A measure in its situation, and who is there."""

    measure: Measure
    situation: str
    people: Mapping[str, User]
    town: Town
    table: ActTable
    sees: frozenset[str]

    @cached_property
    def case(self) -> Case:
        return Case.objects.get(pk=self.measure.case_id)

    @cached_property
    def meetings(self) -> Mapping[str, Situation]:
        """The case as each role meets it."""
        return {
            role: situation(self.case, person=person.pk, at=self.town.now)
            for role, person in self.people.items()
        }

    def cells(self) -> Iterator[Cell]:
        for role in self.people:
            for name in self.names_for(role):
                expected = self.expected(name, role) if name in self.table.acts else "404"
                yield Cell(role, name, expected)
                if self.is_versioned(name, role):
                    # That there is no such case is said before anything of its version.
                    stale = "409" if SAME_AS.get(role, role) in self.sees else "404"
                    yield Cell(role, name, stale, is_stale=True)

    def ask(self, cell: Cell) -> str:
        """What the judge says: the status, the codes of a 422, or ok."""
        look = self.meetings[cell.role].look
        version = 0 if cell.is_stale else self.case.version
        call = replace(look.call, name=cell.name, version=version)
        verdict = judge(MeasureFlow, look.about(call), digest=bytes)
        return told(verdict.refusal) if isinstance(verdict, Refused) else "ok"

    def offers_differ(self, cell: Cell) -> bool:
        """Whether a page would offer the act otherwise than the judge permits it."""
        if cell.is_stale or self.hides_from(cell.role) or cell.name in ON_EVERY_TASK:
            return False
        met = self.meetings[cell.role]
        offer = met.offer(cell.name)
        # What lies with others is not offered: the judge is asked about their task.
        elsewhere = next(iter(met.scene.tasks_of(cell.name)), None)
        verdict = met.permit(cell.name, offer.task if offer else elsewhere)
        if isinstance(verdict, Allowed):
            return offer is None or offer.objection or offered(offer) != missing(verdict)
        return (offer.objection if offer else "") != verdict.objection

    def offers_in_vain(self, cell: Cell, said: str) -> bool:
        """Whether a page would offer as possible what the judge refuses whatever the form holds,
        or not at all what only wants its form.
        """
        if cell.is_stale or self.hides_from(cell.role) or cell.name in ON_EVERY_TASK:
            return False
        offer = self.meetings[cell.role].offer(cell.name)
        if said in ("403", "409"):
            return offer is not None and not (offer.objection or offer.unmet)
        return offer is None or bool(offer.objection)

    def hides_from(self, role: str) -> bool:
        """Whether somebody in this role is told that there is no such case."""
        return role not in self.sees or self.case.state in MeasureFlow.gone

    def do(self, cell: Cell) -> str:
        """What becomes of it: the same, or ok and a new state."""
        request = Request(
            self.case.pk,
            cell.name,
            self.people[cell.role].pk,
            self.town.now,
            command=uuid4(),
            version=0 if cell.is_stale else self.case.version,
        )
        point = transaction.savepoint()
        try:
            outcome = act(request)
            # What would only show at the commit: foreign keys, deferred uniqueness.
            connection.check_constraints()
        except Refusal as refusal:
            return told(refusal)
        finally:
            transaction.savepoint_rollback(point)
        return "ok" if outcome.state == self.case.state else f"ok:{outcome.state}"

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


def told(refusal: Refusal) -> str:
    codes = {item.code for item in refusal.unmet} if isinstance(refusal, GuardsUnmet) else ()
    return " ".join([str(refusal.status), *sorted(codes)])


def offered(offer: Offer) -> list[str]:
    """What the page says is missing still."""
    return sorted(item.code for item in offer.unmet)


def missing(verdict: Allowed) -> list[str]:
    """The same asked guard by guard; one that needs what a form brings says nothing yet, but what
    can be done once and was done is in the way whatever the form brings.
    """
    codes = []
    for guard in verdict.line.act.guards:
        try:
            codes += [item.code for item in guard(verdict.look)]
        except OnlyOnce:
            codes.append("only_once")
        except Refusal:
            continue
    return sorted(codes)
