"""The lead answers conditions, the offices the answers, a superior the dissent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import CaseForm, ReasonForm, TextForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.models import Condition, Unit

from ..models import TextVersion
from ..queries.accepted import written
from ..queries.differences import changes, names_of_links
from ..rules.looks import decision_of
from .wording import PROSE, WORDING, ProseForm, WordingForm

YES_NO = {"True": True, "False": False}


def _yes_no(value: str) -> bool | None:
    return YES_NO.get(value)


class AboutConditionForm(CaseForm):
    """Base of the answers that are about one condition; shows it."""

    def prepare(self) -> None:
        super().prepare()
        rows = Condition.objects.select_related("unit", "vote")
        self.condition = rows.filter(pk=self.context.uuid("condition")).first()


class AnswerForm(AboutConditionForm, ProseForm):
    """Take a condition over, materially or editorially, or say why not; the texts with it."""

    act_name = "answer_condition"
    text_field = "text"
    needed = frozenset({"material", "text"})

    accept = forms.TypedChoiceField(
        label=_("Do you take the condition over?"),
        choices=[
            ("True", _("Yes, the text is changed")),
            ("promise", _("Yes, as an obligation; the text stays as it is")),
            ("False", _("No, for the following reason")),
        ],
        empty_value=None,
        widget=forms.RadioSelect,
    )
    material = forms.TypedChoiceField(
        label=_("How deep does the change go?"),
        help_text=_("Only if the text is changed."),
        choices=[
            ("False", _("Editorial: the offices need not be asked again, but may object")),
            ("True", _("Material: the affected offices are asked once more")),
        ],
        coerce=_yes_no,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    text = reason_field(_("Answer to the office"), required=False)
    field_order: Sequence[str] = ("accept", "material", *PROSE, "text")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        accept, is_changed = cleaned.get("accept"), bool(self.new_fields())
        if accept == "True" and not is_changed:
            text = _("The text is unchanged. Change it below, or choose another answer.")
            self.add_error("accept", text)
        elif accept in ("False", "promise") and is_changed:
            text = _("You changed the text. Choose “Yes, the text is changed”, or undo the change.")
            self.add_error("accept", text)
        return cleaned

    def decided(self) -> Mapping[str, object]:
        """What was decided beside the wording."""
        accept = self.cleaned_data.get("accept")
        if accept == "promise":
            # Nothing changes in the text, so nobody is asked again.
            return {"accept": True, "material": False}
        is_changed = accept == "True"
        material = self.cleaned_data.get("material") if is_changed else None
        return {"accept": is_changed if accept else None, "material": material}


class AnswerConditionForm(AnswerForm, WordingForm):
    """The answer of a measure's lead, with all that it may change at once."""

    field_order = ("accept", "material", *WORDING, "text")


class ConfirmDeclineForm(AboutConditionForm):
    """The office lives with it that its condition is not taken over."""

    act_name = "confirm_decline"


class TurnIntoRefusalForm(AboutConditionForm, TextForm):
    """The office refuses because its condition is not taken over."""

    act_name = "turn_into_refusal"
    text = reason_field(_("Reason for the refusal"))


class ResignForm(CaseForm):
    """The head of the lead stands by the changes."""

    act_name = "resign"

    affected = forms.TypedMultipleChoiceField(
        label=_("Ask these offices once more as well"),
        help_text=_("Offices whose conditions were taken over materially are asked in any case."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        units = {item.unit for item in self.context.situation.scene.items}
        found = Unit.objects.filter(pk__in=units)
        self.offer("affected", [(unit.pk, unit.name) for unit in found.order_by("sort_key")])
        case = self.context.matter.case
        conditions = Condition.objects.filter(case=case, round=case.round, status="accepted")
        self.accepted = list(conditions.filter(settled_at=None).select_related("unit"))
        asked = TextVersion.objects.filter(case=case, occasion="round").order_by("-number").first()
        texts = (
            written(asked.content) if asked else {},
            decision_of(self.context.situation.look).text,
        )
        self.changes = changes(*texts, names=names_of_links(*texts), model=self.context.model)


class DeclareDissentForm(ReasonForm):
    """The lead sees no way to agree."""

    act_name = "declare_dissent"


class ClarifyForm(ReasonForm):
    """The common superior decides in writing."""

    act_name = "clarify"

    outcome = forms.ChoiceField(
        label=_("How does it go on?"),
        choices=[
            ("release", _("To the release as it stands; the refusal stays visible in the paper")),
            ("revision", _("Back to the lead for revision")),
            ("executive_board", _("To the executive board")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ("outcome", "reason")


def _answering(form: type[AnswerForm], fields: str) -> ActPanel:
    return ActPanel(
        form,
        "massgabe-beantworten",
        _("Answer the condition"),
        _("Send the answer"),
        _("The condition is answered."),
        intro="coordination/decisions/_condition.html",
        fields=fields,
        checks=True,
    )


ANSWERS_IN_PROSE = _answering(AnswerForm, "workflows/acts/_fields.html")

PANELS = (
    _answering(AnswerConditionForm, "coordination/decisions/_wording.html"),
    ActPanel(
        ConfirmDeclineForm,
        "nichtuebernahme-hinnehmen",
        _("Accept that it is not taken over"),
        _("Accept it"),
        _("Recorded. The approval of your office stands."),
        _("Your condition is not taken over. Your office approves all the same."),
        intro="coordination/decisions/_declined.html",
        checks=True,
        beside=True,
    ),
    ActPanel(
        TurnIntoRefusalForm,
        "nichtuebernahme-ablehnen",
        _("Refuse because of it"),
        _("Refuse"),
        _("Recorded as a refusal."),
        _("The approval of your office becomes a refusal. A common superior decides."),
        variant="danger",
        intro="coordination/decisions/_declined.html",
        checks=True,
    ),
    ActPanel(
        ResignForm,
        "erneut-zeichnen",
        _("Sign again after changes"),
        _("Sign again"),
        _("Signed again."),
        _("You stand by the text as it was changed during the co-signature."),
        intro="coordination/decisions/_resign.html",
        checks=True,
    ),
    ActPanel(
        DeclareDissentForm,
        "dissens-erklaeren",
        _("Declare that there is no agreement"),
        _("Declare the dissent"),
        _("The common superior decides now."),
        _("The common superior of the offices decides. Answers that are missing become void."),
        variant="danger",
        checks=True,
    ),
    ActPanel(
        ClarifyForm,
        "dissens-klaeren",
        _("Decide on the dissent"),
        _("Decide"),
        _("Decided."),
        checks=True,
        beside=True,
    ),
)
