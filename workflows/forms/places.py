"""Addresses of tasks and cases that remember the place in the inbox from which they were opened."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from ..definitions import UnknownKindError, flow_for
from ..models import Case
from ..queries.inbox import Place, TaskRow

INBOX = "inbox"
"""The parameter that carries the query string of the inbox."""


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


def inbox_url(place: Place | None = None) -> str:
    """The inbox at a place."""
    query = place.query() if place else ""
    return reverse("workflows:inbox") + (f"?{query}" if query else "")


def with_place(url: str, place: Place | None, task: object = None) -> str:
    """An address that carries on the task and the place."""
    params: dict[str, Any] = {"task": task} if task else {}
    if place and (query := place.query()):
        params[INBOX] = query
    return f"{url}?{urlencode(params)}" if params else url


def page_of(kind: str, case: int) -> str:
    """The page of a case; the inbox where no flow says which page that is."""
    try:
        return reverse(flow_for(kind).url_name, args=[case])
    except (UnknownKindError, NoReverseMatch):
        return reverse("workflows:inbox")


def case_url(case: Case, place: Place | None = None, task: UUID | None = None) -> str:
    """The page of a case, with the task and the place."""
    return with_place(page_of(case.kind, case.pk), place, task)


def task_url(task: TaskRow, place: Place | None = None) -> str:
    """The page on which a task is done."""
    return with_place(page_of(task.kind, task.case), place, task.id)
