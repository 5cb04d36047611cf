"""Whether an office has looked at what it is asked: of the office, never of a person."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from workflows.models import DeskHolder

from ..models import Visit


def opened() -> Exists:
    """Of a co-signature item: somebody of its office has opened the matter since it was asked."""
    people = DeskHolder.objects.filter(desk__unit=OuterRef(OuterRef("unit"))).values("person")
    visits = Visit.objects.filter(
        case=OuterRef("case"), began_at__gte=OuterRef("requested_at"), person__in=people
    )
    return Exists(visits)
