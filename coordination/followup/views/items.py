"""The list of the follow-up, one item, and a new one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_GET

from workflows.calendars import local_date
from workflows.enums import DeskFunction
from workflows.forms.acting.case_page import case_context, seen_by
from workflows.forms.acting.pages import person_of
from workflows.forms.downloads import csv_download
from workflows.models import User
from workflows.refusals import GuardsUnmet, NotAllowed

from ...city.views.capped import list_context
from ...council.views.pages import keeps_council
from ..actions.items import record
from ..enums import Publication
from ..exports import list_table
from ..flows.flow import FollowUpFlow
from ..forms.filters import FollowUpFilterForm
from ..forms.recording import RecordForm
from ..queries.history import history_of
from ..queries.items import answers_of, draft_of, is_inside, item_seen_by
from ..queries.listing import Listing, find

ROWS_PER_PAGE = 25
"""As many as a body deals with in a sitting, and as the public list has."""


@require_GET
def item_list(request: HttpRequest) -> HttpResponse:
    """The items that the person sees, filtered by the address; `?print=1` shows all of them."""
    person, at = person_of(request), timezone.now()
    form, listing = _asked(request, person, at)
    context = {
        **list_context(request, listing, rows=ROWS_PER_PAGE),
        "form": form,
        "may_record": DeskFunction.COUNCIL_SECRETARY in listing.reach.functions,
        "now": at,
    }
    return render(request, "coordination/followup/list.html", context)


@require_GET
def item_export(request: HttpRequest) -> StreamingHttpResponse:
    """Exactly the list as it is filtered and sorted, all pages of it, as CSV."""
    person, at = person_of(request), timezone.now()
    _form, listing = _asked(request, person, at)
    return csv_download(list_table(listing), f"beschlusskontrolle-{local_date(at):%Y-%m-%d}.csv")


def _asked(request: HttpRequest, person: User, at: datetime) -> tuple[FollowUpFilterForm, Listing]:
    form = FollowUpFilterForm(request.GET)
    return form, find(person, form.wanted(), at=at)


@require_GET
def item_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """Everything about an item; who only observes reads what the administration hands out."""
    person, at = person_of(request), timezone.now()
    item, inside = item_seen_by(person, case_id, at=at), is_inside(person, case_id, at=at)
    context: dict[str, Any] = {
        "case": item.case,
        "item": item,
        "inside": inside,
        "answers": answers_of(item.pk, drafts=False),
        "is_overdue": item.is_overdue(local_date(at)),
        "is_published": item.publication != Publication.NONE,
        "prints": request.GET.get("print") == "1",
        "now": at,
    }
    if inside:
        seen = seen_by(person, item, at=at)
        context |= case_context(request, item, seen, person=person, at=at)
        context |= {"draft_answer": draft_of(item.pk), "entries": history_of(item.case)}
    return render(request, "coordination/followup/item.html", context)


class NewItem(View):
    """Put an item on the list."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person, self.at = person_of(request), timezone.now()
        if not keeps_council(self.person, at=self.at):
            assert FollowUpFlow.opener is not None
            raise NotAllowed(str(FollowUpFlow.opener.role))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - Django calls it so
        return self._show(RecordForm(today=local_date(self.at)))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RecordForm(request.POST, today=local_date(self.at))
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            outcome = record(
                fields=form.fields_said(), by=self.person, at=self.at,
                command=form.cleaned_data["command"],
            )  # fmt: skip
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
            return self._show(form, status=422)
        messages.success(request, _("The item is on the list. Its office is asked for the report."))
        return redirect("coordination:followup", outcome.case)

    def _show(self, form: RecordForm, *, status: int = 200) -> HttpResponse:
        return render(self.request, "coordination/followup/new.html", {"form": form}, status=status)
