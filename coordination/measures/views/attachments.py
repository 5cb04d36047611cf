"""Attachments: their page, removing one, and the download, which asks the policy each time."""

from __future__ import annotations

from typing import ClassVar

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from workflows.actions.acting.acts import Outcome
from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.case_page import seen_by
from workflows.forms.acting.pages import ActPage, person_of
from workflows.models import Case
from workflows.refusals import Invisible

from ...decisions.actions import attachments
from ...decisions.forms.attachments import AttachmentForm, RemoveAttachmentForm
from ...decisions.models import AttachmentVersion
from ...decisions.queries.attachments import attachments_of, version_seen_by
from ..models import Measure
from ..queries.measures import measure_seen_by


class AttachmentPage(ActPage):
    """The attachments of a measure with a form to add one."""

    form_class: ClassVar[type[ActForm]] = AttachmentForm
    template_name = "coordination/measures/attachments.html"
    title = _("Attachments")
    submit_label = _("Add the file")
    done_message = _("The file is added.")
    goes_on = False
    measure: Measure

    def find_case(self) -> Case:
        self.measure = measure_seen_by(self.person, self.kwargs["case_id"], at=self.at)
        return self.measure.case

    def refuse(self) -> None:
        seen = seen_by(self.person, self.measure, at=self.at)
        if refusal := seen.refusal(self.form_class.act_name):
            raise refusal

    def get_form_kwargs(self) -> dict[str, object]:
        return {"case": self.case.pk}

    def get_context(self) -> dict[str, object]:
        return {"measure": self.measure, "attachments": attachments_of(self.case.pk)}

    def perform(self, form: ActForm) -> Outcome:
        assert isinstance(form, AttachmentForm)
        # The file is kept before the act is judged: nobody keeps one who may not add it.
        self.refuse()
        data = form.cleaned_data
        return attachments.attach(
            self.case.pk, data["file"], name=form.name, media_type=form.media_type,
            title=data["title"], is_public=data["is_public"], replaces=data["replaces"],
            by=self.person, at=self.at, command=data["command"],
        )  # fmt: skip

    def success_url(self, outcome: Outcome) -> str:
        return reverse("coordination:attachments", args=[outcome.case])


class RemoveAttachment(AttachmentPage):
    """Asks before an attachment goes."""

    form_class = RemoveAttachmentForm
    template_name = "coordination/measures/attachment_remove.html"
    title = _("Remove the attachment")
    submit_label = _("Remove")
    variant = "danger"
    done_message = _("The attachment is removed.")

    def check_access(self) -> None:
        found = [a for a in attachments_of(self.case_id) if a.pk == self.kwargs["attachment_id"]]
        if not found:
            raise Invisible
        self.attachment = found[0]

    @property
    def case_id(self) -> int:
        """The case under this address."""
        return self.case.pk

    def get_form_kwargs(self) -> dict[str, object]:
        return {}

    def get_context(self) -> dict[str, object]:
        return {"measure": self.measure, "attachment": self.attachment}

    def perform(self, form: ActForm) -> Outcome:
        return attachments.remove(
            self.case.pk, self.attachment.pk, by=self.person, at=self.at,
            command=form.cleaned_data["command"],
        )  # fmt: skip


@require_GET
def download(
    request: HttpRequest, case_id: int, attachment_id: int, number: int
) -> HttpResponseBase:
    """A stored file as a download, never shown inside the browser; 404 for who may not see it.

    503 if it is not what was stored: wrong bytes are never handed out.
    """
    person, at = person_of(request), timezone.now()
    version = version_seen_by(person, case=case_id, attachment=attachment_id, number=number, at=at)
    return handed_out(
        request, version, back_url=reverse("coordination:attachments", args=[case_id])
    )


def handed_out(
    request: HttpRequest, version: AttachmentVersion, *, back_url: str
) -> HttpResponseBase:
    """The stored file, which no browser shows or runs; 503 with a way back if it is damaged."""
    try:
        content = attachments.opened(version)
    except attachments.DamagedFileError:
        context = {"version": version, "back_url": back_url}
        return render(request, "coordination/measures/attachment_lost.html", context, status=503)
    response = FileResponse(
        content, as_attachment=True, filename=version.name, content_type=version.media_type
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
