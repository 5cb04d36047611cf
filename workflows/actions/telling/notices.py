"""What people do with their in-app notices."""

from __future__ import annotations

from datetime import datetime

from ...models import Notice
from ...refusals import Invisible


def read_notice(notice: int, *, by: int, at: datetime) -> Notice:
    """Mark one's own notice as read; the first time counts. Invisible 404 for any other."""
    mine = Notice.objects.filter(pk=notice, recipient=by)
    mine.filter(read_at=None).update(read_at=at)
    found = mine.select_related("case").first()
    if found is None:
        raise Invisible
    return found


def read_notices(*, by: int, at: datetime, up_to: int) -> int:
    """Mark as read what a person has seen, up to a notice of theirs; returns how many were new.

    What came in after the page was shown stays unread. Invisible 404 if `up_to` is not theirs.
    """
    mine = Notice.objects.filter(recipient=by)
    newest = mine.filter(pk=up_to).first()
    if newest is None:
        raise Invisible
    seen = mine.filter(read_at=None, created_at__lte=newest.created_at)
    return seen.exclude(created_at=newest.created_at, pk__gt=newest.pk).update(read_at=at)
