"""The secret address of a person's calendar: made, used, revoked."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from ...models import FeedToken, User
from ...queries.telling.feeds import digest_of

_REMEMBERED = timedelta(hours=1)
"""Calendars ask often; that they did is kept so roughly."""


@transaction.atomic
def new_feed(*, by: int, at: datetime) -> str:
    """Make a new secret and end the old one; what is returned is kept nowhere."""
    # The person's row makes those wait who do the same at the same time.
    User.objects.select_for_update().get(pk=by)
    revoke_feed(by=by, at=at)
    token = secrets.token_urlsafe(32)
    FeedToken.objects.create(person_id=by, digest=digest_of(token), created_at=at)
    return token


def revoke_feed(*, by: int, at: datetime) -> bool:
    """End a person's secret; false if there was none."""
    return bool(FeedToken.objects.filter(person=by, revoked_at=None).update(revoked_at=at))


def note_use(token: FeedToken, *, at: datetime) -> None:
    """Remember roughly when the calendar was last read, so that its owner can see it."""
    if token.used_at is None or at - token.used_at >= _REMEMBERED:
        FeedToken.objects.filter(pk=token.pk).update(used_at=at)
