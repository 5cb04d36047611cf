"""The catalogue of measures, read as any list is, its days shifted by whole weeks."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property

from workflows.models import Unit
from workflows.untyped import Json

from ..imports.reading.lists import read_list
from ..imports.reading.names import read_names
from ..measures.models import IMPACTS
from ..measures.queries.texts import NO_IMPACT
from .stories import FILES


class Catalogue:
    """The measures by their number in the list, for the city as it is on a day."""

    def __init__(self, *, on: date) -> None:
        self._on = on

    @cached_property
    def _fields(self) -> dict[str, Json]:
        with (FILES / "massnahmen.csv").open("rb") as file:
            rows = list(read_list(file, read_names(on=self._on, is_stock=True)))
        faults = [problem for row in rows for problem in row.problems]
        assert not faults, f"the catalogue does not fit the city: {faults}"
        return {row.number: row.fields for row in rows}

    def lead(self, number: str) -> Unit:
        """The unit that has the lead."""
        return Unit.objects.get(pk=self._fields[number]["lead"])

    def fields(self, number: str, *, milestone: int, on: date) -> dict[str, object]:
        """The values of the act `edit`, the numbered milestone on that day or up to 6 days before.

        All days move by the same whole weeks, so that weekdays stay.
        """
        fields = dict(self._fields[number])
        stones = fields["milestones"]
        known = date.fromisoformat(stones[milestone - 1]["due_on"])
        shift = timedelta(weeks=(on - known).days // 7)
        says_nothing = not any(fields.get(f"impact_{name}") for name in IMPACTS)
        return {
            **fields,
            NO_IMPACT: says_nothing,
            "starts_on": _moved(fields["starts_on"], shift),
            "ends_on": _moved(fields["ends_on"], shift),
            "milestones": [{**stone, "due_on": _moved(stone["due_on"], shift)} for stone in stones],
        }


def _moved(day: str, shift: timedelta) -> str:
    return (date.fromisoformat(day) + shift).isoformat()
