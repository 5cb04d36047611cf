"""What does not come through by itself and needs a person."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from ...models import Deadline, Notification
from .deadlines import passed_effects

SHOWN = 100
"""More rows than that have one cause: nobody reads on."""

GRACE = timedelta(minutes=10)
"""Ten ticks: an effect that has not come by then does not come by itself."""


def stuck_messages() -> QuerySet[Notification]:
    """Undelivered messages with an error, the longest waiting first."""
    waiting = Notification.objects.filter(sent_at=None, dropped_at=None).exclude(error="")
    return waiting.select_related("recipient").order_by("created_at", "pk")


def stuck_effects(*, at: datetime) -> QuerySet[Deadline]:
    """Deadlines that should have taken effect and have not, the oldest first."""
    return passed_effects(at=at - GRACE).order_by("due_at", "pk")
