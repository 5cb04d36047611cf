"""The result of a session, as its minutes say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from workflows.calendars import local_date
from workflows.forms.acting.context import ActContext, CaseForm, ReasonForm, TextForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField

from ...council.enums import ConsultationResult, ConsultationRole, MajorityRule
from ...council.models import Consultation, Organization
from ...council.queries import advice_before, recorded_station, rules_on
from ...council.queries.said_elsewhere import imported_words
from ...council.queries.sessions import legal_members
from ...council.results.reader import read_result
from ...council.rules.quorum import is_short
from ...council.rules.votes import RESULTS, VOTED
from ...council.vocabulary import RuleSubject
from ..flows.correcting import REJECTED, STAYS, can_end
from ..flows.recording import VOTES, usual_majority

COUNTED = ("yes", "no", "abstentions")
"""Votes that the words of minutes may state."""


def _count(label: StrOrPromise) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    widget.width = "short"  # type: ignore[attr-defined]  # read by the renderer
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=9999, widget=widget
    )


def _station_named(context: ActContext) -> Consultation | None:
    rows = Consultation.objects.select_related("organization", "meeting", "paper")
    wanted = context.number("consultation")
    return rows.filter(pk=wanted, case=context.matter.case_id).first()


class RecordResultForm(CaseForm):
    """What a session came to. Left open, the result is read from the words of the minutes."""

    act_name = "record_result"
    text_field = "text"
    needed = frozenset({"result", "resolution_text", "target", "quorum_confirmed"})
    occasional = frozenset({"result_text", *VOTES, "lacks_quorum"})

    result_text = forms.CharField(
        label=_("Result in the words of the minutes"),
        help_text=_("Without a chosen result these words are read and the result is proposed."),
        max_length=200,
        required=False,
    )
    result = forms.ChoiceField(label=_("Result"), required=False, widget=forms.RadioSelect)
    target = forms.TypedChoiceField(
        label=_("Referred to"),
        help_text=_("Only if the paper was referred: the body that deliberates next."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    yes = _count(_("Yes votes"))
    no = _count(_("No votes"))
    abstentions = _count(_("Abstentions"))
    invalid = _count(_("Invalid votes"))
    biased = _count(_("Biased (§ 31)"))
    present = _count(_("Members present"))
    majority_rule = forms.ChoiceField(
        label=_("Majority needed"), choices=MajorityRule.choices, initial=MajorityRule.SIMPLE,
        required=False,
    )  # fmt: skip
    lacks_quorum = forms.BooleanField(
        label=_("The lack of a quorum was established (§ 49)"), required=False
    )
    quorum_confirmed = forms.BooleanField(
        label=_("Too few were present, but the lack of a quorum was not established"),
        required=False,
    )
    resolution_text = reason_field(
        _("Wording of the resolution"),
        required=False,
        hint=_(
            "Needed if the body changed the proposal. At the decision it is binding, before it is"
            " a recommendation that the next bodies see."
        ),
    )
    text = reason_field(_("Remark"), required=False)

    def prepare(self) -> None:
        self.station = self.find_station()
        role = self.station.role if self.station else ConsultationRole.DECISION
        self.possible = RESULTS[role]
        self.offer("result", [c for c in ConsultationResult.choices if c[0] in self.possible])
        today = self.context.situation.look.call.today
        advising = Organization.objects.in_force(on=today).filter(advises=True)
        bodies = advising.order_by("name").values_list("pk", "name")
        own = self.station.organization_id if self.station else 0
        self.offer("target", [("", _("not referred")), *(b for b in bodies if b[0] != own)])
        if self.station is not None:
            day = local_date(self.station.meeting.starts_at) if self.station.meeting else today
            usual = usual_majority(self.station.organization, on=day)
            self.fields["majority_rule"].initial = usual
        self.advice = advice_before(self.station) if self.station else []
        self.imported = ""
        if self.station is not None and not self.station.result:
            self.imported = imported_words(self.station)
            self.fields["result_text"].initial = self.imported
        self.is_proposed = False
        if self.is_bound and not self.data.get("result") and self.data.get("result_text"):
            self._propose()

    def find_station(self) -> Consultation | None:
        """The station of the task."""
        return _station_named(self.context)

    def _propose(self) -> None:
        """Fill in what the words of the minutes say, for the person to confirm."""
        said = read_result(str(self.data["result_text"]))
        if said.kind not in self.possible:
            return
        self.is_proposed = True
        found: dict[str, Any] = {"result": str(said.kind)}
        found |= {key: getattr(said, key) for key in COUNTED if getattr(said, key) is not None}
        if said.target:
            found["target"] = self._body_named(said.target)
        filled: Any = self.data.copy() if hasattr(self.data, "copy") else dict(self.data)
        for key, value in found.items():
            if not filled.get(key):
                filled[key] = str(value)
        self.data = filled

    def _body_named(self, name: str) -> object:
        """The body that is called so; empty if none or several are."""
        called = Organization.objects.filter(name__iexact=name) | Organization.objects.filter(
            short_name__iexact=name
        )
        found = list(called.values_list("pk", flat=True)[:2])
        return found[0] if len(found) == 1 else ""

    def clean(self) -> dict[str, object]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_proposed:
            label = ConsultationResult(self.data["result"]).label
            text = gettext("Read from the minutes: “%(result)s”. Please check it and go on.")
            self.add_error("result", text % {"result": label})
        elif not data.get("result") and "result" not in self.errors:
            text = gettext("Please choose a result that this station can have.")
            if data.get("result_text"):
                text = gettext("These words say no clear result. Please choose it yourself.")
            self.add_error("result", text)
        return data

    @property
    def asks_quorum(self) -> bool:
        """Whether fewer were there than a quorum needs, so that the office has to confirm it."""
        if self.station is None or not self.is_bound or self.data.get("lacks_quorum"):
            return False
        present = self["present"].value()
        count = int(present) if str(present or "").isdecimal() else None
        voted = self.data.get("result") in VOTED
        body, meeting = self.station.organization, self.station.meeting
        day = local_date(meeting.starts_at) if meeting else self.context.situation.look.call.today
        share = rules_on(day).amount(RuleSubject.QUORUM, body)
        return voted and is_short(count, legal_members(body, on=day), share)


class BodyResultForm(RecordResultForm):
    """What a body makes of a decision that was taken already; its result is always chosen."""

    results: ClassVar[Sequence[tuple[str, StrOrPromise]]] = ()
    left_out: ClassVar[Collection[str]] = ("target",)

    def prepare(self) -> None:
        self.station, self.is_proposed = self.find_station(), False
        for name in self.left_out:
            del self.fields[name]
        self.offer("result", self.results)
        self.fields["result_text"].help_text = ""


class CorrectResultForm(RecordResultForm):
    """What was recorded, to be corrected; a reason is needed."""

    act_name = "correct_result"
    text_field = "reason"
    text = None  # type: ignore[assignment]  # no remark beside the reason
    reason = reason_field(hint=_("At least 10 characters. It is kept with the matter for good."))

    def find_station(self) -> Consultation | None:
        return recorded_station(self.context.matter.case_id, self.context.number("consultation"))

    def prepare(self) -> None:
        super().prepare()
        if self.station is None:
            return
        for name in (*VOTES, "result", "result_text", "resolution_text", "majority_rule"):
            self.fields[name].initial = getattr(self.station, name)
        self.fields["lacks_quorum"].initial = self.station.lacks_quorum
        self.fields["target"].initial = self.station.referred_to_id

    def act_data(self) -> dict[str, object]:
        return {**super().act_data(), "consultation": self.context.about}


class RecordMinutesForm(CaseForm):
    """When the minutes of a session were signed."""

    act_name = "record_minutes"

    signed_on = GermanDateField(label=_("Minutes signed on"))

    def prepare(self) -> None:
        wanted = self.context.number("consultation")
        self.station = recorded_station(self.context.matter.case_id, wanted)
        self.imported = ""
        self.advice: Sequence[Consultation] = ()

    def act_data(self) -> dict[str, object]:
        return {**super().act_data(), "consultation": self.context.about}


class SettleCorrectionForm(ReasonForm):
    """What follows from a corrected result."""

    act_name = "settle_correction"
    field_order = ("outcome", "reason")

    outcome = forms.ChoiceField(label=_("What follows?"), widget=forms.RadioSelect)

    def prepare(self) -> None:
        self.station = _station_named(self.context)
        self.imported = ""
        self.advice: Sequence[Consultation] = ()
        choices = [(STAYS, _("Nothing: the matter goes on as it stands"))]
        if can_end(self.context.matter.case.state, self.station):
            choices.append((REJECTED, _("The matter ends: it was rejected")))
        self.offer("outcome", choices)


class AnswerDelayForm(TextForm):
    """How it goes on with what a body puts off again and again."""

    act_name = "answer_delay"
    text = reason_field(
        _("How it goes on"),
        hint=_("At least 10 characters. The lead office and the proposer are told."),
    )

    def prepare(self) -> None:
        self.station = _station_named(self.context)
        self.imported = ""
        self.advice: Sequence[Consultation] = ()


PANELS = (
    ActPanel(
        RecordResultForm,
        "ergebnis-festhalten",
        _("Record the result of the session"),
        _("Record the result"),
        _("The result is recorded."),
        intro="coordination/decisions/_station.html",
        fields="coordination/decisions/_result.html",
        checks=True,
        shows_text=False,
    ),
    ActPanel(
        AnswerDelayForm,
        "nach-vertagung-weiter",
        _("Say how it goes on"),
        _("Save the answer"),
        _("The answer is saved."),
        _("A body has put the matter off for the third time."),
        intro="coordination/decisions/_station.html",
    ),
    ActPanel(
        CorrectResultForm,
        "ergebnis-berichtigen",
        _("Correct the result"),
        _("Correct the result"),
        _("The result is corrected."),
        _("The matter stays where it is. If the result leads elsewhere, the mayor is asked."),
        intro="coordination/decisions/_station.html",
        fields="coordination/decisions/_result.html",
        checks=True,
        shows_text=False,
        about="consultation",
    ),
    ActPanel(
        RecordMinutesForm,
        "niederschrift-festhalten",
        _("Record the minutes"),
        _("Record the minutes"),
        _("The minutes are recorded. The results of the session are no longer provisional."),
        intro="coordination/decisions/_station.html",
        shows_text=False,
        goes_on=False,
        about="consultation",
    ),
    ActPanel(
        SettleCorrectionForm,
        "folgen-der-berichtigung",
        _("Say what follows from the correction"),
        _("Save the answer"),
        _("The answer is saved."),
        intro="coordination/decisions/_station.html",
        checks=True,
    ),
)
