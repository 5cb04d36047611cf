"""The inbox: the start page of everybody who works here."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ...actions.inbox.bulk import MOST
from ...calendars import local_date
from ...forms.acting.pages import person_of
from ...forms.inbox.filters import InboxFilter
from ...forms.inbox.lists import SavedBar, default_address, saved_bar
from ...forms.inbox.places import inbox_url, page_of, task_url, with_place
from ...forms.inbox.start import Opened, purposes_of, start_lines_of
from ...forms.inbox.steps import sensible
from ...queries.inbox import (
    INBOX,
    CaseRow,
    Counts,
    Due,
    Holder,
    Page,
    Place,
    TaskRow,
    View,
    case_page,
    counts,
    shown,
    task_page,
    task_topics,
)
from ...queries.inbox.listing import number_at
from ...queries.inbox.personal import resubmissions
from ...queries.inbox.place import OPEN_VIEWS
from ...queries.people.desks import HeldDesk, held_by


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its address, a command's id, for whom one would act, and what it is about."""

    row: TaskRow | CaseRow
    url: str
    command: UUID
    represents: str = ""
    topic: str = ""


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for this person; view, filters, order and page stand in the address."""
    person, at = person_of(request), timezone.now()
    desks = held_by(person.pk, on=local_date(at))
    numbers = counts(person=person.pk, desks=desks, at=at)
    if not request.GET:
        begin = default_address(numbers.saved, INBOX, person=person, at=at)
        if begin is not None:
            return redirect(begin)
    place = sensible(Place.of(request.GET.dict()))
    place = place if place.view else place.at(view=View.TODO)
    if place.view == View.RESUBMISSION:
        return _resubmissions(request, person.pk, desks, place, numbers)
    said = dict(request.GET.lists())
    saved = saved_bar(INBOX, numbers.saved, said=said, query=place.at(choose="").query())
    context = {**_context(person.pk, place, desks, numbers, at), "saved": saved}
    if _is_start(place, saved):
        opened = Opened(person, desks, at, numbers)
        context["start_lines"] = start_lines_of(opened)
        nothing = not context["lines"] and not place.is_filtered
        context["purposes"] = purposes_of(opened) if nothing else []
        if context["purposes"]:
            # Whoever is here for something else finds what they have, not a row of zeros.
            context["tabs"] = [tab for tab in _tabs(place, numbers) if tab["count"] != "0"]
            context["saved"] = saved if numbers.saved else None
    return render(request, "workflows/inbox.html", context)


def _context(
    person: int, place: Place, desks: Sequence[HeldDesk], numbers: Counts, at: datetime
) -> dict[str, object]:
    """What the page says of a view with its rows."""
    page: Page[Any, Place] = (
        case_page(place, person=person, desks=desks)
        if place.view == View.STARTED
        else task_page(place, person=person, desks=desks, at=at)
    )
    return {
        "place": place,
        "view": View(place.view),
        "tabs": _tabs(place, numbers),
        "filter": InboxFilter(place, desks),
        "lines": _lines(page, place, desks),
        "near": page.near,
        "list_query": place.at(choose="").query(),
        "back": inbox_url(page.back) if page.back else None,
        "forward": inbox_url(page.forward) if page.forward else None,
        "suffix": with_place("", place),
        "chosen": numbers.chosen if place.choose else None,
        "choose_url": inbox_url(place.at(choose="1")),
        "all_here": _all_here(person, place, desks, at),
        "most": MOST,
        "far": numbers.far if place.view == View.TODO and not place.is_filtered else 0,
        "far_shown": shown(numbers.far),
        "far_url": inbox_url(Place(view=View.TODO, due=Due.LATER)),
        "free": _some(numbers.views[View.DESK]),
        "for_others": _some(numbers.views[View.DEPUTY]),
        "has_desk": any(desk.is_own for desk in desks),
        "absent": _names(desks),
        "taken": place.holder == Holder.TAKEN,
        "plain_url": inbox_url(Place(view=place.view)),
        "me": person,
        "now": at,
    }


def _all_here(person: int, place: Place, desks: Sequence[HeldDesk], at: datetime) -> int:
    """While people choose: how many tasks the view holds, MOST + 1 standing for more."""
    if not place.choose or place.view not in OPEN_VIEWS:
        return 0
    return number_at(place.at(), person=person, desks=desks, at=at, most=MOST)


def _is_start(place: Place, saved: SavedBar) -> bool:
    """The page on which somebody begins: the first one of what is to be done, or their own."""
    is_chosen = saved.shown is not None and saved.shown.is_default
    return is_chosen or (place.view == View.TODO and not place.is_filtered)


def _resubmissions(
    request: HttpRequest,
    person: int,
    desks: Sequence[HeldDesk],
    place: Place,
    numbers: Counts,
) -> HttpResponse:
    """What this person has put off; it has no filters and one page."""
    context = {
        "place": place,
        "view": View.RESUBMISSION,
        "tabs": _tabs(place, numbers),
        "today": local_date(timezone.now()),
        "list_query": Place(view=View.RESUBMISSION).query(),
        "lines": [
            (
                row,
                with_place(page_of(row.kind, row.case), place, row.task),
                with_place(reverse("workflows:resubmission", args=[row.case]), place, row.task),
            )
            for row in resubmissions(person, desks=desks)
        ],
    }
    return render(request, "workflows/inbox.html", context)


def _tabs(place: Place, numbers: Counts) -> list[dict[str, object]]:
    return [
        {
            "label": view.label,
            "url": inbox_url(Place(view=view)),
            "count": shown(numbers.views[view]),
            "current": view == place.view,
        }
        for view in View
    ]


def _some(number: int) -> str:
    return shown(number) if number else ""


def _lines(
    page: Page[TaskRow | CaseRow, Place], place: Place, desks: Sequence[HeldDesk]
) -> list[Line]:
    names = {desk.id: ", ".join(desk.names) for desk in desks if not desk.is_own}
    about = task_topics([row for row in page.rows if isinstance(row, TaskRow)])
    return [
        Line(row, page_of(row.kind, row.id), uuid.uuid4())
        if isinstance(row, CaseRow)
        else Line(
            row,
            task_url(row, place),
            uuid.uuid4(),
            names.get(row.desk, ""),
            about.get(row.id, ""),
        )
        for row in page.rows
    ]


def _names(desks: Sequence[HeldDesk]) -> str:
    return ", ".join(dict.fromkeys(name for desk in desks for name in desk.names))
