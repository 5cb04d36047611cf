"""Deadlines that wait for the clock."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from ..enums import DeadlineStatus
from ..models import Deadline

PAGE = 500


def passed_effects(*, at: datetime) -> QuerySet[Deadline]:
    """Running deadlines with an effect whose moment has passed at `at`."""
    running = Deadline.objects.filter(status=DeadlineStatus.RUNNING, due_at__lte=at)
    return running.exclude(effect="")


def due_effects(*, at: datetime, after: tuple[datetime, UUID] | None = None) -> list[Deadline]:
    """A page of them, the oldest first, behind the one named by `after`."""
    due = passed_effects(at=at).order_by("due_at", "pk")
    if after:
        moment, key = after
        due = due.filter(Q(due_at__gt=moment) | Q(due_at=moment, pk__gt=key))
    return list(due[:PAGE])
