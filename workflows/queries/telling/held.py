"""What would leave if delivery were not held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Count, Min

from ...models import Hold, Notification


def held_since() -> datetime | None:
    """Since when delivery stands still; None if it does not."""
    return Hold.objects.values_list("since", flat=True).first()


def would_leave() -> Sequence[Mapping[str, object]]:
    """What waits by way and kind, most first: how many, to how many people, since when."""
    waiting = Notification.objects.filter(sent_at=None, dropped_at=None)
    rows = (
        waiting.values("channel", "template")
        .annotate(
            count=Count("pk"), people=Count("recipient", distinct=True), since=Min("created_at")
        )
        .order_by("-count", "channel", "template")
    )
    return [dict(row) for row in rows]
