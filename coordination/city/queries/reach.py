"""How far a person sees: their desks, read once for all statements of a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from django.db.models import IntegerField
from django.db.models.expressions import RawSQL

from workflows.calendars import local_date
from workflows.enums import DeskFunction as F
from workflows.models import User, desks_held
from workflows.queries.people.known import known_to
from workflows.wire.known import Known

FEW = 5000
"""The cases of somebody who sees no more are read first; of others each case is asked."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The desks as which somebody sees, their units, and whether they see more than FEW cases.

    `own` are the units of the desks that are not closed, each with the function of the desk.
    `inside` are the desks that do more than observe: what they see, they see with all its work.
    """

    desks: tuple[int, ...]
    inside: tuple[int, ...]
    units: tuple[int, ...]
    own: tuple[tuple[int, str], ...]
    is_wide: bool
    # What is known of the organisation since the person was read.
    organisation: Known = field(compare=False, default=Known("", date.min))

    @property
    def observes(self) -> bool:
        """Whether some of what this person sees may be seen as a member of a body only."""
        return len(self.inside) < len(self.desks)

    @property
    def functions(self) -> frozenset[str]:
        """The functions of the desks that are not closed."""
        return frozenset(function for _unit, function in self.own)


R = TypeVar("R", bound=Reach)


def reach_of(viewer: User, *, at: datetime, kind: type[R]) -> R:
    """The desks, own and represented, with how much they see counted up to FEW; one statement."""
    counted = RawSQL(_COUNT, [FEW + 1], output_field=IntegerField())  # noqa: S611 - a constant
    held = desks_held(viewer, at=at).annotate(cases=counted)
    names = ("desk__key", "desk", "desk__unit", "desk__function", "desk__closed_on", "cases")
    rows = list(held.order_by("desk__key").values_list(*names).distinct())
    return kind(
        desks=tuple(desk for _key, desk, *_rest in rows),
        inside=tuple(desk for _key, desk, _unit, what, *_rest in rows if what != F.OBSERVER),
        units=tuple(unit for _key, _desk, unit, *_rest in rows),
        own=tuple((unit, what) for _key, _desk, unit, what, closed, _cases in rows if not closed),
        is_wide=sum(cases for *_rest, cases in rows) > FEW,
        organisation=known_to(viewer, today=local_date(at)),
    )


_COUNT = """(
SELECT count(*) FROM (
    SELECT FROM workflows_caseaudience a WHERE a.desk_id = workflows_deskholder.desk_id LIMIT %s) s
)"""
