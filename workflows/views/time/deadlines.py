"""A person's deadlines as a list and as a month, and the calculator of periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ...calendars import PeriodError, Reckoning, local_date
from ...forms.acting.pages import person_of
from ...forms.downloads import workbook_download
from ...forms.inbox.places import page_of, with_place
from ...forms.inbox.steps import sensible
from ...forms.inbox.workbooks import MOST_ROWS, check_length, deadline_table
from ...forms.time.deadlines import AgendaFilter, ReckonerForm
from ...forms.time.months import Month
from ...queries.people.desks import HeldDesk, held_by
from ...queries.people.routes import working_calendar
from ...queries.time.agenda import MOST, DeadlineRow, Spot, agenda, of_month

_TABS = (
    ("deadlines", _("List")),
    ("deadline_month", _("Month")),
    ("deadline_preview", _("Preview")),
    ("reckoner", _("Calculate a period")),
)
MOST_PRINTED = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """A deadline, the page of its case at the task, and for whom one would act."""

    row: DeadlineRow
    url: str
    represents: str = ""


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """The live deadlines of this person's work; `?print=1` shows them without pages."""
    person, at = person_of(request), timezone.now()
    desks, spot = held_by(person.pk, on=local_date(at)), sensible(Spot.of(request.GET.dict()))
    prints = request.GET.get("print") == "1"
    if prints:
        page = agenda(spot.at(), desks=desks, at=at, size=MOST_PRINTED)
    else:
        page = agenda(spot, desks=desks, at=at)
    context = {
        "tabs": tabs("deadlines"),
        "filter": AgendaFilter(spot),
        "spot": spot,
        "lines": _lines(page.rows, desks),
        "back": _address(page.back),
        "forward": _address(page.forward),
        "print_url": f"{_address(spot.at())}{'&' if spot.at().query() else '?'}print=1",
        "workbook_query": spot.at().query(),
        "prints": prints,
        "me": person.pk,
        "now": at,
    }
    return render(request, "workflows/deadlines/list.html", context)


@require_safe
def deadline_workbook(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, all pages of it, as XLSX. GuardsUnmet 422 beyond MOST_ROWS."""
    person, at = person_of(request), timezone.now()
    desks, spot = held_by(person.pk, on=local_date(at)), sensible(Spot.of(request.GET.dict()))
    page = agenda(spot.at(), desks=desks, at=at, size=MOST_ROWS)
    check_length(is_cut=page.forward is not None)
    sheet = (gettext("My deadlines"), deadline_table(page.rows, desks=desks))
    return workbook_download([sheet], f"fristen-{local_date(at):%Y-%m-%d}.xlsx")


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """The deadlines of a month (`?month=2026-11`) on their days."""
    person, at = person_of(request), timezone.now()
    today = local_date(at)
    desks = held_by(person.pk, on=today)
    shown = Month.of(request.GET.get("month", ""), today=today)
    rows = of_month(shown.first, shown.last, desks=desks)
    here = reverse("workflows:deadline_month")
    context = {
        "tabs": tabs("deadline_month"),
        "month": shown,
        "weeks": shown.weeks(_lines(rows, desks), working_calendar(), today=today),
        "number": len(rows),
        "is_cut": len(rows) == MOST,
        "previous_url": f"{here}?month={shown.previous}",
        "next_url": f"{here}?month={shown.next}",
        "now": at,
    }
    return render(request, "workflows/deadlines/month.html", context)


@require_safe
def reckoner(request: HttpRequest) -> HttpResponse:
    """When a period ends, and why on that day; the question stands in the address."""
    asked = any(name in request.GET for name in ReckonerForm.base_fields)
    form = ReckonerForm(request.GET if asked else None, initial={"unit": "working_days"})
    answer: Reckoning | None = None
    if asked and form.is_valid():
        try:
            answer = form.reckoned(working_calendar())
        except (PeriodError, OverflowError, ValueError) as problem:
            text = problem.text if isinstance(problem, PeriodError) else _OUTSIDE
            form.add_error("day", str(text))
    context: dict[str, Any] = {"tabs": tabs("reckoner"), "form": form, "answer": answer}
    status = 422 if form.errors else 200
    return render(request, "workflows/deadlines/reckoner.html", context, status=status)


_OUTSIDE = _("The calendar knows the years 1991 to 2100 only.")


def tabs(current: str) -> list[dict[str, object]]:
    """The pages about deadlines."""
    return [
        {"label": label, "url": reverse(f"workflows:{name}"), "current": name == current}
        for name, label in _TABS
    ]


def _lines(rows: Sequence[DeadlineRow], desks: Sequence[HeldDesk]) -> list[Line]:
    names = {desk.id: ", ".join(desk.names) for desk in desks if not desk.is_own}
    return [
        Line(row, with_place(page_of(row.kind, row.case), None, row.id), names.get(row.desk, ""))
        for row in rows
    ]


def _address(spot: Spot | None) -> str | None:
    if spot is None:
        return None
    query = spot.query()
    return reverse("workflows:deadlines") + (f"?{query}" if query else "")
