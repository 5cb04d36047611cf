"""Objections to a resolution, and what becomes of them."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.calendars import local_date
from workflows.forms.acting.context import CaseForm, ReasonForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField

from ...council.enums import ConsultationResult as R
from ...council.enums import ConsultationRole
from ...council.queries import open_consultations, open_objection, resolution_of
from ...council.queries.sessions import legal_members
from ...council.rules.objection import mayors_objection, new_session, objectors_needed
from ..flows.settling import ANNULLED, UNOBJECTED, days_of_session
from .recording import BodyResultForm
from .sessions import PlanSessionForm

Days = tuple[date, date]


class OnResolution(CaseForm):
    """A form about the last resolution of the matter."""

    def prepare(self) -> None:
        self.resolution = resolution_of(self.context.matter.case_id)
        self.last_day: date | None = None
        self.window: Days | None = None


class OnObjection(CaseForm):
    """A form about the objection that holds the matter up, and its open station."""

    def prepare(self) -> None:
        case = self.context.matter.case_id
        self.objection = open_objection(case)
        open_ones = open_consultations(case)
        self.station = next((s for s in open_ones if s.role == ConsultationRole.OBJECTION), None)
        self.window: Days | None = None
        if self.objection and self.station:
            calendar = self.context.situation.look.calendar
            self.window = days_of_session(self.objection, self.station.organization, calendar)


class VetoForm(OnResolution, ReasonForm):
    """The mayor objects to the decision of a committee."""

    act_name = "veto"


class RecordVetoForm(OnResolution):
    """Members of the committee object, as their paper says."""

    act_name = "record_veto"
    text_field = "text"

    filed_on = GermanDateField(label=_("Arrived on"))
    objectors = forms.IntegerField(
        label=_("Members who object"),
        min_value=1,
        max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    text = reason_field(_("Remark"), required=False)

    def prepare(self) -> None:
        super().prepare()
        resolution = self.resolution
        if resolution is None or resolution.meeting is None:
            return
        body = resolution.organization
        decided_on = local_date(resolution.meeting.starts_at)
        least = objectors_needed(body, on=decided_on)
        if least:
            text = gettext("At least %(least)d of the %(members)d members have to object.")
            words = {"least": least, "members": legal_members(body, on=decided_on)}
            self.fields["objectors"].help_text = text % words


class ObjectForm(OnResolution, ReasonForm):
    """The mayor objects because the resolution endangers the welfare of the city."""

    act_name = "object_to_resolution"

    def prepare(self) -> None:
        super().prepare()
        resolution, look = self.resolution, self.context.situation.look
        if resolution is None or resolution.meeting is None:
            return
        body, decided_on = resolution.organization, local_date(resolution.meeting.starts_at)
        period, session = mayors_objection(body, on=decided_on), new_session(body, on=decided_on)
        if period and session:
            self.last_day = look.calendar.forward(decided_on, period).due_on
            self.window = session.window(look.call.today, look.calendar)


class ObjectAsUnlawfulForm(OnResolution, ReasonForm):
    """The mayor names the norm that the resolution violates."""

    act_name = "object_as_unlawful"
    reason = reason_field(
        _("Which law does it violate, and why?"),
        hint=_("At least 10 characters. It is kept with the matter for good."),
    )


class PlanObjectionForm(PlanSessionForm, OnObjection):
    """The session in which the body decides on the objection."""

    act_name = "plan_objection"

    def prepare(self) -> None:
        super().prepare()
        if self.objection and self.station:
            self.offer_from(self.objection.filed_on, self.station)


class DecideObjectionForm(BodyResultForm):
    """What the body has decided on the objection, as its minutes say."""

    act_name = "decide_objection"
    results = (
        (R.ACCEPTED, _("The resolution stands")),
        (R.AMENDED, _("The resolution is changed")),
        (R.REJECTED, _("The resolution is repealed")),
        (R.POSTPONED, _("postponed")),
        (R.DROPPED, _("taken off the agenda")),
    )

    def prepare(self) -> None:
        super().prepare()
        self.objection = open_objection(self.context.matter.case_id)
        self.window: Days | None = None
        self.fields["resolution_text"].help_text = _("Needed if the body changed the resolution.")


class RecordRulingForm(OnObjection):
    """What the supervisory authority has written."""

    act_name = "record_ruling"
    text_field = "text"

    ruling = forms.ChoiceField(
        label=_("Ruling of the supervisory authority"),
        choices=[
            (ANNULLED, _("It annuls the resolution")),
            (UNOBJECTED, _("It does not annul the resolution")),
        ],
        widget=forms.RadioSelect,
    )
    reference = forms.CharField(label=_("Date and reference of the ruling"), max_length=200)
    text = reason_field(_("Remark"), required=False)


_RESOLUTION = "coordination/decisions/_resolution.html"

PANELS = (
    ActPanel(
        VetoForm,
        "einspruch-erheben",
        _("Object to the committee's decision"),
        _("Object"),
        _("The execution is held up. The council decides on the veto."),
        _("The decision is not carried out until the council has decided (GO NRW § 57 Abs. 4)."),
        variant="danger",
        checks=True,
        intro=_RESOLUTION,
    ),
    ActPanel(
        RecordVetoForm,
        "einspruch-festhalten",
        _("Record a veto of members"),
        _("Record the veto"),
        _("The veto is recorded. The execution is held up until the council has decided."),
        _("A fifth of the committee's members can object (GO NRW § 57 Abs. 4)."),
        checks=True,
        intro=_RESOLUTION,
        goes_on=False,
    ),
    ActPanel(
        ObjectForm,
        "widersprechen",
        _("Object to the resolution"),
        _("Object"),
        _("The execution is held up. The council office plans the new session."),
        _("You hold that the resolution endangers the welfare of the city."),
        variant="danger",
        checks=True,
        intro=_RESOLUTION,
    ),
    ActPanel(
        ObjectAsUnlawfulForm,
        "beanstanden",
        _("Object to an unlawful resolution"),
        _("Object as unlawful"),
        _("The execution is held up. The council office plans the new session."),
        _("You hold that the resolution violates the law (GO NRW § 54 Abs. 2)."),
        variant="danger",
        checks=True,
        intro=_RESOLUTION,
    ),
    ActPanel(
        PlanObjectionForm,
        "sitzung-zum-einwand-planen",
        _("Plan the session that decides on the objection"),
        _("Plan the session"),
        _("The session is planned."),
        intro="coordination/decisions/_objection.html",
        goes_on=False,
    ),
    ActPanel(
        DecideObjectionForm,
        "entscheidung-zum-einwand-festhalten",
        _("Record the decision on the objection"),
        _("Record the decision"),
        _("The decision is recorded."),
        intro="coordination/decisions/_objection.html",
        fields="coordination/decisions/_body_result.html",
        shows_text=False,
        checks=True,
    ),
    ActPanel(
        RecordRulingForm,
        "aufsicht-festhalten",
        _("Record what the supervisory authority says"),
        _("Record the ruling"),
        _("The ruling is recorded."),
        intro="coordination/decisions/_objection.html",
        checks=True,
    ),
)
