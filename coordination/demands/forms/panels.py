"""How the acts on a demand are offered, in the order of their life."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.panels import ActPanel

from . import acting, sending
from .recording import ReviseForm

PANELS = (
    ActPanel(
        acting.RegisterForm, "registrieren", _("Confirm the receipt and register"),
        _("Register"), _("The demand is registered. It is assigned to an office next."),
    ),
    ActPanel(
        acting.AssignForm, "zuweisen", _("Assign to an office"), _("Assign"),
        _("The demand is assigned."), _("The office examines it and drafts the answer."),
        beside=True,
    ),
    ActPanel(
        acting.ConfirmLoadForm, "auslastung", _("Confirm the load"), _("Confirm"),
        _("The demand stays where it is."),
        _("The office has more than it can carry. You can also give the demand to another one."),
        beside=True,
    ),
    ActPanel(
        acting.BeginForm, "pruefen", _("Begin the examination"), _("Begin"),
        _("The examination has begun."), beside=True,
    ),
    ActPanel(
        acting.AnswerForm, "antworten", _("Draft the answer to the demand"), _("Hand in the draft"),
        _("The draft waits for its signature."),
        _("Whoever leads integration signs it. Nothing has left the house before that."),
    ),
    ActPanel(
        acting.SignForm, "unterschreiben", _("Sign the answer"), _("Sign"),
        _("The answer is signed."), _("It is the city's answer then, and the sender gets it."),
        intro="coordination/demands/_draft.html",
    ),
    ActPanel(
        acting.FulfilledForm, "erfuellt", _("Report as fulfilled"), _("Report as fulfilled"),
        _("The demand is reported as fulfilled."),
        _("Only the sender can say that it is so; they are asked."),
    ),
    ActPanel(
        sending.ConfirmForm, "bestaetigen", _("Confirm that it is fulfilled"), _("Confirm"),
        _("Your confirmation is recorded. The demand is closed."),
    ),
    ActPanel(
        sending.DisputeForm, "bestreiten", _("Dispute that it is fulfilled"), _("Dispute"),
        _("Your objection is recorded. The demand is examined again."),
        _("The demand keeps its old day."), variant="secondary",
    ),
    ActPanel(
        sending.RecordConfirmationForm, "bestaetigung", _("Record that the sender confirms"),
        _("Record"), _("The confirmation is recorded. The demand is closed."),
        _("It is marked as recorded by the integration centre."),
    ),
    ActPanel(
        sending.RecordDisputeForm, "widerspruch", _("Record that the sender disputes"),
        _("Record"), _("The objection is recorded. The demand is assigned again."),
        _("The demand keeps its old day."), variant="secondary",
    ),
    ActPanel(
        acting.NoticeForm, "zwischennachricht", _("Record the interim notice"), _("Record"),
        _("The interim notice is recorded."), _("The day of the answer stays as it is."),
        variant="secondary",
    ),
    ActPanel(
        acting.LinkForm, "massnahme", _("Link a measure"), _("Link"),
        _("The measure is linked."), _("Its page shows that it serves this demand."),
        variant="secondary",
    ),
    ActPanel(
        acting.UnlinkForm, "massnahme-loesen", _("Remove the link to a measure"),
        _("Remove the link"), _("The link is removed."), variant="secondary",
    ),
    ActPanel(
        acting.AppointmentForm, "termin", _("Record the appointment"), _("Record"),
        _("The appointment is recorded."), variant="secondary",
    ),
    ActPanel(
        acting.ResultForm, "ergebnis", _("Record the result of the talk"), _("Record"),
        _("The result is recorded."), variant="secondary",
    ),
    ActPanel(
        acting.ReturnAnswerForm, "entwurf-zurueck", _("Give the draft back"), _("Give back"),
        _("The draft is given back."), variant="secondary",
    ),
    ActPanel(
        acting.ReturnForm, "zurueckgeben", _("Another office is responsible"),
        _("Give it back"), _("The demand is given back to be assigned anew."),
        _("Please name the office that is responsible."), variant="secondary",
    ),
    ActPanel(
        ReviseForm, "berichtigen", _("Correct the demand"), _("Save"),
        _("The demand is corrected."), variant="secondary", shows_text=False,
    ),
    ActPanel(
        sending.WithdrawForm, "zuruecknehmen", _("Take the demand back"), _("Take it back"),
        _("The demand is taken back."), variant="danger",
    ),
    ActPanel(
        sending.RecordWithdrawalForm, "ruecknahme", _("Record that the sender takes it back"),
        _("Record"), _("The withdrawal is recorded."), variant="danger",
    ),
    ActPanel(
        acting.SettleForm, "erledigen", _("Close as settled by something else"), _("Close"),
        _("The demand is closed."),
        _("Nobody claims that it is fulfilled; the sender reads your reason."), variant="danger",
    ),
)  # fmt: skip
