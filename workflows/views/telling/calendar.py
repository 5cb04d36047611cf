"""A person's deadlines as a calendar: a secret address that other programs read."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ...actions.telling.feeds import new_feed, note_use, revoke_feed
from ...calendars import local_date
from ...calendars.ics import DayEvent, calendar
from ...forms.acting.pages import person_of
from ...forms.inbox.places import page_of, with_place
from ...models import User
from ...queries.telling.feeds import OwnDeadline, feed_of, live_feed, own_deadlines


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_page(request: HttpRequest) -> HttpResponse:
    """Whether there is an address; POST makes a new one and shows it this once."""
    person, address = person_of(request), ""
    if request.method == "POST":
        token = new_feed(by=person.pk, at=timezone.now())
        address = f"{settings.BASE_URL}{reverse('workflows:feed', args=[token])}"
    context = {"feed": feed_of(person.pk), "address": address}
    return render(request, "workflows/calendar.html", context)


@require_POST
def end_calendar(request: HttpRequest) -> HttpResponse:
    """Revoke the address: whoever still asks under it gets nothing."""
    if revoke_feed(by=person_of(request).pk, at=timezone.now()):
        messages.success(request, _("The address no longer works."))
    else:
        messages.info(request, _("There was no address."))
    return redirect("workflows:calendar")


@login_not_required
@require_safe
def feed(_request: HttpRequest, token: str) -> HttpResponse:
    """The deadlines of whoever has this secret; 404 for a wrong or revoked one.

    Guesses need no limit: a secret has 256 bits, and each answer costs one look at an index.
    """
    at, found = timezone.now(), live_feed(token)
    if found is None:
        raise Http404
    note_use(found, at=at)
    with translation.override(found.person.language):
        content = _calendar(found.person, at)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = 'attachment; filename="fristen.ics"'
    return response


def _calendar(person: User, at: datetime) -> bytes:
    host = urlsplit(settings.BASE_URL).hostname
    events = [
        DayEvent(
            uid=f"{deadline.id}@{host}",
            day=deadline.due_on,
            summary=_summary(deadline),
            description=_("The period ends at the end of this day."),
            url=f"{settings.BASE_URL}{_path(deadline)}",
        )
        for deadline in own_deadlines(person, on=local_date(at))
    ]
    name = _("Deadlines in Federführung")
    return calendar(name, events, at=at, product=f"{settings.CITY_NAME}//Federführung")


def _summary(deadline: OwnDeadline) -> str:
    """Number, what is to be done, and the title where it may be shown."""
    parts = [": ".join(filter(None, (deadline.number, str(deadline.to_do)))), deadline.title]
    return " – ".join(filter(None, parts))


def _path(deadline: OwnDeadline) -> str:
    return with_place(page_of(deadline.kind, deadline.case), None, deadline.task)
