"""The report to a body on the screen, as XLSX, and the note that the body takes of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_GET

from workflows.calendars import local_date
from workflows.forms.acting.pages import person_of
from workflows.forms.downloads import download
from workflows.models import User
from workflows.refusals import GuardsUnmet, NotAllowed
from workflows.tables import workbook

from ...council.views.pages import keeps_council
from ...printing.typesetting import MEDIA_TYPE, typeset
from ..actions.noting import AT_ONCE, note_report, work_on_note
from ..flows.flow import FollowUpFlow
from ..forms.report_document import document_of
from ..forms.reporting import NoteReportForm, ReportChoiceForm
from ..jobs import wake
from ..queries.reporting import Report, notes_of, report_of, report_table

ROWS_PER_PAGE = 100
PRINTED_AT_ONCE = 1_000
"""A longer report is printed in parts: nobody would wait for all of it at once."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def report_page(request: HttpRequest) -> HttpResponse:
    """Choose a body and a period; then the report, the public part first."""
    person, at = person_of(request), timezone.now()
    form, report = asked(request, person, at)
    context: dict[str, Any] = {"form": form, "report": report, "now": at}
    if report is not None:
        page: Page[int] = Paginator(range(report.total), ROWS_PER_PAGE).get_page(
            request.GET.get("page")
        )
        query = request.GET.copy()
        query.pop("page", None)
        context |= {
            "page": page,
            "rows": report.rows(max(page.start_index() - 1, 0), page.end_index()),
            "notes": notes_of(report.body.pk),
            "may_note": keeps_council(person, at=at),
            "query": query.urlencode(),
            "pieces": Paginator(range(report.total), PRINTED_AT_ONCE).page_range,
        }
    return render(request, "coordination/followup/report.html", context)


@require_GET
def report_workbook(request: HttpRequest) -> HttpResponse:
    """The same report as XLSX, all of it."""
    person, at = person_of(request), timezone.now()
    _form, report = asked(request, person, at)
    if report is None:
        raise Http404
    content = workbook([(part_name(report), report_table(report))])
    return download(content, f"{file_name(report)}.xlsx", XLSX)


@require_GET
def report_pdf(request: HttpRequest) -> HttpResponse:
    """The same report as PDF/UA, all of it: a long one in parts (`piece=2` is the second)."""
    person, at = person_of(request), timezone.now()
    _form, report = asked(request, person, at)
    if report is None:
        raise Http404
    pages = Paginator(range(report.total), PRINTED_AT_ONCE)
    part = pages.get_page(request.GET.get("piece"))
    document = document_of(
        report, max(part.start_index() - 1, 0), part.end_index(), city=settings.CITY_NAME,
        today=local_date(at), of=(part.number, pages.num_pages),
    )  # fmt: skip
    name = file_name(report) + (f"-teil-{part.number}" if pages.num_pages > 1 else "")
    return download(typeset(document), f"{name}.pdf", MEDIA_TYPE)


def asked(
    request: HttpRequest, person: User, at: datetime
) -> tuple[ReportChoiceForm, Report | None]:
    """What the address asks for; no report as long as no body is chosen."""
    form = ReportChoiceForm(request.GET or None, today=local_date(at))
    if not request.GET:
        return form, None
    body, period, is_public = form.chosen()
    if body is None:
        return form, None
    return form, report_of(person, body=body, period=period, is_public=is_public, at=at)


def part_name(report: Report) -> str:
    """The name of the part in words."""
    return _("Public part") if report.is_public else _("Non-public part")


def file_name(report: Report) -> str:
    """The name of a file without its ending; it says which part it is."""
    part = "oeffentlich" if report.is_public else "nichtoeffentlich"
    return f"beschlusskontrolle-{report.body.key}-{report.period.start:%Y-%m-%d}-{part}"


class NoteReport(View):
    """The council office records in which session the body has taken note of its report."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person, self.at = person_of(request), timezone.now()
        if not keeps_council(self.person, at=self.at):
            assert FollowUpFlow.opener is not None
            raise NotAllowed(str(FollowUpFlow.opener.role))
        _form, report = asked(request, self.person, self.at)
        if report is None:
            raise Http404
        self.report = report
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - Django calls it so
        return self._show(NoteReportForm(body=self.report.body, at=self.at))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NoteReportForm(request.POST, body=self.report.body, at=self.at)
        if not form.is_valid():
            return self._show(form, status=422)
        said = form.cleaned_data
        try:
            note = note_report(
                body=self.report.body, period=self.report.period, meeting=said["meeting"],
                noted_on=said["noted_on"], by=self.person, at=self.at, command=said["command"],
            )  # fmt: skip
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
            return self._show(form, status=422)
        if not work_on_note(note.pk, at=self.at, goes_on=lambda done: done < AT_ONCE):
            wake(note.pk)
        messages.success(request, _("The note of the body is recorded."))
        query = request.GET.urlencode()
        return redirect(f"{reverse('coordination:followup_report')}?{query}")

    def _show(self, form: NoteReportForm, *, status: int = 200) -> HttpResponse:
        context = {"form": form, "report": self.report, "query": self.request.GET.urlencode()}
        return render(self.request, "coordination/followup/note.html", context, status=status)
