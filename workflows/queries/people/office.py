"""Who keeps the organisation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from ...calendars import local_date
from ...enums import DeskFunction
from ...models import DeskHolder, User
from ...models.organisation import DeskHolderQuerySet
from .desks import HeldDesk, held_by, serves


def belongs_to_office(user: User, *, at: datetime) -> bool:
    """Whether this person holds a desk of the organisation office, or represents who does."""
    return keeps_organisation(held_by(user.pk, on=local_date(at)))


def keeps_organisation(desks: Iterable[HeldDesk]) -> bool:
    """Whether one of these desks is the organisation office's."""
    return serves(desks, DeskFunction.ORGANISATION)


def keepers(*, on: date) -> DeskHolderQuerySet:
    """Appointments to the organisation office that hold on that day and have no end."""
    return DeskHolder.objects.in_force(on=on).filter(
        desk__function=DeskFunction.ORGANISATION,
        desk__closed_on=None,
        person__deactivated_at=None,
        valid_until=None,
    )
