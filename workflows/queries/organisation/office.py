"""Who keeps the organisation."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from ...calendars import local_date
from ...enums import DeskFunction
from ...models import DeskHolder, Substitution, User
from ...models.organisation import DeskHolderQuerySet


def belongs_to_office(user: User, *, at: datetime) -> bool:
    """Whether this person holds a desk of the organisation office, or represents who does."""
    day = local_date(at)
    represented = Substitution.objects.in_force(on=day).filter(deputy=user.pk)
    return (
        DeskHolder.objects.in_force(on=day)
        .filter(
            Q(person=user.pk) | Q(person__in=represented.values("represented")),
            desk__function=DeskFunction.ORGANISATION,
            desk__closed_on=None,
        )
        .exists()
    )


def keepers(*, on: date) -> DeskHolderQuerySet:
    """Appointments to the organisation office that hold on that day and have no end."""
    return DeskHolder.objects.in_force(on=on).filter(
        desk__function=DeskFunction.ORGANISATION,
        desk__closed_on=None,
        person__deactivated_at=None,
        valid_until=None,
    )
