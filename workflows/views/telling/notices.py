"""One's in-app notices. Reading a page changes nothing; marking as read is a POST."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from ...actions.telling.messages import VIEW_NEWS, path_of
from ...actions.telling.notices import read_notice, read_notices
from ...forms.acting.pages import person_of
from ...forms.inbox.places import page_of, with_place
from ...models import Notice
from ...queries.telling.notices import notice_page, unread_count
from ...refusals import Invisible

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

UNREAD = "unread"
ESCALATED = "deadline_escalated"

_URGENCIES: Mapping[str, tuple[_StrPromise, str]] = {
    ESCALATED: (gettext_lazy("escalation"), "danger"),
    "deadline_overdue": (gettext_lazy("overdue"), "danger"),
    "deadline_today": (gettext_lazy("due today"), "warning"),
    "deadline_near": (gettext_lazy("due soon"), "warning"),
    "deadline_reminded": (gettext_lazy("reminder"), "warning"),
}
"""How pressing a message about a deadline is, in a word and a colour."""


@dataclass(frozen=True, slots=True)
class Line:
    """A notice and where it leads; no address where it is about no case.

    One about a deadline says how pressing it is and when it is due.
    """

    notice: Notice
    url: str
    urgency: str | _StrPromise = ""
    tone: str = "neutral"
    due_on: date | None = None


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The notices of this person, the newest first."""
    person = person_of(request)
    view, after = _view(request), request.GET.get("after", "")
    is_unread = view == UNREAD
    page = notice_page(person.pk, unread=is_unread, after=_number(after))
    unread = unread_count(person.pk)
    context = {
        "lines": [_line(notice) for notice in page.notices],
        "tabs": [
            {"label": _("All notices"), "url": _page("all"), "current": not is_unread},
            {"label": _("Unread"), "url": _page(UNREAD), "current": is_unread, "count": unread},
        ],
        "view": view,
        "unread": unread,
        "newest": page.notices[0].pk if page.notices else None,
        "first_url": _page(view) if after else None,
        "next_url": _page(view, page.next_after) if page.next_after else None,
    }
    return render(request, "workflows/notices.html", context)


@require_POST
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark a notice as read and lead on to its page, or back to the list."""
    notice = read_notice(notice_id, by=person_of(request).pk, at=timezone.now())
    return redirect(_url_of(notice) or _page(_view(request)))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark as read everything that the person has seen."""
    up_to = _number(request.POST.get("up_to", ""))
    if up_to is None:
        raise Invisible
    count = read_notices(by=person_of(request).pk, at=timezone.now(), up_to=up_to)
    text = ngettext("%(count)s notice is read now.", "%(count)s notices are read now.", count)
    messages.success(request, text % {"count": count})
    return redirect(_page(_view(request)))


def _view(request: HttpRequest) -> str:
    chosen = request.POST.get("view") or request.GET.get("view")
    return UNREAD if chosen == UNREAD else "all"


def _number(text: str) -> int | None:
    """The id in an address; ids end where a bigint ends."""
    is_id = text.isascii() and text.isdecimal() and len(text) < len(str(2**63))
    return int(text) if is_id else None


def _page(view: str, after: int | None = None) -> str:
    query = {"view": view} if view == UNREAD else {}
    params = {**query, "after": str(after)} if after else query
    return reverse("workflows:notices") + (f"?{urlencode(params)}" if params else "")


def _line(notice: Notice) -> Line:
    told = notice.notification
    if told.template not in _URGENCIES:
        return Line(notice, _url_of(notice))
    urgency, tone = _URGENCIES[told.template]
    due = told.data.get("due")
    return Line(
        notice,
        _url_of(notice),
        urgency,
        tone,
        due_on=date.fromisoformat(due) if due else None,
    )


def _url_of(notice: Notice) -> str:
    if notice.case is None:
        told = notice.notification
        return path_of(told) if told.template == VIEW_NEWS else ""
    return with_place(page_of(notice.case.kind, notice.case.pk), None, notice.task_id)
