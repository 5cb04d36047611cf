"""Wording one mail for many matters: what presses most comes first, each with its own link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...models import Notification
from ...queries.telling.outbox import Facts
from ...topics import TOPICS, Topic, topic_of
from .messages import headers_of, link_of, notice_text, one_line, settings_url, text_of

SHOWN = 100
"""More matters than that are counted only: nobody reads on, and the inbox has them all."""


@dataclass(frozen=True, slots=True)
class Item:
    """One matter of a mail, in words."""

    row: Notification
    facts: Facts
    text: str

    @property
    def topic(self) -> Topic:
        """What it is about."""
        return topic_of(self.row.template)


@dataclass(frozen=True, slots=True)
class Section:
    """The matters of one topic; text and address of each."""

    label: str | Promise
    lines: Sequence[tuple[str, str]]


def item_of(row: Notification, facts: Facts) -> Item:
    """The row in its recipient's words; TemplateDoesNotExist for an unknown key."""
    return Item(row, facts, notice_text(row, facts))


def collected(
    items: Sequence[Item], *, named: Notification, at: datetime, connection: BaseEmailBackend
) -> EmailMultiAlternatives:
    """One mail for all these matters of one recipient, in their language, as text and HTML.

    Its Message-ID is that of `named`.
    """
    recipient = items[0].row.recipient
    with translation.override(recipient.language):
        subject = one_line(_subject(items))
        context = {
            "subject": subject,
            "sections": _sections(items),
            "more": max(len(items) - SHOWN, 0),
            "inbox_url": f"{settings.BASE_URL}/",
            "settings_url": settings_url(),
            "city_name": settings.CITY_NAME,
        }
        message = EmailMultiAlternatives(
            subject=subject,
            body=text_of("collected", context) + "\n",
            to=[recipient.email],
            headers=headers_of(named, at),
            connection=connection,
        )
        html = render_to_string("messages/collected.html", context)
        message.attach_alternative(html, "text/html")
    return message


def _sections(items: Sequence[Item]) -> list[Section]:
    """The first matters by topic, the most pressing topic first, in it the oldest first."""
    order = {key: place for place, key in enumerate(TOPICS)}
    ranked = sorted(
        items,
        key=lambda item: (order[item.topic.key], item.row.created_at, item.facts.number),
    )
    sections: dict[str, list[tuple[str, str]]] = {}
    for item in ranked[:SHOWN]:
        sections.setdefault(item.topic.key, []).append((item.text, link_of(item.row)))
    return [Section(TOPICS[key].label, lines) for key, lines in sections.items()]


def _subject(items: Sequence[Item]) -> str:
    """How many things wait, and what kinds of them: “5 things for you: 2 overdue, 3 new”."""
    count = len(items)
    total = ngettext("%(count)s thing for you", "%(count)s things for you", count)
    kinds = {
        "overdue": _("overdue"),
        "due": _("due today"),
        "reminded": _("with a reminder"),
        "tasks": _("new"),
        "reminders": _("due soon"),
        "other": _("to note"),
    }
    found = Counter(_kind_of(item) for item in items)
    parts = [f"{found[key]} {words}" for key, words in kinds.items() if found[key]]
    return f"{total % {'count': count}}: {', '.join(parts)}"


def _kind_of(item: Item) -> str:
    """Under which word of the subject a matter is counted."""
    if item.row.template == "deadline_reminded":
        return "reminded"
    key = {"escalations": "overdue"}.get(item.topic.key, item.topic.key)
    return key if key in {"overdue", "due", "tasks", "reminders"} else "other"
