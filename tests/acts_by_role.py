"""Compares what a flow says to each role with the table of its acts, for kinds with few roles."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from tests.coordination.flows.theatre import told
from tests.tables_of_acts import ActTable
from tests.town import Town
from workflows.machine import ON_EVERY_TASK, CaseFlow, Refused, judge
from workflows.models import Case
from workflows.queries.acting.offers import Situation, situation

Cells = dict[tuple[str, str], str]
"""What is said, by act and role."""


@dataclass(frozen=True)
class Cast:
    """A flow, the table typed for it, the desk of each role, and the roles that see the case."""

    flow: type[CaseFlow]
    table: ActTable
    roles: Mapping[str, str]
    sees: Collection[str]

    def met(self, town: Town, case: Case) -> dict[str, Situation]:
        """The case as each role meets it."""
        return {
            role: situation(case, person=town.person(desk).pk, at=town.now)
            for role, desk in self.roles.items()
        }

    def wanted(self, state: str) -> Cells:
        """What the table says."""
        return {
            (name, role): self._expected(name, state, role)
            for name in sorted(self.table.acts)
            for role in self.roles
        }

    def said(self, case: Case, met: Mapping[str, Situation]) -> Cells:
        """What the judge says to an empty form on the present version."""
        found = {}
        for name in sorted(self.table.acts):
            for role, seen in met.items():
                call = replace(seen.look.call, name=name, version=case.version)
                verdict = judge(self.flow, seen.look.about(call), digest=bytes)
                words = told(verdict.refusal) if isinstance(verdict, Refused) else "ok"
                found[name, role] = words
        return found

    def offered(self, met: Mapping[str, Situation]) -> set[tuple[str, str]]:
        """What pages offer to those who see the case, of the acts in the table."""
        return {
            (offer.name, role)
            for role in self.sees
            for offer in met[role].offers
            if not offer.objection and offer.name in self.table.acts
        }

    def declared(self) -> dict[str, dict[str, frozenset[str]]]:
        """From which state each act of the table leads where, as the flow declares it."""
        return {
            name: {
                str(one.source): frozenset(map(str, one.custom["line"].targets))
                for one in self.flow.declared(name)
            }
            for name in self.table.acts
        }

    def typed(self) -> dict[str, dict[str, frozenset[str]]]:
        """The same as the table has it."""
        return {
            name: {
                state: self.table.targets(name, state) - {"="}
                for state in self.flow.states.values
                if self.table.targets(name, state)
            }
            for name in self.table.acts
        }

    def unnamed(self) -> set[str]:
        """The acts of the flow that the table leaves out, but those that every flow has."""
        others = ON_EVERY_TASK | {"return_work", "ask_instead"}
        return set(self.flow.act_names()) - self.table.acts - others

    def _expected(self, name: str, state: str, role: str) -> str:
        if role not in self.sees:
            return "404"
        rows = self.table.rows_in(name, state)
        for row in rows:
            if role in row.roles:
                return "ok" if row.empty.startswith("ok") else f"422 {row.empty}"
        return "409" if any(role in row.late for row in rows) else "403"
