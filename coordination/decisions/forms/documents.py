"""Asking for missing documents, providing them, taking the request back, allowing one more."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import ActContext, CaseForm, ReasonForm, TextForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.naming import UnitField
from workflows.models import Unit

from ..flows.documents import goes_on_without, stopped_by
from ..models import DocumentRequest
from ..rules.looks import decision_of


class RequestDocumentsForm(ReasonForm):
    """What is missing."""

    act_name = "request_documents"
    reason = reason_field(
        _("What is missing"),
        hint=_("Your period stands still until the lead has answered, for a limited time."),
    )

    def act_data(self) -> dict[str, object]:
        return {"item": self.context.subject("item")}


class ProvideDocumentsForm(TextForm):
    """What the lead provides."""

    act_name = "provide_documents"
    text = reason_field(
        _("Your answer"), hint=_("Add the documents to the attachments of the measure first.")
    )

    def prepare(self) -> None:
        rows = DocumentRequest.objects.select_related("asked_by", "unit")
        self.asked = rows.filter(pk=self.context.uuid("documents")).first()
        if _is_stopped_otherwise(self.context, self.asked):
            self.said = _("Answered. Another request still stops the period of whoever asked.")


class WithdrawRequestForm(CaseForm):
    """Nothing more is needed."""

    act_name = "withdraw_request"

    def prepare(self) -> None:
        row = DocumentRequest.objects.filter(pk=self.context.uuid("documents")).first()
        if _is_stopped_otherwise(self.context, row):
            self.said = _("The request is withdrawn. Another one still stops the period.")

    def act_data(self) -> dict[str, object]:
        return {"documents": self.context.subject("documents")}


def _is_stopped_otherwise(context: ActContext, row: DocumentRequest | None) -> bool:
    """Whether a clock that this request stops stands still after its end, too."""
    look = decision_of(context.situation.look)
    return row is not None and len(goes_on_without(look, row)) < len(stopped_by(look, row))


class AllowRequestForm(CaseForm):
    """Which office may ask once more in this round."""

    act_name = "allow_request"
    unit = UnitField(label=_("Office"), help_text=_("An office that has asked in this round."))

    def prepare(self) -> None:
        look = decision_of(self.context.situation.look)
        asked = [row.unit_id for row in look.document_requests]
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.choose_among(Unit.objects.filter(pk__in=asked))


PANELS = (
    ActPanel(
        RequestDocumentsForm,
        "nachforderung",
        _("Ask for missing documents"),
        _("Send the request"),
        _("The request is with the lead office. The period stands still."),
        _(
            "Only if you cannot answer without them. A plain question leaves your period running."
            " Possible once per round."
        ),
        goes_on=False,
        about="item",
    ),
    ActPanel(
        ProvideDocumentsForm,
        "nachforderung-beantworten",
        _("Provide missing documents"),
        _("Send the answer"),
        _("Answered. The period of whoever asked goes on."),
        beside=True,
        intro="coordination/decisions/_documents.html",
    ),
    ActPanel(
        WithdrawRequestForm,
        "nachforderung-zuruecknehmen",
        _("Withdraw the request for documents"),
        _("Withdraw the request"),
        _("The request is withdrawn. The period goes on."),
        goes_on=False,
        about="documents",
    ),
    ActPanel(
        AllowRequestForm,
        "nachforderung-zulassen",
        _("Allow one more request for documents"),
        _("Allow it"),
        _("The office may ask once more in this round."),
        variant="secondary",
        goes_on=False,
    ),
)
