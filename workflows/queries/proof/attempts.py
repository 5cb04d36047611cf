"""Reading who came in and what was refused."""

from __future__ import annotations

from django.db.models import QuerySet

from ...models import Attempt

_OWN = (
    Attempt.Kind.LOGIN, Attempt.Kind.LOGIN_FAILED, Attempt.Kind.TOO_MANY,
    Attempt.Kind.FACTOR_FAILED, Attempt.Kind.FACTOR_CHANGED,
)  # fmt: skip


def own_logins(person: int, *, most: int = 10) -> QuerySet[Attempt]:
    """The last logins to an account and what failed of them, the latest first."""
    return Attempt.objects.filter(person=person, kind__in=_OWN).order_by("-at", "-pk")[:most]
