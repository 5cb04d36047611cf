"""The notes of a case that a person may read, and as which desks they may write some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from ...calendars import local_date
from ...enums import DeskFunction
from ...models import Case, CaseAudience, Desk, Note, User
from ..people.desks import HeldDesk, held_by

MOST = 200


@dataclass(frozen=True, slots=True)
class Writing:
    """A case with the desks through which a person sees it from inside, the own ones first."""

    case: Case
    desks: Sequence[HeldDesk]

    @property
    def units(self) -> list[int]:
        """The offices as which the person reads and writes."""
        return list(dict.fromkeys(desk.unit_id for desk in self.desks))


def writing_at(case: int, *, person: User, at: datetime) -> Writing | None:
    """None where the person does not see the case, or only as somebody who observes."""
    desks = [
        desk
        for desk in held_by(person.pk, on=local_date(at))
        if desk.function != DeskFunction.OBSERVER
    ]
    seeing = CaseAudience.objects.filter(case=case, desk__in=[desk.id for desk in desks])
    through = set(seeing.values_list("desk", flat=True))
    row = Case.objects.filter(pk=case).first() if through else None
    if row is None:
        return None
    units = {desk.unit_id for desk in desks if desk.id in through}
    # Whoever sees it at one desk of an office reads along at the others of that office.
    mine = [desk for desk in desks if desk.unit_id in units]
    return Writing(row, sorted(mine, key=lambda desk: (not desk.is_own, desk.id not in through)))


def notes_for(writing: Writing) -> list[Note]:
    """The notes that the person may read, the newest first; MOST at most."""
    mine = Q(unit=None) | Q(unit__in=writing.units) | Q(unit__successor__in=writing.units)
    found = Note.objects.filter(mine, case=writing.case).select_related(
        "author", "desk__unit", "unit"
    )
    return list(found.order_by("-created_at", "-pk")[:MOST])


def desks_that_read(case: int, *, unit: int | None) -> set[int]:
    """The desks that may read a note: those that see the case, of one office or of all."""
    seen = CaseAudience.objects.filter(case=case).exclude(desk__function=DeskFunction.OBSERVER)
    if unit is not None:
        units = Q(desk__unit=unit)
        if not seen.filter(units).exists():
            return set()
        return set(Desk.objects.filter(unit=unit, closed_on=None).values_list("pk", flat=True))
    return set(seen.values_list("desk", flat=True))
