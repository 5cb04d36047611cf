"""Entries as people inside the administration may see them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, QuerySet

from workflows.models import User
from workflows.queries.acting.seen import SeenOne

from ..models import PublicEntry

_SEEN = SeenOne(
    lambda viewer, at: PublicEntry.objects.visible_to(viewer, at=at).select_related(
        "case", "matter", "office"
    )
)


def entry_seen_by(viewer: User, case: int, *, at: datetime) -> PublicEntry:
    """The entry of a case; raises Invisible (404) for who does not see it or its matter."""
    return _SEEN.of(viewer, case, at=at)


def entries_seen_by(viewer: User, *, at: datetime) -> QuerySet[PublicEntry]:
    """All that somebody sees: what waits for its release first, then the last changed."""
    seen = PublicEntry.objects.visible_to(viewer, at=at).select_related("case", "office")
    return seen.order_by(F("renewed_at").desc(nulls_first=True), "-pk")


def entry_of(matter: int, topic: str) -> PublicEntry | None:
    """The entry of a matter on a list; whoever asks has seen the matter."""
    rows = PublicEntry.objects.filter(matter=matter, topic=topic).select_related("case")
    return rows.first()
