"""Which form belongs to which act of a concept, and in which words it is asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.panels import ActPanel

from ...decisions.forms.registry import PANELS_OF_PROSE
from . import acting as of
from . import planning

SAVED = _("Saved.")

OWN = (
    ActPanel(
        planning.EditForm, "bearbeiten", _("Edit the concept and its dates"), _("Save"), SAVED,
    ),
    ActPanel(
        of.TargetForm, "zielvorgabe", _("Name the target of the council"), _("Save"), SAVED,
        _("Without a target that the council has resolved there is nothing to award."),
    ),
    ActPanel(of.AwardForm, "vergabe", _("Begin the award"), _("Begin the award"), SAVED),
    ActPanel(of.RecordAwardForm, "vergabe-festhalten", _("Record the award"), _("Record"), SAVED),
    ActPanel(
        of.CommissionForm, "beauftragen", _("Commission the agency"), _("Commission"),
        _("The agency is commissioned. Its first report is awaited."), checks=True,
    ),
    ActPanel(
        of.ReportForm, "monatsbericht", _("Take in the agency's monthly report"),
        _("Take in"), _("The report is there."), about="month",
    ),
    ActPanel(
        of.AgencyForm, "agentur", _("Say who the agency is"), _("Save"), SAVED,
        _("Its people read this commission and hand in its reports by login, and nothing else."),
    ),
    ActPanel(
        of.InviteForm, "einladen", _("Invite to comment"), _("Invite"),
        _("They are told by mail and comment until the last day for comments."), about="unit",
    ),
    ActPanel(
        of.TerminateForm, "auftrag-beenden", _("End the commission"), _("End the commission"),
        _("The commission has ended."), variant="danger", checks=True,
    ),
    ActPanel(of.InvoiceForm, "rechnung", _("Record the invoice"), _("Record"), SAVED),
    ActPanel(of.GroupForm, "gruppe", _("Name a discussion group"), _("Save"), SAVED),
    ActPanel(
        of.HandOverForm, "moderation", _("Hand the moderation over"), _("Hand over"), SAVED,
        _("From the city to the agency, or back."), about="group",
    ),
    ActPanel(
        of.SessionForm, "sitzung", _("Record a session of a group"), _("Record"), SAVED,
        about="group",
    ),
    ActPanel(
        of.CellsForm, "abdeckung", _("Say what a chapter deals with"), _("Save"), SAVED,
        about="chapter",
    ),
    ActPanel(
        of.CommentForm, "stellungnahme", _("Comment on a chapter"), _("Send the comment"),
        _("The comment is there. You find here what becomes of it."), about="chapter",
    ),
    ActPanel(
        of.AnswerForm, "stellungnahme-beantworten", _("Answer a comment"), _("Answer"),
        _("The answer stands in the synopsis."), about="comment",
    ),
    ActPanel(of.ProgrammeForm, "programm-setzen", _("Set the programme"), _("Save"), SAVED),
    ActPanel(
        of.SurveyForm, "bestandsaufnahme", _("Begin the survey"), _("Begin"), SAVED
    ),
    ActPanel(of.ParticipationForm, "beteiligung", _("Begin the participation"), _("Begin"), SAVED),
    ActPanel(
        of.PresentForm, "entwurf-vorlegen", _("Present the draft"), _("Present"),
        _("The draft is presented. Comments can be made now."),
    ),
    ActPanel(
        of.ReadyForm, "leitung-bitten", _("Tell the head that it can be handed in"), _("Tell"),
        _("The head of your office has been told."),
    ),
    ActPanel(
        of.SubmitForm, "abnahme", _("Hand in for acceptance"), _("Hand in"),
        _("Handed in. From here on it goes the way of every resolution."),
    ),
    ActPanel(
        of.GoOnForm, "fortsetzen", _("Let the concept go on"), _("Let it go on"),
        _("The concept goes on in the phase in which it was."),
    ),
    ActPanel(
        of.TakeUpForm, "wieder-aufnehmen", _("Take the concept up again"), _("Take it up"),
        _("The concept goes on in the phase in which it was."),
    ),
    ActPanel(
        of.RestForm, "ruhen", _("Let the concept rest"), _("Let it rest"),
        _("The concept rests."), _("Deadlines and reports wait until it goes on."),
        variant="secondary",
    ),
    ActPanel(
        of.DeferForm, "zurueckstellen", _("Put the concept off"), _("Put it off"),
        _("The concept is put off."), _("Without a day, until it is taken up again."),
        variant="danger", checks=True,
    ),
    ActPanel(
        of.ReplaceForm, "ersetzen", _("Replace by another concept"), _("Supersede"),
        _("The concept is replaced. It stays readable."), checks=True, variant="danger",
    ),
)  # fmt: skip

PANELS = (*OWN, *PANELS_OF_PROSE)
"""Every act that has a page of its own; chapters are uploaded on a page of theirs."""
