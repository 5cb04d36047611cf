"""Items that are not public: everybody sees that there are some, and why."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from ...council.models import Consultation


def without_reason(*, at: datetime) -> QuerySet[Consultation]:
    """Coming items of signed papers that are not public and have no reason yet."""
    hidden = Q(is_public=False) | Q(paper__is_public=False)
    return (
        Consultation.objects.filter(hidden, paper__isnull=False, secrecy_reason="")
        .filter(meeting__starts_at__gt=at)
        .select_related("meeting", "organization", "paper")
        .order_by("meeting__starts_at", "pk")
    )
