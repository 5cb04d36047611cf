"""The catalogue's rows as the fields of a measure, their days shifted by whole weeks."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from workflows.models import Unit

from ..enums import CostType, DecisionPath, Priority
from ..models import District, FieldOfAction, TargetGroup
from .stories import FILES

Row = Mapping[str, str]

_PRIORITIES = {"hoch": Priority.HIGH, "mittel": Priority.MEDIUM, "niedrig": Priority.LOW}
_COSTS = {"konsumtiv": CostType.CONSUMPTIVE, "investiv": CostType.INVESTIVE}
_PATHS = {
    "laufende_verwaltung": DecisionPath.CURRENT_ADMINISTRATION,
    "ausschuss": DecisionPath.COMMITTEE,
    "bezirksvertretung": DecisionPath.DISTRICT_COUNCIL,
    "rat": DecisionPath.COUNCIL,
}
_IMPACTS = {
    "vertrag": "contract",
    "zuwendung": "grant",
    "satzung": "bylaw",
    "grundsatz": "fundamental",
    "ratsvorbehalt": "council_catalogue",
    "stellen": "posts",
    "minderjaehrige": "minors",
    "schule": "school",
    "wohnen": "housing",
    "gesundheit": "health",
    "sicherheit": "security",
    "quartiersprogramm": "quarter",
    "personendaten": "personal_data",
    "gleichstellung": "equality",
}


class Catalogue:
    """The thirty measures by their number, and the ids of what they name."""

    @cached_property
    def rows(self) -> dict[str, Row]:
        """The rows by number."""
        with (FILES / "massnahmen.csv").open(encoding="utf-8", newline="") as lines:
            return {row["nr"]: row for row in csv.DictReader(lines, delimiter=";")}

    @cached_property
    def units(self) -> dict[str, Unit]:
        """The city's units by name."""
        return {unit.name: unit for unit in Unit.objects.all()}

    @cached_property
    def _links(self) -> dict[str, dict[str, int]]:
        return {
            "fields_of_action": dict(FieldOfAction.objects.values_list("name", "pk")),
            "target_groups": dict(TargetGroup.objects.values_list("name", "pk")),
            "districts": dict(District.objects.values_list("name", "pk")),
        }

    def lead(self, number: str) -> Unit:
        """The unit that has the lead."""
        return self.units[self.rows[number]["federfuehrung"]]

    def milestone_days(self, number: str) -> list[date]:
        """The days of the milestones as the catalogue has them."""
        return [date.fromisoformat(day) for day, _title in _milestones(self.rows[number])]

    def shift(self, number: str, milestone: int, *, to: date) -> timedelta:
        """By how many whole weeks the days move to bring a milestone to `to` or just before."""
        return timedelta(weeks=(to - self.milestone_days(number)[milestone - 1]).days // 7)

    def fields(self, number: str, *, shift: timedelta) -> dict[str, Any]:
        """The values of the act `edit`, see `queries.texts.measure_text`."""
        row, links = self.rows[number], self._links
        return {
            "title": row["titel"],
            "lead": self.lead(number).pk,
            "partners": [self.units[name].pk for name in _several(row["partner"])],
            "external_partners": row["externe_partner"],
            "fields_of_action": _ids(links["fields_of_action"], row["handlungsfelder"]),
            "target_groups": _ids(links["target_groups"], row["zielgruppen"]),
            "districts": _ids(links["districts"], row["bezirke"]),
            "facts": row["sachverhalt"],
            "goal": row["ziel"],
            "proposal": row["beschlussvorschlag"],
            "priority": _PRIORITIES[row["prioritaet"]].value,
            "decision_path": _PATHS[row["weg"]].value,
            "cost": row["kosten_eur"],
            "cost_type": _COSTS[row["kostenart"]].value,
            "cover": row["deckung"],
            "starts_on": str(date.fromisoformat(row["beginn"]) + shift),
            "ends_on": str(date.fromisoformat(row["frist"]) + shift),
            "milestones": [
                {"id": None, "title": title, "due_on": str(date.fromisoformat(day) + shift)}
                for day, title in _milestones(row)
            ],
            **{f"impact_{impact}": row[column] == "ja" for column, impact in _IMPACTS.items()},
        }


def _several(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _ids(known: Mapping[str, int], cell: str) -> list[int]:
    return [known[name] for name in _several(cell)]


def _milestones(row: Row) -> list[tuple[str, str]]:
    return [(part[:10], part[11:]) for part in _several(row["meilensteine"])]
