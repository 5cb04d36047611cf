"""Answers and questions of the offices that are asked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.enums import ItemStatus, Participation, VoteChoice
from workflows.forms.acting.context import CaseForm, TextForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.models import Question

from ...drafting.enums import DraftState
from ...drafting.forms.answering import AnswerForm
from ...drafting.forms.contributions import over_field
from ...drafting.queries.contributions import for_answer, has_contributions, runs_for
from ...drafting.queries.drafts import seen_of
from ..queries.circulation import word_to
from ..queries.cosignatures import earlier_answer, vote_label


class VoteForm(AnswerForm):
    """The answer of a unit, with its conditions as rows; what was drafted for it stands there."""

    act_name = "vote"
    needed = AnswerForm.needed | {"over"}

    # The draft that is signed, in the version that was seen.
    draft = forms.CharField(widget=forms.HiddenInput, required=False)
    over = over_field()

    def prepare(self) -> None:
        situation = self.context.situation
        self.item = situation.scene.item(self.context.uuid("item"))
        participation = Participation(self.item.participation if self.item else "cosign")
        case, unit = situation.look.case, self.item.unit if self.item else None
        self.earlier = (
            earlier_answer(case.pk, unit=unit, before=case.round)
            if unit is not None and case.round > 1
            else None
        )
        self.word = word_to(case.pk, round_=case.round, unit=unit) if unit is not None else ""
        self.earlier_words = vote_label(self.earlier, participation) if self.earlier else ""
        self.take_draft()
        self.take_contributions()
        self.offer_answers(participation)

    def take_draft(self) -> None:
        """What lies before whoever signs fills the form; what is still being written does not."""
        context, item = self.context, self.item
        seen = seen_of(context.matter, context.person, at=context.at) if item else []
        mine = (one for one in seen if item and one.item_id == item.id and one.is_live)
        self.waiting_draft = next(mine, None)
        draft = self.waiting_draft
        self.is_drafted = draft is not None and draft.case.state == DraftState.SUBMITTED
        if draft is not None and self.is_drafted and not self.is_bound:
            self.initial.update({
                "choice": draft.choice, "text": draft.text, "names_unit": draft.names_unit,
                "draft": f"{draft.pk}:{draft.case.version}",
            })  # fmt: skip

    def take_contributions(self) -> None:
        """What others contributed stands beside the form; over what is to come one says why."""
        context, item = self.context, self.item
        asks = item is not None and has_contributions(context.matter)
        seen = for_answer(item.id, context.person, at=context.at) if item and asks else []
        self.contributions = seen
        if item is None or not asks or not runs_for(item.id):
            del self.fields["over"]

    @property
    def gives_out(self) -> bool:
        """Whether a link to have the answer drafted is of use: its page asks once more."""
        return self.waiting_draft is None and self.context.task is not None

    @property
    def asks_others(self) -> bool:
        """The same for a link to ask another office for a contribution."""
        return self.context.task is not None

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

    @property
    def follows(self) -> str:
        """What the last answer of the round brings about, by what it and the others say."""
        if not self.cannot_be_undone:
            return ""
        last = gettext("This is the last answer that is missing. It closes the round.")
        situation = self.context.situation
        others = {i.choice for i in situation.scene.items if self.item and i.id != self.item.id}
        said = {self.cleaned_data.get("choice"), *others}
        if VoteChoice.REFUSED in said:
            then = gettext("Because an office refuses, the superior of both decides next.")
        elif VoteChoice.CONDITIONAL in said:
            then = gettext("The matter goes on once the lead office has answered all conditions.")
        else:
            then = gettext("The matter then goes to the release.")
        return f"{last} {then}"

    def first_conditions(self) -> list[dict[str, str]]:
        if self.waiting_draft is None or not self.is_drafted:
            return []
        return [{"text": text} for text in self.waiting_draft.conditions]

    def act_data(self) -> dict[str, object]:
        data = super().act_data()
        if self.item is not None and not self.cleaned_data.get("task"):
            data["item"] = str(self.item.id)
        if self.cleaned_data.get("draft"):
            data["draft"] = self.cleaned_data["draft"]
        return data


class ChangeVoteForm(VoteForm):
    """Another answer instead of the one that the person saw; both are kept."""

    act_name = "change_vote"

    replaces = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def take_draft(self) -> None:
        """What is signed was answered already."""
        self.waiting_draft, self.is_drafted = None, False

    def take_contributions(self) -> None:
        """What was contributed went into the first answer."""
        self.contributions = []
        del self.fields["over"]

    @property
    def gives_out(self) -> bool:
        return False

    @property
    def asks_others(self) -> bool:
        return False

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
        after="coordination/drafting/_give_out.html",
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
        _("Your question is with the lead office. It stops no period."),
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
