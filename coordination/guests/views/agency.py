"""The agency's part of the guests' room: its commission, reports, drafts and groups."""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from workflows.actions.acting.acts import Outcome
from workflows.forms.acting.acts import ActForm
from workflows.models import Case
from workflows.refusals import Invisible, WrongState

from ...concept.models import AgencyReport, Commission, DiscussionGroup
from ...concept.views.chapters import AttachDocument, UploadChapter
from ...measures.views.attachments import handed_out
from ..actions.inviting import note_look
from ..enums import Read
from ..forms.room import GuestReportForm, GuestSessionForm
from ..models import GuestAccess
from ..queries.accesses import access_of
from ..queries.reading import (
    commission_for,
    drafts_of,
    group_for,
    groups_of,
    report_for,
    session_for,
    works,
)
from .room import GuestPage, guest_of


@require_safe
def commission_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What the agency is paid for, its reports, drafts and groups; another's commission is 404."""
    _person, access, at = guest_of(request)
    commission = commission_for(access.unit, pk)
    note_look(access, at=at, what=Read.COMMISSION, name=commission.concept.title)
    context = {
        "access": access,
        "commission": commission,
        "works": works(commission),
        "reports": list(commission.reports.all()),
        "drafts": drafts_of(commission),
        "groups": groups_of(commission),
        "now": at,
    }
    return render(request, "coordination/guests/commission.html", context)


class OfCommission(GuestPage):
    """Is about one commission of this agency."""

    commission: Commission

    def find(self) -> Case:
        self.commission = commission_for(self.access.unit, self.kwargs["pk"])
        return self.commission.concept.case

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "commission": self.commission}

    def success_url(self, outcome: Outcome) -> str:  # noqa: ARG002 - the hook's name
        return reverse("guests:commission", args=[self.commission.pk])


class ReportPage(OfCommission):
    """Hand in the report of a month; the integration centre takes it in."""

    form_class: ClassVar[type[ActForm]] = GuestReportForm
    title = _("Hand in the monthly report")
    lead = _(
        "The integration centre reads it and takes it in. Until then you may hand it in again."
    )
    submit_label = _("Hand in")
    done_message = _("The report is handed in. The integration centre has been told.")
    report: AgencyReport

    def check_access(self) -> None:
        self.report = report_for(self.commission, self.kwargs["report"])

    def refuse(self) -> None:
        if self.report.received_on is not None or not works(self.commission):
            raise WrongState(state=self.case.state, version=self.case.version)

    def get_initial(self) -> dict[str, object]:
        return {"report": self.report.handed_text}

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "about": f"{self.report.month:%m.%Y}"}

    def data(self, form: ActForm) -> dict[str, object]:
        return {**form.act_data(), "month": self.report.month.isoformat()}


class SessionPage(OfCommission):
    """Record a session of a group that the agency moderates."""

    form_class: ClassVar[type[ActForm]] = GuestSessionForm
    title = _("Record a session of a group")
    submit_label = _("Record")
    done_message = _("The session is recorded.")
    group: DiscussionGroup

    def check_access(self) -> None:
        self.group = group_for(self.commission, self.kwargs["group"])

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "about": f"{self.group} ({self.group.field.name})"}

    def data(self, form: ActForm) -> dict[str, object]:
        return {**form.act_data(), "group": self.group.pk}


class DraftPage(UploadChapter):
    """Upload a chapter, or the next version of one; both are kept where two come at once (409)."""

    template_name = "coordination/guests/draft.html"
    access: GuestAccess
    commission: Commission

    def find_case(self) -> Case:
        self.access = access_of(self.person, at=self.at)
        self.commission = commission_for(self.access.unit, self.kwargs["pk"])
        if not works(self.commission):
            raise Invisible
        self.concept = self.commission.concept
        return self.concept.case

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "commission": self.commission}

    def success_url(self, outcome: Outcome) -> str:  # noqa: ARG002 - the hook's name
        return reverse("guests:commission", args=[self.commission.pk])


class DocumentPage(AttachDocument):
    """The document of a session of a group that the agency moderates."""

    template_name = "coordination/guests/document.html"
    access: GuestAccess
    commission: Commission

    def find_case(self) -> Case:
        self.access = access_of(self.person, at=self.at)
        self.commission = commission_for(self.access.unit, self.kwargs["pk"])
        self.concept = self.commission.concept
        return self.concept.case

    def check_access(self) -> None:
        self.session = session_for(self.commission, self.kwargs["session"])

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "commission": self.commission}

    def success_url(self, outcome: Outcome) -> str:  # noqa: ARG002 - the hook's name
        return reverse("guests:commission", args=[self.commission.pk])


@require_safe
def session_file(request: HttpRequest, pk: int, session: int, number: int) -> HttpResponseBase:
    """A version of the document of such a session as a download; the look is recorded."""
    _person, access, at = guest_of(request)
    found = session_for(commission_for(access.unit, pk), session)
    versions = found.document.versions.all() if found.document else ()
    version = next((one for one in versions if one.number == number), None)
    if version is None:
        raise Invisible
    response = handed_out(request, version, back_url=reverse("guests:commission", args=[pk]))
    note_look(access, at=at, what=Read.FILE, name=version.name)
    return response
