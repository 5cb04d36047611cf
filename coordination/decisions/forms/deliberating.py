"""The chain of deliberation and the results of the sessions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Unpack

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.acts import Rows
from workflows.forms.acting.context import CaseForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField, LineField
from workflows.forms.options import Data, FormOptions

from ...council.enums import ConsultationRole
from ...council.models import Consultation, Meeting, Organization
from ...council.queries import meetings_since, meetings_to_come, waivers_of
from ..flows.filing import LONGEST
from ..flows.signing import SIGNED, plan_problems
from ..flows.stations import plannable, replan_is_valid
from ..rules.looks import decision_of

Choice = tuple[object, object]
Choices = Sequence[Choice]

NEVER_PLANNED = (ConsultationRole.APPROVAL, ConsultationRole.OBJECTION)
PLANNED_ROLES = [choice for choice in ConsultationRole.choices if choice[0] not in NEVER_PLANNED]
NO_SESSION = ("", _("not yet scheduled"))


class StationForm(forms.Form):
    """One station: body, role, session. Which session fits which body, the act says."""

    organization = forms.TypedChoiceField(label=_("Body"), coerce=int, empty_value=None)
    role = forms.ChoiceField(label=_("Role"), choices=PLANNED_ROLES)
    meeting = forms.TypedChoiceField(
        label=_("Session"), coerce=int, empty_value=None, required=False
    )
    is_public = forms.BooleanField(label=_("public"), required=False)

    def __init__(
        self,
        data: Data = None,
        *,
        bodies: Choices = (),
        sessions: Choices = (),
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **options)
        for name, choices in (("organization", bodies), ("meeting", sessions)):
            self.fields[name].choices = choices  # type: ignore[attr-defined] # a field of choices


StationRows = forms.formset_factory(StationForm, extra=0, min_num=1, max_num=30)


class PlanConsultationsForm(CaseForm):
    """The stations in their order, as rows."""

    act_name = "plan_consultations"
    text_field = "text"

    text = reason_field(
        _("Why a body does not deal with it first"),
        required=False,
        hint=_("Only where the rule allows it, at least 10 characters. The reason is kept."),
    )

    def prepare(self) -> None:
        look = decision_of(self.context.situation.look)
        stations = plannable(look.case.pk)
        today = look.call.today
        self.is_signed = look.case.state in SIGNED
        if self.is_signed:
            self.problems = list(replan_is_valid(look, stations))
            paper = stations[0].paper if stations else None
            sessions = meetings_since(paper.dated if paper else today)
        else:
            self.problems = list(plan_problems(look, stations))
            sessions = meetings_to_come(after=self.context.at, closing_from=today)
            if look.subject.is_urgent:
                sessions = meetings_since(today)
                self.fields["text"].label = _("Why another order, or why it comes so late")
                self.fields["text"].help_text = _(
                    "At least 10 characters where a body does not deal with it first, or where the"
                    " editorial deadline has passed. The reason is kept."
                )
        self.waivers = waivers_of(look.case.pk)
        # A dissolved body is offered where it is planned already: the page says what is wrong.
        there = Organization.objects.in_force(on=today)
        planned = Organization.objects.filter(consultations__in=stations)
        bodies = list((there | planned).distinct().order_by("name").values_list("pk", "name"))
        self.stations = StationRows(
            self.data if self.is_bound else None,
            prefix="chain",
            initial=[_first_values(station) for station in stations],
            form_kwargs={
                "bodies": [("", _("please choose")), *bodies],
                "sessions": _sessions(sessions, stations),
            },
        )

    @property
    def row_sets(self) -> tuple[Rows, ...]:
        return (self.stations,)

    def is_valid(self) -> bool:
        return super().is_valid() and self.stations.is_valid()

    def act_data(self) -> dict[str, object]:
        return {"chain": [dict(row.cleaned_data) for row in self.stations if row.cleaned_data]}


def _first_values(station: Consultation) -> dict[str, object]:
    names = ("organization_id", "role", "meeting_id", "is_public")
    return {name.removesuffix("_id"): getattr(station, name) for name in names}


def _sessions(to_come: Iterable[Meeting], stations: list[Consultation]) -> list[Choice]:
    """The sessions by body; those that are planned already stay choosable."""
    groups: dict[str, list[tuple[int, str]]] = {}
    planned = [station.meeting for station in stations if station.meeting]
    for meeting in dict.fromkeys([*planned, *to_come]):
        starts = date_format(localtime(meeting.starts_at), "D, d.m.Y")
        closes = date_format(meeting.closes_on, "d.m.Y")
        name = next((s.organization.name for s in stations if s.meeting == meeting), "")
        label = _("%(starts)s (papers until %(closes)s)") % {"starts": starts, "closes": closes}
        body = name or meeting.organization.name
        groups.setdefault(body, []).append((meeting.pk, label))
    return [NO_SESSION, *((body, groups[body]) for body in sorted(groups))]


class RecordDispatchForm(CaseForm):
    """On which day the paper was sent to the members."""

    act_name = "record_dispatch"

    sent_on = GermanDateField(label=_("Sent on"))


class EnterReferenceForm(CaseForm):
    """The number that the council system has given a paper."""

    act_name = "enter_reference"

    reference = LineField(
        label=_("Number of the council system"),
        help_text=_("As it stands there, for example 16-0815 or FB 56/0176/WP17."),
        max_length=LONGEST,
    )


PANELS = (
    ActPanel(
        EnterReferenceForm,
        "nummer-eintragen",
        _("Enter the number of the council system"),
        _("Enter the number"),
        _("The number is entered. The PDF of the paper is set anew with it."),
        _("A number is never used again, also that of a paper which was withdrawn."),
        goes_on=False,
    ),
    ActPanel(
        RecordDispatchForm,
        "versand-festhalten",
        _("Record the dispatch"),
        _("Record the dispatch"),
        _("The dispatch is recorded. The members of the council see the paper."),
        _("Without an entry the members see the paper when the invitation period begins."),
        goes_on=False,
    ),
    ActPanel(
        PlanConsultationsForm,
        "beratungsfolge-planen",
        _("Plan the chain of deliberation"),
        _("Save the chain"),
        _("The chain of deliberation is saved."),
        _(
            "One station decides. Until the signature each session must still take papers;"
            " what is urgent may come later, with a reason."
        ),
        intro="coordination/decisions/_chain_problems.html",
        fields="coordination/decisions/_chain.html",
        goes_on=False,
    ),
)
