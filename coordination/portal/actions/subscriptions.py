"""Following by mail with double opt-in: asked for, confirmed, told, ended. No tracking."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import PublicMail, PublicSubscription
from ..queries.items import public_item, renewed

logger = logging.getLogger(__name__)

CONFIRM, END = "portal.confirm", "portal.end"
CONFIRM_WITHIN = timedelta(days=7)
"""How long an address that nobody confirmed is kept, and its link works."""
ASKED_AGAIN = timedelta(hours=1)
"""An address that has just been asked is not asked again: nobody is pestered through us."""
ONE_A_DAY = timedelta(hours=24)
SETTLED = timedelta(minutes=2)
"""An act that began before this time is committed by now, so that no news is passed over."""
_FIRST_WAIT = timedelta(minutes=2)
MOST_ATTEMPTS = 12


def subscribe(*, email: str, item: int | None, at: datetime) -> None:
    """Ask an address whether it wants to follow; the answer never says whether it already does."""
    address = email.casefold()
    with transaction.atomic():
        row, is_new = PublicSubscription.objects.get_or_create(
            email=address, item_id=item, defaults={"asked_at": at, "told_until": at}
        )
        if row.confirmed_at is not None or not (is_new or row.asked_at <= at - ASKED_AGAIN):
            return
        PublicSubscription.objects.filter(pk=row.pk).update(asked_at=at)
        PublicMail.objects.create(subscription=row, created_at=at, send_at=at)


def confirm(token: str, *, at: datetime) -> PublicSubscription | None:
    """The address wants it: from now on it is told. None for a link that is no good any more."""
    row = _found(token, CONFIRM, max_age=CONFIRM_WITHIN)
    if row is not None and row.confirmed_at is None:
        PublicSubscription.objects.filter(pk=row.pk).update(confirmed_at=at, told_until=at)
    return row


def found_by(token: str) -> PublicSubscription | None:
    """The subscription that a link to end one names; None if it has ended already."""
    return _found(token, END, max_age=None)


def end(token: str) -> None:
    """The address, and every mail to it, is deleted; twice is as good as once."""
    row = found_by(token)
    if row is not None:
        row.delete()


def _found(token: str, salt: str, *, max_age: timedelta | None) -> PublicSubscription | None:
    try:
        key = signing.loads(token, salt=salt, max_age=max_age)
    except signing.BadSignature:
        return None
    return PublicSubscription.objects.filter(pk=key).first()


def write_news(*, at: datetime, limit: int = 200) -> int:
    """Write a mail to each confirmed address for what has become new; returns how many.

    At once at the earliest, and one mail a day at most for each subscription.
    """
    due = PublicSubscription.objects.filter(
        confirmed_at__isnull=False, told_until__lte=at - ONE_A_DAY
    ).order_by("told_until", "pk")
    written, until = 0, at - SETTLED
    for key in list(due.values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            rows = PublicSubscription.objects.select_for_update(skip_locked=True)
            row = rows.filter(pk=key, told_until__lte=at - ONE_A_DAY).first()
            if row is None:
                continue
            news = renewed(after=row.told_until, until=until, item=row.item_id)
            if news:
                names = [item.reference for item in news]
                PublicMail.objects.create(subscription=row, items=names, created_at=at, send_at=at)
                written += 1
            PublicSubscription.objects.filter(pk=row.pk).update(told_until=until)
    return written


def send_mails(*, at: datetime, limit: int = 50) -> int:
    """Send what is due, each row locked while it is sent; a failure waits longer each time."""
    sent = 0
    for _number in range(limit):
        with transaction.atomic():
            due = PublicMail.objects.select_for_update(skip_locked=True, of=("self",))
            waiting = due.filter(sent_at=None, send_at__lte=at, attempts__lt=MOST_ATTEMPTS)
            row = waiting.select_related("subscription").order_by("send_at", "pk").first()
            if row is None:
                return sent
            sent += _send(row, at)
    return sent


def _send(row: PublicMail, at: datetime) -> bool:
    try:
        message = _message(row)
        if message is not None:
            message.send()
    except (OSError, SMTPException) as error:
        logger.warning("a mail to the public could not be sent (%s)", type(error).__name__)
        wait = _FIRST_WAIT * 2**row.attempts
        PublicMail.objects.filter(pk=row.pk).update(
            attempts=row.attempts + 1, send_at=at + wait, error=type(error).__name__
        )
        return False
    PublicMail.objects.filter(pk=row.pk).update(sent_at=at, error="")
    return True


def _message(row: PublicMail) -> EmailMessage | None:
    """The mail as it is public now, without what has ended meanwhile; None if nothing is left."""
    ending = _link("portal:unsubscribe", signing.dumps(row.subscription_id, salt=END))
    if not row.items:
        token = signing.dumps(row.subscription_id, salt=CONFIRM)
        words: dict[str, object] = {"confirm_url": _link("portal:confirm", token)}
        subject, template = _("Please confirm that you want to follow"), "confirm"
    else:
        found = [item for item in map(public_item, row.items) if item is not None]
        if not found:
            return None
        words = {"items": found, "end_url": ending}
        subject, template = _("News of the follow-up of the council"), "news"
    context = {**words, "city": settings.CITY_NAME, "base_url": settings.BASE_URL}
    body = render_to_string(f"coordination/portal/mails/{template}.txt", context)
    host = urlsplit(settings.BASE_URL).hostname
    headers = {
        "Message-ID": f"<public-{row.pk}@{host}>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{ending}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return EmailMessage(
        subject=f"{settings.CITY_NAME}: {subject}", body=body, to=[row.subscription.email],
        headers=headers,
    )  # fmt: skip


def _link(name: str, token: str) -> str:
    return f"{settings.BASE_URL}{reverse(name, args=[token])}"
