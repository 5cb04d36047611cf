"""Which matters somebody asks for, and those of them that this person sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Model

from ...city.queries.sets import IsIn
from ...measures.models import Measure, MeasureQuerySet
from ...measures.queries.reach import Reach

_LINKS: Mapping[str, tuple[type[Model], str]] = {
    "field": (Measure.fields_of_action.through, "fieldofaction"),
    "district": (Measure.districts.through, "district"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; an empty value means all. Both days are counted in.

    `planned`: only what is put on the agenda of a session, nothing that is expected.
    """

    body: int | None = None
    field: int | None = None
    district: int | None = None
    office: int | None = None
    since: date | None = None
    until: date | None = None
    planned: bool = False

    @property
    def names_a_day(self) -> bool:
        """Whether only what has a body and a day can match."""
        return any((self.body, self.since, self.until))


def matters_seen(reach: Reach, wanted: Wanted) -> MeasureQuerySet:
    """The matters within a person's reach, of the office, field and district asked for."""
    found = reach.walked()
    if wanted.office is not None:
        found = found.filter(lead=wanted.office)
    for name, value in (("field", wanted.field), ("district", wanted.district)):
        if value is not None:
            through, column = _LINKS[name]
            rows = through._default_manager.filter(**{column: value})  # noqa: SLF001 - either of them
            found = found.filter(IsIn("pk", rows.values("measure")))
    return found
