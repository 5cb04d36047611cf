"""Answers and questions of the offices that are asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.enums import ItemStatus, Participation, VoteChoice
from workflows.forms.acting.acts import Rows
from workflows.forms.acting.context import CaseForm, TextForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.naming import UnitField
from workflows.models import Question

from ...city.queries.catalogue import LEADING, leading_units
from ..flows.cosign_guards import CHOICES
from ..queries.cosignatures import earlier_answer, vote_label

EXPLAINED = {
    VoteChoice.APPROVED: _("Approved"),
    VoteChoice.CONDITIONAL: _("Approved with conditions (the lead must answer each of them)"),
    VoteChoice.REFUSED: _("Refused (a reason is needed)"),
    VoteChoice.NOT_AFFECTED: _("Not affected"),
    VoteChoice.NOT_RESPONSIBLE: _("Not responsible (name the right office)"),
    VoteChoice.NOTED: _("Noted"),
}
CONTRIBUTION = _("Contribution (please write it below)")


class ConditionForm(forms.Form):
    """One condition; an empty row counts for nothing."""

    needed = frozenset({"text"})

    text = forms.CharField(
        label=_("Condition"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
    )


ConditionRows = forms.formset_factory(ConditionForm, extra=0, min_num=1, max_num=60)


class VoteForm(CaseForm):
    """The answer of a unit, with its conditions as rows."""

    act_name = "vote"
    text_field = "text"
    guard_fields = {"conditions": "choice"}
    needed = frozenset({"text", "names_unit"})

    choice = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect)
    text = reason_field(_("Reason or remark"), required=False)
    names_unit = UnitField(
        label=_("Responsible office"),
        help_text=_("Only if your office is not responsible. Type its name."),
        required=False,
    )

    def prepare(self) -> None:
        situation = self.context.situation
        self.item = situation.scene.item(self.context.uuid("item"))
        participation = Participation(self.item.participation if self.item else "cosign")
        self.offer("choice", _choices(participation))
        case, unit = situation.look.case, self.item.unit if self.item else None
        self.earlier = (
            earlier_answer(case.pk, unit=unit, before=case.round)
            if unit is not None and case.round > 1
            else None
        )
        self.earlier_words = vote_label(self.earlier, participation) if self.earlier else ""
        if VoteChoice.NOT_RESPONSIBLE in CHOICES[participation]:
            named = self.fields["names_unit"]
            assert isinstance(named, UnitField)
            today = self.context.situation.look.call.today
            named.choose_among(leading_units(on=today), kind=LEADING)
        else:
            del self.fields["names_unit"]
        self.takes_conditions = VoteChoice.CONDITIONAL in CHOICES[participation]
        self.conditions = ConditionRows(
            self.data if self.is_bound else None,
            prefix="conditions",
            initial=self.first_conditions(),
        )

    @property
    def row_sets(self) -> tuple[Rows, ...]:
        return (self.conditions,)

    @property
    def cannot_be_undone(self) -> bool:
        """The last answer that is missing ends the round: nobody changes it afterwards."""
        if self.item is None or self.item.participation != Participation.COSIGN:
            return False
        others = (i for i in self.context.situation.scene.items if i.id != self.item.id)
        return all(
            i.status == ItemStatus.ANSWERED
            for i in others
            if i.participation == Participation.COSIGN
        )

    def first_conditions(self) -> list[dict[str, str]]:
        """The rows of an empty form."""
        return []

    def is_valid(self) -> bool:
        return super().is_valid() and (not self.takes_conditions or self.conditions.is_valid())

    @property
    def texts_typed(self) -> bool:
        """Whether a condition stands in a row; such rows are shown whatever the answer is."""
        rows = self.conditions
        return rows.total_form_count() > 1 or any(row["text"].value() for row in rows)

    def texts(self) -> list[str]:
        """The conditions that were written, empty rows left out."""
        if not self.takes_conditions or not self.conditions.is_valid():
            return []
        given = (row.cleaned_data.get("text", "").strip() for row in self.conditions)
        return [text for text in given if text]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if self.takes_conditions and self.texts() and cleaned.get("choice") not in (
            None, VoteChoice.CONDITIONAL,
        ):  # fmt: skip
            self.add_error(
                "choice",
                _("You wrote conditions. Choose “approved with conditions”, or empty them."),
            )
        return cleaned

    def act_data(self) -> dict[str, object]:
        data = {**super().act_data(), "conditions": self.texts()}
        if self.item is not None and not self.cleaned_data.get("task"):
            data["item"] = str(self.item.id)
        return data

    def answers(self) -> list[tuple[str, str]]:
        answers = super().answers()
        rows = [(str(_("Condition")), text) for text in self.texts()]
        return [*answers[:1], *rows, *answers[1:]]


def _choices(participation: Participation) -> list[tuple[str, object]]:
    offered = CHOICES[participation]
    labels: dict[VoteChoice, Any] = {**EXPLAINED}
    if participation == Participation.CONTRIBUTE:
        labels[VoteChoice.NOTED] = CONTRIBUTION
    return [(choice.value, label) for choice, label in labels.items() if choice in offered]


class ChangeVoteForm(VoteForm):
    """Another answer instead of the one that the person saw; both are kept."""

    act_name = "change_vote"

    replaces = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def prepare(self) -> None:
        super().prepare()
        item = self.context.situation.scene.item(self.context.uuid("item"))
        if item and item.vote:
            self.initial["replaces"] = item.vote

    def act_data(self) -> dict[str, object]:
        return {**super().act_data(), "replaces": str(self.cleaned_data.get("replaces") or "")}


class AskQuestionForm(TextForm):
    """A question to the lead before answering."""

    act_name = "ask_question"
    text = reason_field(
        _("Your question"),
        hint=_("It goes to the lead office. The period for your answer goes on."),
    )

    def act_data(self) -> dict[str, object]:
        return {"item": self.context.subject("item")}


class AskForTimeForm(CaseForm):
    """Seven days more, once; the rule itself grants them."""

    act_name = "ask_for_time"

    def act_data(self) -> dict[str, object]:
        return {"item": self.context.subject("item")}


class AnswerQuestionForm(TextForm):
    """The answer of the lead; whoever asked is told."""

    act_name = "answer_question"
    text = reason_field(_("Your answer"))

    def prepare(self) -> None:
        rows = Question.objects.select_related("asked_by", "desk__unit")
        self.question = rows.filter(pk=self.context.uuid("question")).first()


class ObjectToChangeForm(TextForm):
    """A change that was called editorial touches the office after all."""

    act_name = "object_to_change"
    text = reason_field(_("What do you object to?"))

    def act_data(self) -> dict[str, object]:
        return {"item": self.context.subject("item")}


PANELS = (
    ActPanel(
        VoteForm,
        "mitzeichnen",
        _("Co-sign"),
        _("Send the answer"),
        _("Your answer is recorded."),
        _(
            "You answer for your office. The last answer closes the round; until then you can"
            " change yours."
        ),
        beside=True,
        fields="coordination/decisions/_vote.html",
    ),
    ActPanel(
        ChangeVoteForm,
        "antwort-aendern",
        _("Change the answer"),
        _("Change the answer"),
        _("Your new answer is recorded; the earlier one is kept."),
        _("The new answer replaces the earlier one. Both stay visible."),
        fields="coordination/decisions/_vote.html",
        goes_on=False,
        about="item",
    ),
    ActPanel(
        AskQuestionForm,
        "rueckfrage-stellen",
        _("Ask a question"),
        _("Send the question"),
        _("Your question is with the lead office. Your own period goes on."),
        goes_on=False,
        about="item",
    ),
    ActPanel(
        AskForTimeForm,
        "fristverlaengerung-beantragen",
        _("Ask for more time"),
        _("Ask for seven days more"),
        _("Your office has seven days more. The lead office has been told."),
        _("The period for your answer becomes seven days longer. This is possible once."),
        goes_on=False,
        about="item",
    ),
    ActPanel(
        AnswerQuestionForm,
        "rueckfrage-beantworten",
        _("Answer the question"),
        _("Send the answer"),
        _("Answered. Whoever asked has been told."),
        beside=True,
        intro="coordination/decisions/_answer_question.html",
    ),
    ActPanel(
        ObjectToChangeForm,
        "einwand-erheben",
        _("Object to a change"),
        _("Object"),
        _("Your office is asked again."),
        _("Your earlier answer no longer counts; you can answer anew."),
        checks=True,
        goes_on=False,
        about="item",
    ),
)
