"""The forms of a target: bringing in, measuring, and what the council resolves about it."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import CaseForm, OptionalReasonForm, ReasonForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField, LineField

from ...decisions.forms.registry import PANELS_OF_PROSE
from ..enums import ObjectiveStatus
from ..models import Objective
from .fields import GermanValueField


class SubmitTargetForm(OptionalReasonForm):
    """To the preliminary check."""

    act_name = "submit"


class AskForm(OptionalReasonForm):
    """The clerk asks the head."""

    act_name = "ask_agreement"


class ResolutionForm(CaseForm):
    """By which resolution something holds."""

    paper = LineField(
        label=_("Number of the council's paper"), max_length=40, required=False,
        help_text=_("For example DS 16-0815. Without a resolution nothing can be changed."),
    )  # fmt: skip
    resolved_on = GermanDateField(label=_("Resolved on"), required=False)


class TakeOverForm(ResolutionForm):
    """A target that was resolved before it was written here."""

    act_name = "take_over_decided"


class OfObjective(CaseForm):
    """Is about one objective: the one that the address or the task names, else a chosen one."""

    statuses: Sequence[str] = (ObjectiveStatus.OPEN,)
    objective = forms.TypedChoiceField(label=_("Objective"), coerce=int, widget=forms.RadioSelect)

    def prepare(self) -> None:
        rows = Objective.objects.filter(
            target=self.context.matter.pk, status__in=self.statuses, noted_on=None
        )
        choices = [(row.pk, f"{row.text} ({row.indicator})") for row in rows]
        self.offer("objective", choices)
        named = self.context.number("objective")
        self.initial.setdefault("objective", named or (choices[0][0] if choices else None))


class RecordReadingForm(OfObjective):
    """What was measured, and when."""

    act_name = "record_reading"
    text_field = "note"

    value = GermanValueField(label=_("Value"))
    measured_on = GermanDateField(label=_("Measured on"))
    note = reason_field(_("What is to be said of it?"), required=False)


class ChangeForm(OfObjective, ResolutionForm):
    """Another value or day, by resolution of the council."""

    act_name = "change_by_resolution"
    statuses = (ObjectiveStatus.OPEN, ObjectiveStatus.MISSED)
    field_order = ("objective", "goal", "due_on", "paper", "resolved_on")

    goal = GermanValueField(label=_("New value to be reached"), required=False)
    due_on = GermanDateField(label=_("New day"), required=False)


class NoteMissedForm(OfObjective):
    """The council has taken note that an objective was missed."""

    act_name = "note_missed"
    statuses = (ObjectiveStatus.MISSED,)

    noted_on = GermanDateField(label=_("The council took note on"))


class RepealForm(ReasonForm, ResolutionForm):
    """The council gives the target up."""

    act_name = "repeal_target"
    field_order = ("paper", "resolved_on", "reason")


class ReplaceForm(ReasonForm, ResolutionForm):
    """Another target holds in its place."""

    act_name = "replace_target"
    field_order = ("paper", "resolved_on", "reason")


OWN = (
    ActPanel(
        SubmitTargetForm,
        "einbringen",
        _("Check and bring in"),
        _("Bring in the target"),
        _("Brought in. The preliminary check follows."),
        _(
            "The target goes the way of every resolution: check, co-signature, release, executive"
            " board, signature, council."
        ),
    ),
    ActPanel(
        AskForm,
        "leitung-bitten",
        _("Ask the head to bring it in"),
        _("Ask the head"),
        _("The head of your office has been asked."),
        _("The head of your office gets a task."),
    ),
    ActPanel(
        TakeOverForm,
        "beschlossen-uebernehmen",
        _("Take over as resolved"),
        _("Take over"),
        _("The target runs from now on."),
        _("For a target that the council has resolved already. It is not signed again."),
        checks=True,
    ),
    ActPanel(
        RecordReadingForm,
        "messwert",
        _("Record the measured value"),
        _("Record the value"),
        _("The value is recorded."),
        about="objective",
    ),
    ActPanel(
        ChangeForm,
        "durch-beschluss-aendern",
        _("Change by resolution"),
        _("Change"),
        _("The target is changed. The old values stay readable."),
        _("Values and days of a target change only by a resolution of the council."),
        checks=True,
        about="objective",
    ),
    ActPanel(
        NoteMissedForm,
        "verfehlt-kenntnisnahme",
        _("Record that the council took note"),
        _("Record"),
        _("The note of the council is recorded."),
        _("Only the note of the council closes an objective that was missed."),
        about="objective",
    ),
    ActPanel(
        RepealForm,
        "aufheben",
        _("Repeal the target"),
        _("Repeal"),
        _("The target is repealed."),
        checks=True,
        variant="danger",
    ),
    ActPanel(
        ReplaceForm,
        "ersetzen",
        _("Replace by another target"),
        _("Replace"),
        _("The target is replaced. It stays readable."),
        checks=True,
        variant="danger",
    ),
)

PANELS = (*OWN, *PANELS_OF_PROSE)
"""Every act that has a page of its own; `edit` has the page of the draft."""
