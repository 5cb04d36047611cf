"""Urgent decisions: made by two, recorded of the main committee, approved afterwards."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.enums import DeskFunction
from workflows.forms.acting.context import CaseForm, reason_field
from workflows.forms.acting.panels import ActPanel

from ...city.enums import OrganizationType
from ...council.enums import ConsultationResult as R
from ...council.enums import DecisionPath
from ...council.models import Consultation, Meeting, UrgentDecision
from ..flows.approving import open_approval
from ..flows.urgent import organ_of
from ..rules.looks import decision_of
from .recording import BodyResultForm
from .sessions import PlanSessionForm, offer_sessions, session_field


class Urgent(CaseForm):
    """A form about an urgent decision: which body it replaces, what was said of it so far."""

    def prepare(self) -> None:
        case = self.context.matter.case_id
        self.station: Consultation | None = None
        rows = UrgentDecision.objects.filter(case=case).select_related("organization", "made_by")
        self.decision = rows.order_by("-pk").first()
        look = decision_of(self.context.situation.look)
        self.organ = self.decision.organization if self.decision else organ_of(look)


class DecideUrgentlyForm(Urgent):
    """The mayor says why it cannot wait."""

    act_name = "decide_urgently"

    why_not_organ = reason_field(
        _("Why can the body not decide in time?"), hint=_("At least 10 characters.")
    )
    why_not_committee = reason_field(
        _("Why can the main committee not decide in time either?"),
        hint=_("At least 10 characters."),
    )
    harm = reason_field(
        _("Which considerable disadvantages or dangers would follow?"),
        hint=_("At least 10 characters."),
    )

    def prepare(self) -> None:
        super().prepare()
        self.decision = None
        look = decision_of(self.context.situation.look)
        self.organ = organ_of(look)
        if look.subject.decision_path != DecisionPath.COUNCIL:
            for name in ("why_not_committee", "harm"):
                del self.fields[name]


class CountersignForm(Urgent):
    """A member signs; who enters it for them names the member."""

    act_name = "countersign"

    member = forms.CharField(
        label=_("Member of the body who has signed on paper"),
        help_text=_("Function and group, no name."),
        max_length=200,
        required=False,
    )

    def prepare(self) -> None:
        super().prepare()
        capacities = self.context.situation.scene.capacities
        if any(one.function == DeskFunction.OBSERVER for one in capacities):
            del self.fields["member"]


class RecordUrgentResolutionForm(BodyResultForm):
    """How the main committee has decided in the place of the council."""

    act_name = "record_urgent_resolution"
    results = ((R.ACCEPTED, R.ACCEPTED.label), (R.AMENDED, R.AMENDED.label))

    meeting = session_field()
    field_order = ["meeting"]
    text = reason_field(
        _("Why could the council not decide in time?"), hint=_("At least 10 characters.")
    )

    def prepare(self) -> None:
        super().prepare()
        self.decision = None
        self.organ = organ_of(decision_of(self.context.situation.look))
        main = Meeting.objects.filter(organization__type=OrganizationType.MAIN_COMMITTEE)
        held = main.filter(starts_at__lte=self.context.at)
        offer_sessions(self, held.order_by("-starts_at"))

    def find_station(self) -> None:
        """None: the body that should have decided has none yet."""


class PlanApprovalForm(PlanSessionForm, Urgent):
    """The session in which the body approves."""

    act_name = "plan_approval"

    def prepare(self) -> None:
        super().prepare()
        self.station = open_approval(self.context.matter.case_id)
        if self.station and self.decision:
            self.offer_from(self.decision.made_on, self.station)


class RecordApprovalForm(BodyResultForm):
    """What the body says to the urgent decision."""

    act_name = "record_approval"
    needed = BodyResultForm.needed | {"rights"}
    left_out = ("target", "resolution_text")
    results = (
        (R.ACCEPTED, _("The urgent decision is approved")),
        (R.REJECTED, _("The urgent decision is repealed")),
        (R.POSTPONED, _("postponed")),
        (R.DROPPED, _("taken off the agenda")),
    )

    rights = reason_field(
        _("Rights of others that had already arisen"),
        required=False,
        hint=_("Needed if the decision is repealed; write “none” if there are none."),
    )

    def prepare(self) -> None:
        super().prepare()
        case = self.context.matter.case_id
        decisions = UrgentDecision.objects.filter(case=case).select_related("organization")
        self.decision = decisions.order_by("-pk").first()
        self.organ = self.decision.organization if self.decision else None


_INTRO = "coordination/decisions/_urgent.html"

PANELS = (
    ActPanel(
        DecideUrgentlyForm,
        "dringlich-entscheiden",
        _("Decide urgently with a member of the council"),
        _("Sign the urgent decision"),
        _("Your signature is recorded. The decision takes effect once a member has signed too."),
        _("A member of the body signs as the second; the body is asked for its approval next."),
        variant="danger",
        checks=True,
        intro=_INTRO,
    ),
    ActPanel(
        CountersignForm,
        "dringlichkeit-mitunterzeichnen",
        _("Sign the urgent decision as the second"),
        _("Sign"),
        _("The urgent decision has been made. Its approval is put to the next session."),
        _("With this signature the decision takes effect (GO NRW § 60)."),
        checks=True,
        intro=_INTRO,
    ),
    ActPanel(
        RecordUrgentResolutionForm,
        "eilentscheidung-festhalten",
        _("Record the urgent decision of the main committee"),
        _("Record the decision"),
        _("The urgent decision has been made. Its approval is put to the next session."),
        _("The main committee has decided because the council could not meet in time."),
        checks=True,
        intro=_INTRO,
        fields="coordination/decisions/_body_result.html",
        shows_text=False,
        goes_on=False,
    ),
    ActPanel(
        PlanApprovalForm,
        "genehmigung-planen",
        _("Plan the session that approves the urgent decision"),
        _("Plan the session"),
        _("The session is planned."),
        intro=_INTRO,
        goes_on=False,
    ),
    ActPanel(
        RecordApprovalForm,
        "genehmigung-festhalten",
        _("Record the approval of the urgent decision"),
        _("Record the decision"),
        _("The decision is recorded."),
        intro=_INTRO,
        fields="coordination/decisions/_body_result.html",
        checks=True,
        shows_text=False,
    ),
)
