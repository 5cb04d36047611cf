"""The report of roles on the screen and as XLSX, for the organisation office and who audits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...calendars import local_date
from ...enums import DeskFunction
from ...forms.acting.pages import person_of
from ...forms.downloads import private_download
from ...forms.people.roles import RolesForm
from ...queries.people.office import belongs_to_office
from ...queries.people.roles import (
    Change,
    appointments,
    changes_of,
    exclusions,
    reads_roles,
    stood_in,
    vacant_desks,
)
from ...queries.people.substitutions import kinds_of_task
from ...refusals import NotAllowed
from ...tables import Cell, workbook
from .pages import section

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PER_PAGE = 100


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Who held which desk on the days of the address, where nobody is, and what excludes itself."""
    at, today = _reader(request)
    form = RolesForm(request.GET, today=today)
    first, last = form.days()
    rows = appointments(first=first, last=last)
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    changes = changes_of(page.object_list)
    lines = [
        (row, changes.entered.get(row.pk), changes.ended.get(row.pk)) for row in page.object_list
    ]
    context: dict[str, object] = {
        "form": form,
        "first": first,
        "last": last,
        "page": page,
        "lines": lines,
        "vacant": vacant_desks(on=last),
        "substitutions": stood_in(first=first, last=last),
        "exclusions": exclusions(on=last),
        "query": f"since={first:%d.%m.%Y}&until={last:%d.%m.%Y}",
        "today": today,
    }
    if belongs_to_office(person_of(request), at=at):
        return section(request, "roles", context, current="roles")
    return render(request, "workflows/people/roles.html", context)


@require_safe
def roles_workbook(request: HttpRequest) -> HttpResponse:
    """The same as XLSX, a sheet for each part."""
    _at, today = _reader(request)
    first, last = RolesForm(request.GET, today=today).days()
    content = workbook([
        (_("Desks and holders"), _held(first, last)),
        (_("Vacant desks"), _vacant(last)),
        (_("Substitutions"), _substitutions(first, last)),
        (_("Roles that exclude one another"), _exclusions(last)),
    ])  # fmt: skip
    return private_download(content, f"rollen-{first}-{last}.xlsx", XLSX)


def _reader(request: HttpRequest) -> tuple[datetime, date]:
    """When it is; NotAllowed for everybody but the organisation office and who audits."""
    person, at = person_of(request), timezone.now()
    if not reads_roles(person, at=at):
        raise NotAllowed(str(_("organisation office, audit office")))
    return at, local_date(at)


def _held(first: date, last: date) -> Iterator[list[Cell]]:
    yield [
        _("Unit"), _("Desk"), _("Function"), _("Signature mark"), _("Person"), _("From"),
        _("Until"), _("Entered by"), _("Entered on"), _("Ended by"), _("Ended on"),
    ]  # fmt: skip
    rows = list(appointments(first=first, last=last))
    changes = changes_of(rows)
    for row in rows:
        desk = row.desk
        yield [
            desk.unit.name, desk.name, desk.get_function_display(), desk.get_signs_display(),
            str(row.person), row.valid_from, row.valid_until,
            *_by(changes.entered.get(row.pk)), *_by(changes.ended.get(row.pk)),
        ]  # fmt: skip


def _by(change: Change | None) -> list[Cell]:
    if change is None:
        return [None, None]
    return [str(change.by) if change.by else _("the system"), local_date(change.at)]


def _vacant(on: date) -> Iterator[list[Cell]]:
    yield [_("Unit"), _("Desk"), _("Function"), _("Last day held"), _("Superior desk")]
    for vacancy in vacant_desks(on=on):
        desk, superior = vacancy.desk, vacancy.desk.superior
        above = f"{superior.unit.short_name}: {superior.name}" if superior else None
        yield [
            desk.unit.name, desk.name, str(DeskFunction(desk.function).label), vacancy.last,
            above,
        ]  # fmt: skip


def _substitutions(first: date, last: date) -> Iterator[list[Cell]]:
    yield [
        _("Absent person"), _("Deputy"), _("Order"), _("For"), _("From"), _("Until"),
        _("Entered by"), _("Entered on"), _("Revoked on"),
    ]  # fmt: skip
    kinds = kinds_of_task()
    for row in stood_in(first=first, last=last):
        yield [
            str(row.represented), str(row.deputy), row.rank,
            ", ".join(kinds.get(step, step) for step in row.steps) or _("everything"),
            row.starts_on, row.ends_on, str(row.entered_by) if row.entered_by else _("the system"),
            local_date(row.entered_at), row.revoked_at and local_date(row.revoked_at),
        ]  # fmt: skip


def _exclusions(on: date) -> Iterator[list[Cell]]:
    yield [_("Person"), _("One desk"), _("Other desk"), _("Why")]
    for found in exclusions(on=on):
        one, other = (f"{desk.unit.short_name}: {desk.name}" for desk in found.desks)
        yield [str(found.person), one, other, found.why]
