"""Importing a list of measures: upload, preview with every problem, confirmation, progress."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from workflows.forms.acting.pages import person_of
from workflows.forms.downloads import csv_download

from . import jobs
from .actions import uploads
from .actions.places import keeps_stock
from .actions.rows import require_proposer
from .enums import ImportStatus
from .forms import ReportUploadForm, UploadForm
from .models import MeasureImport
from .queries import fate_words, groups_of, import_of, imports_of, stocks
from .reading.problems import HINTS
from .reading.reports import empty_list, empty_stock, problem_table, told

PROBLEMS_PER_PAGE = 50
PAGES = {
    "measure": "coordination:imports",
    "followup": "coordination:followup_imports",
    "demand": "coordination:demand_imports",
    "report": "coordination:report_imports",
}
"""Where lists of each kind are uploaded."""
WORKING = (ImportStatus.CHECKING, ImportStatus.RUNNING)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The form for a list of measures and what this person has imported so far."""
    return _upload(request, "measure")


@require_http_methods(["GET", "POST"])
def upload_items(request: HttpRequest) -> HttpResponse:
    """The same for the stock of what the council asked for."""
    return _upload(request, "followup")


@require_http_methods(["GET", "POST"])
def upload_demands(request: HttpRequest) -> HttpResponse:
    """The same for demands of associations that were made before."""
    return _upload(request, "demand")


@require_http_methods(["GET", "POST"])
def upload_reports(request: HttpRequest) -> HttpResponse:
    """The same for reports of earlier years on measures that were taken over."""
    return _upload(request, "report")


def _form(request: HttpRequest, kind: str, *, at: datetime) -> UploadForm:
    sent = (request.POST or None, request.FILES or None)
    if kind == "report":
        return ReportUploadForm(*sent).offer(stocks(person_of(request), at=at))
    form = UploadForm(*sent)
    if kind != "measure":
        # A stock is old by its nature.
        del form.fields["is_stock"]
    return form


def _upload(request: HttpRequest, kind: str) -> HttpResponse:
    person, at = person_of(request), timezone.now()
    require_proposer(person, at=at, kind=kind)
    form = _form(request, kind, at=at)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        record = uploads.upload(
            data["file"], name=data["name"], source=data["source"], by=person, at=at,
            command=data["command"], is_stock=data.get("is_stock", True), kind=kind,
        )  # fmt: skip
        jobs.wake(record.pk)
        return redirect("coordination:import", record.pk)
    context = {
        "form": form,
        "earlier": imports_of(person, kind),
        "kind": kind,
        "takes_reports": kind == "measure" and keeps_stock(person, at=at),
    }
    status = 422 if form.is_bound else 200
    return render(request, "coordination/imports/upload.html", context, status=status)


@require_GET
def detail(request: HttpRequest, import_id: int) -> HttpResponse:
    """How far an uploaded list is: being checked, its preview, being taken, its result."""
    record = import_of(person_of(request), import_id)
    problems = record.problems.exclude(code__in=HINTS)
    page = Paginator(problems, PROBLEMS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **_progress(record),
        "page": page,
        "problems": told(page.object_list),
        "hints": told(record.problems.filter(code__in=HINTS)),
        "is_capped": page.paginator.count >= uploads.MOST_PROBLEMS,
        "groups": groups_of(record),
        "sample": [{**row, "fate": fate_words(record.kind, row)} for row in record.sample],
    }
    return render(request, "coordination/imports/detail.html", context)


@require_GET
def state(request: HttpRequest, import_id: int) -> HttpResponse:
    """The progress alone, asked for again and again; tells the page to reload when it is over."""
    record = import_of(person_of(request), import_id)
    response = render(request, "coordination/imports/_progress.html", _progress(record))
    if record.status not in WORKING:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
def start(request: HttpRequest, import_id: int) -> HttpResponse:
    """Take a checked list, all of it or its good rows."""
    record = import_of(person_of(request), import_id)
    uploads.start(record, good_rows=request.POST.get("rows") == "good", at=timezone.now())
    jobs.wake(record.pk)
    return redirect("coordination:import", record.pk)


@require_POST
def proceed(request: HttpRequest, import_id: int) -> HttpResponse:
    """Go on with an import that broke off."""
    record = import_of(person_of(request), import_id)
    uploads.proceed(record, at=timezone.now())
    jobs.wake(record.pk)
    return redirect("coordination:import", record.pk)


@require_POST
def discard(request: HttpRequest, import_id: int) -> HttpResponse:
    """Throw an uploaded list away."""
    record = import_of(person_of(request), import_id)
    uploads.discard(record)
    text = _("The file “%(name)s” was deleted.")
    messages.success(request, text % {"name": record.name})
    return redirect(PAGES[record.kind])


@require_GET
def problems(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """Every problem of a list as CSV."""
    record = import_of(person_of(request), import_id)
    return csv_download(problem_table(record), f"import-{record.pk}-probleme.csv")


@require_GET
def template(request: HttpRequest) -> HttpResponseBase:
    """An empty list to fill in."""
    person_of(request)
    return csv_download(empty_list(), "massnahmenliste.csv")


@require_GET
def stock_template(request: HttpRequest) -> HttpResponseBase:
    """An empty stock of running measures, with columns for the reports of the last three years."""
    person_of(request)
    year = timezone.localdate().year
    return csv_download(empty_stock(year=year), "bestand.csv")


@require_GET
def report_template(request: HttpRequest) -> HttpResponseBase:
    """An empty list of reports of a year."""
    person_of(request)
    return csv_download(empty_list("report"), "jahresberichte.csv")


@require_GET
def item_template(request: HttpRequest) -> HttpResponseBase:
    """An empty list of what the council asked for."""
    person_of(request)
    return csv_download(empty_list("followup"), "beschlusskontrolle.csv")


@require_GET
def demand_template(request: HttpRequest) -> HttpResponseBase:
    """An empty list of demands."""
    person_of(request)
    return csv_download(empty_list("demand"), "forderungen.csv")


def _progress(record: MeasureImport) -> dict[str, object]:
    is_working = record.status in WORKING
    return {
        "record": record,
        "is_working": is_working,
        "is_stalled": is_working and record.moved_at < timezone.now() - uploads.STALLED,
    }


urlpatterns = [
    path("", upload, name="imports"),
    path("muster.csv", template, name="import_template"),
    path("bestand.csv", stock_template, name="stock_template"),
    path("jahresberichte/", upload_reports, name="report_imports"),
    path("jahresberichte/muster.csv", report_template, name="report_template"),
    path("<int:import_id>/", detail, name="import"),
    path("<int:import_id>/stand/", state, name="import_state"),
    path("<int:import_id>/beginnen/", start, name="import_start"),
    path("<int:import_id>/fortsetzen/", proceed, name="import_continue"),
    path("<int:import_id>/loeschen/", discard, name="import_discard"),
    path("<int:import_id>/probleme.csv", problems, name="import_problems"),
]
