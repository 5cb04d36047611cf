"""What superiors see: the escalation list, and what is stuck where."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...calendars import local_date
from ...forms.acting.pages import person_of
from ...forms.downloads import csv_download
from ...forms.inbox.places import page_of, with_place
from ...forms.time.deadlines import EscalationFilter
from ...models import User
from ...queries.people.desks import held_by
from ...queries.time.escalations import MOST, Escalated, Height, escalations
from ...queries.time.oversight import Oversight, Reach, escalation_readers, overseers
from ...queries.time.stuck import GROUP, Behind, Figure, Waiting, heaps, waiting
from ...queries.time.stuck import MOST as MOST_WAITING
from ...refusals import NotAllowed
from ...tables import Cell

MOST_EXPORTED = 10_000


@require_safe
def escalation_list(request: HttpRequest) -> HttpResponse:
    """What has reached the executive board; `?print=1` is the list for its session."""
    viewer, reach, at = _asked(request, escalation_readers)
    height = _height(request)
    found = escalations(height, viewer=viewer, reach=reach, at=at, most=MOST + 1)
    prints = request.GET.get("print") == "1"
    here = reverse("workflows:escalations")
    context = {
        "filter": EscalationFilter(initial={"level": height.value}),
        "height": height,
        "lines": [
            (row, with_place(page_of(row.kind, row.case), None, row.task)) for row in found[:MOST]
        ],
        "is_cut": len(found) > MOST,
        "csv_url": f"{reverse('workflows:escalations_csv')}?level={height.value}",
        "print_url": f"{here}?level={height.value}&print=1",
        "prints": prints,
        "now": at,
    }
    return render(request, "workflows/oversight/escalations.html", context)


@require_safe
def escalations_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a table for a spreadsheet program."""
    viewer, reach, at = _asked(request, escalation_readers)
    found = escalations(_height(request), viewer=viewer, reach=reach, at=at, most=MOST_EXPORTED)
    return csv_download(_table(found), f"eskalationen-{local_date(at):%Y-%m-%d}.csv")


@require_safe
def stuck(request: HttpRequest) -> HttpResponse:
    """Open work per unit and step; `?unit=&kind=&step=` lists what is behind a figure, and
    `?overdue=1` what is overdue, of a unit or of all.
    """
    viewer, reach, at = _asked(request, overseers)
    wanted = _wanted(request)
    if wanted.unit is not None or wanted.only_overdue:
        return _behind(request, wanted, viewer, reach, at)
    here = reverse("workflows:stuck")
    found = heaps(viewer=viewer, reach=reach, at=at)
    context = {
        "heaps": [
            (heap, [(figure, f"{here}?{_query(heap.unit.id, figure)}") for figure in heap.figures])
            for heap in found
        ],
        "number": sum(heap.number for heap in found),
        "group": GROUP,
        "now": at,
    }
    return render(request, "workflows/oversight/stuck.html", context)


def _wanted(request: HttpRequest) -> Behind:
    unit = request.GET.get("unit", "")
    is_number = unit.isascii() and unit.isdecimal() and len(unit) < 18  # noqa: PLR2004 - a bigint
    return Behind(
        unit=int(unit) if is_number else None,
        kind=request.GET.get("kind", "").replace("\0", ""),
        step=request.GET.get("step", "").replace("\0", ""),
        only_overdue=request.GET.get("overdue") == "1",
    )


def _behind(
    request: HttpRequest, wanted: Behind, viewer: User, reach: Reach, at: datetime
) -> HttpResponse:
    rows = waiting(wanted, viewer=viewer, reach=reach, at=at)
    context: dict[str, Any] = {
        "lines": [(row, _url(row)) for row in rows],
        "wanted": wanted,
        "first": rows[0] if rows and wanted.step else None,
        "is_cut": len(rows) == MOST_WAITING,
        "now": at,
    }
    return render(request, "workflows/oversight/waiting.html", context)


def _asked(request: HttpRequest, rule: Oversight) -> tuple[User, Reach, datetime]:
    """Who asks, how far they see, when; NotAllowed for whom the rule does not name."""
    person, at = person_of(request), timezone.now()
    reach = rule.reach(held_by(person.pk, on=local_date(at)))
    if reach is None:
        raise NotAllowed(str(rule.role))
    return person, reach, at


def _height(request: HttpRequest) -> Height:
    named = request.GET.get("level", "")
    return Height(named) if named in Height.values else Height.BOARD


def _query(unit: int, figure: Figure) -> str:
    return urlencode({"unit": unit, "kind": figure.kind, "step": figure.step})


def _url(row: Waiting) -> str:
    return with_place(page_of(row.kind, row.case), None, row.task)


def _table(found: list[Escalated]) -> Iterator[tuple[Cell, ...]]:
    yield (
        *(_("Matter"), _("What is to be done"), _("Due on"), _("Told were"), _("reached on")),
        *(_("Unit"), _("Desk"), _("In hand"), _("since"), _("seen until"), _("seen by")),
        _("announced for"),
    )
    for row in found:
        units = ", ".join(dict.fromkeys(holder.unit for holder in row.holders))
        desks = ", ".join(dict.fromkeys(holder.desk for holder in row.holders))
        people = ", ".join(dict.fromkeys(h.person for h in row.holders if h.person))
        since = min(local_date(holder.since) for holder in row.holders)
        yield (
            *(row.title, row.step_title, row.due_on, row.told, local_date(row.reached_at)),
            *(units, desks, people, since, row.seen_until, row.seen_by, row.announced_for),
        )
