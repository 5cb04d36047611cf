"""Addresses of tasks and cases that remember the place in the inbox from which they were opened."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from ...machine import UnknownKindError, flow_for
from ...models import Case
from ...queries.inbox import Place, TaskRow
from .addresses import address_of

INBOX = "inbox"
"""The parameter that carries the query string of the inbox."""

BACK = "back"
"""The parameter that says where a task was accepted or given back: `case` on the case's page."""

ON_CASE = "case"


def place_in(request: HttpRequest) -> Place | None:
    """The place in the inbox from which this page was opened; None if it was not."""
    query = request.POST.get(INBOX) or request.GET.get(INBOX, "")
    return Place.parse(query) if query else None


def task_in(request: HttpRequest) -> UUID | None:
    """The task that this page is about, from its address or its form; None if none is named."""
    named = request.POST.get("task") or request.GET.get("task") or ""
    try:
        return UUID(named) if named else None
    except ValueError:
        return None


def back_in(request: HttpRequest) -> str:
    """`case` if the request came from the page of a case; empty: from the inbox."""
    named = request.POST.get(BACK) or request.GET.get(BACK)
    return ON_CASE if named == ON_CASE else ""


def way_back(request: HttpRequest, case: Case, task: UUID) -> str:
    """Where somebody was who accepted, took over or gave back a task."""
    if back_in(request):
        return case_url(case, place_in(request), task)
    return inbox_url(place_in(request))


def inbox_url(place: Place | None = None) -> str:
    """The inbox at a place."""
    query = place.query() if place else ""
    return reverse("workflows:inbox") + (f"?{query}" if query else "")


def with_place(url: str, place: Place | None, task: object = None, *, back: str = "") -> str:
    """An address that carries on the task and the place, and where to return to."""
    params: dict[str, Any] = {"task": task} if task else {}
    if back:
        params[BACK] = back
    if place and (query := place.query()):
        params[INBOX] = query
    return f"{url}?{urlencode(params)}" if params else url


def page_of(kind: str, case: int) -> str:
    """The page of a case; the inbox where no flow says which page that is."""
    try:
        return address_of(flow_for(kind).url_name, case)
    except (UnknownKindError, NoReverseMatch):
        return reverse("workflows:inbox")


def case_url(case: Case, place: Place | None = None, task: UUID | None = None) -> str:
    """The page of a case, with the task and the place."""
    return with_place(page_of(case.kind, case.pk), place, task)


def task_url(task: TaskRow, place: Place | None = None) -> str:
    """The page on which a task is done."""
    return with_place(page_of(task.kind, task.case), place, task.id)
