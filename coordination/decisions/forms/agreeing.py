"""The lead answers conditions, the offices the answers, a superior the dissent."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import CaseForm, ReasonForm, TextForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.models import Condition, Unit
from workflows.spelling import tidied

from ..models import TextVersion
from ..queries.differences import Change, changes
from ..rules.looks import decision_of
from .plans import FIGURES, FiguresForm

WORDING = ("title", "facts", "goal", "proposal", "cover")
"""The texts that an accepted condition may change at once."""

YES_NO = {"True": True, "False": False}


def _yes_no(value: str) -> bool | None:
    return YES_NO.get(value)


def _plain(text: object) -> str:
    return tidied(str(text or "")).strip()


class WordingForm(FiguresForm):
    """What of the measure may be changed together with an answer; only changes are sent."""

    text_field = "text"
    wording = (*WORDING, *FIGURES)

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    facts = reason_field(_("Facts and reasons"), required=False)
    goal = reason_field(_("Goal"), required=False)
    proposal = reason_field(_("Proposed resolution"), required=False)
    cover = forms.CharField(label=_("Cover"), max_length=400, required=False)

    def prepare(self) -> None:
        super().prepare()
        for name in WORDING:
            # The form brings along what it showed: the same form sent twice says the same twice.
            self.fields[name].show_hidden_initial = True
            self.initial.setdefault(name, getattr(self.context.matter, name))

    def new_wording(self) -> dict[str, str]:
        """The texts that differ from those that the form showed."""
        texts = {name: _plain(self.cleaned_data.get(name)) for name in WORDING}
        return {name: text for name, text in texts.items() if text != self._shown(name)}

    def _shown(self, name: str) -> str:
        return _plain(self.data.get(self.add_initial_prefix(name)))

    def difference(self) -> list[Change]:
        """What the new wording changes, for the check page."""
        new = self.new_fields()
        shown = {**self.figures_shown(), **{name: self._shown(name) for name in WORDING}}
        before = {name: shown.get(name) for name in new}
        return changes(before, new, names={}, model=self.context.model)

    def new_fields(self) -> dict[str, object]:
        """All that differs from what the form showed."""
        return {**self.new_wording(), **self.new_figures()}

    def decided(self) -> Mapping[str, object]:
        """What was decided beside the wording."""
        return {}

    def act_data(self) -> dict[str, object]:
        changed = self.new_fields()
        return {**self.decided(), **({"fields": changed} if changed else {})}

    def answers(self) -> list[tuple[str, str]]:
        return [(label, words) for label, words in super().answers() if label not in self._labels()]

    def _labels(self) -> set[str]:
        return {str(self.fields[name].label) for name in self.wording}


class AboutConditionForm(CaseForm):
    """Base of the answers that are about one condition; shows it."""

    def prepare(self) -> None:
        super().prepare()
        rows = Condition.objects.select_related("unit", "vote")
        self.condition = rows.filter(pk=self.context.uuid("condition")).first()


class AnswerConditionForm(AboutConditionForm, WordingForm):
    """Take a condition over, materially or editorially, or say why not."""

    act_name = "answer_condition"
    needed = frozenset({"material"})

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

    field_order = ("accept", "material", *WORDING, "text")

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
        accept = self.cleaned_data.get("accept")
        if accept == "promise":
            # Nothing changes in the text, so nobody is asked again.
            return {"accept": True, "material": False}
        is_changed = accept == "True"
        material = self.cleaned_data.get("material") if is_changed else None
        return {"accept": is_changed if accept else None, "material": material}


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
        self.changes = changes(
            asked.content if asked else {},
            decision_of(self.context.situation.look).text,
            names={},
            model=self.context.model,
        )


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


PANELS = (
    ActPanel(
        AnswerConditionForm,
        "massgabe-beantworten",
        _("Answer the condition"),
        _("Send the answer"),
        _("The condition is answered."),
        intro="coordination/decisions/_condition.html",
        fields="coordination/decisions/_wording.html",
        checks=True,
    ),
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
