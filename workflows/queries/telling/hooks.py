"""The systems that are told of events, and the calls that are due for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from ...models import Webhook, WebhookCall

_WAITING = Q(calls__sent_at=None, calls__dropped_at=None)


def live_hooks() -> QuerySet[Webhook]:
    """The hooks that are told, with what waits, the last success and the last trouble."""
    troubled = WebhookCall.objects.filter(hook=OuterRef("pk"), sent_at=None).exclude(error="")
    last = troubled.order_by("-send_at", "-pk")
    return (
        Webhook.objects.filter(ended_at=None)
        .annotate(
            waiting=Count("calls", filter=_WAITING),
            dropped=Count("calls", filter=Q(calls__dropped_at__isnull=False)),
            last_sent_at=Max("calls__sent_at"),
            trouble=Subquery(last.values("error")[:1]),
            next_try_at=Subquery(last.filter(dropped_at=None).values("send_at")[:1]),
        )
        .order_by("name", "pk")
    )


def due_call(*, at: datetime, besides: Collection[int]) -> WebhookCall | None:
    """The call that has been due longest, locked, not of these hooks; None: nothing is left.

    Calls that another process holds are passed over.
    """
    return (
        WebhookCall.objects.select_related("hook")
        .filter(sent_at=None, dropped_at=None, send_at__lte=at)
        .exclude(hook__in=besides)
        .order_by("send_at", "pk")
        .select_for_update(skip_locked=True, of=("self",))
        .first()
    )
