"""A desk from near: who held it when, what lies there, who might be above it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from ...models import Desk, DeskHolder, Task
from .work import LIVE


def history_of(desk: int) -> QuerySet[DeskHolder]:
    """All appointments to a desk, the latest first."""
    return (
        DeskHolder.objects.filter(desk=desk)
        .select_related("person")
        .order_by("-valid_from", "person__sort_key", "pk")
    )


def open_desks() -> QuerySet[Desk]:
    """All open desks in the order of their units."""
    return (
        Desk.objects.filter(closed_on=None)
        .select_related("unit")
        .order_by("unit__sort_key", "unit_id", "name", "pk")
    )


def load_of(desk: int, *, at: datetime) -> dict[str, int]:
    """How many tasks lie at a desk: `open`, `late`, and `for_others` meant for another desk; how
    many are `coming` back to it.
    """
    here = Q(desk=desk)
    tasks = Task.objects.filter(here | Q(addressed_to=desk, claimed_by=None), status__in=LIVE)
    return tasks.aggregate(
        open=Count("pk", filter=here),
        late=Count("pk", filter=here & Q(due_at__lte=at)),
        for_others=Count("pk", filter=here & ~Q(addressed_to=desk)),
        coming=Count("pk", filter=~here),
    )
