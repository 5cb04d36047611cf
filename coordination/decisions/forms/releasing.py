"""Release, executive board and final signature."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import CaseForm, OptionalReasonForm, ReasonForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField, LineField

from ...council.enums import DecisionPath
from ...council.queries import open_consultations, waivers_of
from ..flows.releasing import needs_board
from ..flows.signing import plan_problems
from ..queries.reservations import reservations_of
from ..rules.looks import decision_of
from .agreeing import _yes_no


class FindCurrentAdministrationForm(ReasonForm):
    """Yes with a reason, or no with the organ that decides instead."""

    act_name = "find_current_administration"
    needed = frozenset({"path"})

    is_current = forms.TypedChoiceField(
        label=_("Is this current administration?"),
        choices=[("True", _("Yes, no resolution of the council is needed")), ("False", _("No"))],
        coerce=_yes_no,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    path = forms.ChoiceField(
        label=_("Who decides instead?"),
        help_text=_("Only if it is no current administration."),
        required=False,
        choices=[
            ("", _("please choose")),
            *(c for c in DecisionPath.choices if c[0] != DecisionPath.CURRENT_ADMINISTRATION),
        ],
    )
    field_order = ("is_current", "path", "reason")

    def prepare(self) -> None:
        """What speaks against yes is known before anybody chooses it."""
        offer = self.context.situation.offer(self.act_name)
        yes = offer.unmet_about(data={"is_current": True}) if offer else ()
        self.against = list(dict.fromkeys(str(item.text) for item in yes if not item.field))


class ReleaseForm(OptionalReasonForm):
    """The deputy mayor releases this version."""

    act_name = "release"

    def prepare(self) -> None:
        self.goes_to_board = needs_board(decision_of(self.context.situation.look))


class RejectForm(ReasonForm):
    """The measure ends here."""

    act_name = "reject"


class BoardForm(CaseForm):
    """The session of the executive board."""

    text_field = "reason"

    date = GermanDateField(label=_("Date of the session"))
    protocol = LineField(label=_("Number of the minutes"), max_length=60)
    reason = reason_field(_("Remark"), required=False)


class BoardApprovesForm(BoardForm):
    """What the executive board came to: nothing is chosen before somebody chooses it."""

    act_name = "board_approves"
    field_order = ("outcome", "date", "protocol", "reason")
    needed = frozenset({"reason"})

    outcome = forms.ChoiceField(
        label=_("What did the executive board decide?"),
        choices=[
            ("board_approves", _("It agrees")),
            ("board_dissents", _("It does not agree; the mayor decides")),
        ],
        widget=forms.RadioSelect,
    )
    reason = reason_field(
        _("Remark, or the opinions"),
        required=False,
        hint=_("Needed if it does not agree: who is of which opinion, and why."),
    )

    def chosen_act(self) -> str:
        return str(self.cleaned_data.get("outcome") or self.act_name)

    def act_data(self) -> dict[str, object]:
        return {name: value for name, value in super().act_data().items() if name != "outcome"}


class BoardDissentsForm(BoardForm):
    """The session of the executive board that did not agree."""

    act_name = "board_dissents"

    reason = reason_field(_("The opinions"), hint=_("Who is of which opinion, and why."))


class MayorDecidesForm(ReasonForm):
    """The mayor decides where the board does not agree (GO NRW § 70 Abs. 4)."""

    act_name = "mayor_decides"

    outcome = forms.ChoiceField(
        label=_("How does it go on?"),
        choices=[
            ("final_signature", _("The measure goes on")),
            ("revision", _("Back to the lead for revision")),
            ("rejected", _("The measure is rejected")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ("outcome", "reason")


class SignForm(OptionalReasonForm):
    """The last signature; shows the chain and what is wrong with it."""

    act_name = "sign"

    def prepare(self) -> None:
        case = self.context.matter.case
        self.stations = open_consultations(case.pk)
        look = decision_of(self.context.situation.look)
        self.problems = list(plan_problems(look, self.stations))
        self.waivers = waivers_of(case.pk)
        self.reservations = reservations_of(case.pk, number=case.round)


PANELS = (
    ActPanel(
        FindCurrentAdministrationForm,
        "laufende-verwaltung-feststellen",
        _("Is this current administration?"),
        _("Record the finding"),
        _("The finding is recorded."),
        _("Current administration needs no resolution of the council (GO NRW § 41 Abs. 3)."),
        intro="coordination/decisions/_finding.html",
        checks=True,
        beside=True,
    ),
    ActPanel(
        ReleaseForm,
        "freigeben",
        _("Release"),
        _("Release for good"),
        _("Released."),
        _("You release exactly this version."),
        intro="coordination/decisions/_release.html",
    ),
    ActPanel(
        RejectForm,
        "ablehnen",
        _("Reject the measure"),
        _("Reject for good"),
        _("The measure is rejected."),
        _("The procedure ends. The lead office learns the reason."),
        variant="danger",
        checks=True,
    ),
    ActPanel(
        BoardApprovesForm,
        "zustimmung-des-verwaltungsvorstands",
        _("Record what the executive board decided"),
        _("Record the decision"),
        _("The decision of the executive board is recorded."),
        checks=True,
        beside=True,
        also=("board_dissents",),
    ),
    ActPanel(
        BoardDissentsForm,
        "dissens-im-verwaltungsvorstand",
        _("Record dissent in the executive board"),
        _("Record the dissent"),
        _("The dissent is recorded. The mayor decides now."),
        checks=True,
    ),
    ActPanel(
        MayorDecidesForm,
        "nach-dissens-entscheiden",
        _("Decide after dissent in the executive board"),
        _("Decide"),
        _("Decided."),
        _("You decide where the executive board does not agree (GO NRW § 70 Abs. 4)."),
        checks=True,
        beside=True,
    ),
    ActPanel(
        SignForm,
        "schlusszeichnen",
        _("Sign the paper"),
        _("Sign for good"),
        _("Signed. The paper goes to the council."),
        _("With your signature the text is frozen and numbered, and goes to the bodies."),
        intro="coordination/decisions/_sign.html",
    ),
)
