"""Wording a message for its recipient, from the templates of its key.

A key `sent_back` needs two plain texts in any app: `messages/sent_back.subject.txt` (one line)
and `messages/sent_back.notice.txt` (a sentence or two: the notice, and the body of the mail).
Both know what `queries.outbox.Facts` holds, and `url`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from ...machine import flow_for
from ...models import Notification, User
from ...queries.telling.outbox import Facts
from ...spelling import within_quotes
from ...topics import topic_of

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

LONGEST_SUBJECT = 150

_NAMES = Facts.__slots__


def _first_password(person: User) -> str:
    """The link by which a new person sets a password; made only now, so no table keeps it."""
    adapter: Any = get_adapter()
    return str(adapter.invitation_url(person))


# Where a message leads, if not to its case.
_LINKS: Mapping[str, Callable[[User], str]] = {"invitation": _first_password}


VIEW_NEWS = "view_news"
"""The message that leads to a saved view."""


leads_to_start: set[str] = {"guest_appointed"}
"""Messages to people outside, who see no case page: their room is the start page."""


def notice_text(row: Notification, facts: Facts) -> str:
    """The in-app notice in the recipient's language; TemplateDoesNotExist for an unknown key."""
    language = row.recipient.language
    if translation.get_language() == language:
        return text_of(f"{row.template}.notice", _context(facts))
    with translation.override(language):
        return text_of(f"{row.template}.notice", _context(facts))


def mail(
    row: Notification,
    facts: Facts,
    *,
    at: datetime,
    connection: BaseEmailBackend,
    named: Notification | None = None,
) -> EmailMultiAlternatives:
    """The mail in the recipient's language, as text and HTML.

    Its Message-ID follows from what the row (or `named`) tells: whoever gets it twice sees it
    once. Nothing that people wrote can add a header; TemplateDoesNotExist for an unknown key.
    """
    with translation.override(row.recipient.language):
        url = link_of(row)
        # Whoever reads a mail about the account may have no way in yet, and cannot choose.
        is_outside = row.template in leads_to_start
        choice = "" if is_outside or topic_of(row.template).alone else settings_url()
        context = {**_context(facts), "url": url, "settings_url": choice}
        subject = one_line(text_of(f"{row.template}.subject", context))
        context["notice"] = text_of(f"{row.template}.notice", context)
        message = EmailMultiAlternatives(
            subject=subject,
            body=text_of("mail", context) + "\n",
            to=[row.recipient.email],
            headers=headers_of(named or row, at),
            connection=connection,
        )
        html = render_to_string("messages/mail.html", {**context, "subject": subject})
        message.attach_alternative(html, "text/html")
    return message


def one_line(text: str) -> str:
    """Text that may stand in a header: no line breaks, no control characters, not too long."""
    line = " ".join(_CONTROL.sub(" ", text).split())
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1]}…"


def link_of(row: Notification) -> str:
    """Where the message leads: the page of its case, opened at its task; else the start page."""
    if row.template in _LINKS:
        return _LINKS[row.template](row.recipient)
    return f"{settings.BASE_URL}{path_of(row)}"


def path_of(row: Notification) -> str:
    """The path of the message's page on this server."""
    if row.template in leads_to_start:
        return "/"
    if row.template == VIEW_NEWS and row.data.get("view"):
        return reverse("workflows:open_view", args=[row.data["view"]])
    try:
        path = reverse(flow_for(row.case.kind).url_name, args=[row.case.pk]) if row.case else "/"
    except NoReverseMatch:
        path = "/"
    return f"{path}?task={row.task_id}" if row.task_id else path


def settings_url() -> str:
    """Where a person chooses which mails they get."""
    return f"{settings.BASE_URL}{reverse('workflows:delivery')}"


def message_id(row: Notification) -> str:
    """The fixed Message-ID of the row's mail.

    It follows from what is told to whom (the deadline, its level and day; the event), so that the
    same told again after a restore, by another row, is known as the same.
    """
    host = urlsplit(settings.BASE_URL).hostname
    return f"<{uuid5(NAMESPACE_URL, f'{settings.BASE_URL}/{row.key}')}@{host}>"


def headers_of(row: Notification, at: datetime) -> dict[str, str]:
    """What makes a mail of ours known as such, and twice the same mail as one."""
    return {
        "Message-ID": message_id(row),
        "Date": format_datetime(at),
        # No out-of-office notes, please.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _context(facts: Facts) -> dict[str, object]:
    return {
        **{name: getattr(facts, name) for name in _NAMES},
        "quoted_title": within_quotes(facts.title),
        "city_name": settings.CITY_NAME,
        "link_days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }


def text_of(name: str, context: Mapping[str, object]) -> str:
    """A plain text of `messages/`, in the present language."""
    template = _engine().get_template(f"messages/{name}.txt")
    return str(template.render(Context(context, autoescape=False))).strip()


@cache
def _engine() -> Engine:
    """Plain text needs no escaping, HTML does: so the texts have an engine of their own."""
    return Engine(
        app_dirs=True,
        autoescape=False,
        builtins=["django.templatetags.i18n"],
    )
