"""The chain of deliberation and the results of the sessions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Unpack

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from workflows.forms.acting.acts import Rows
from workflows.forms.acting.context import CaseForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField
from workflows.forms.options import Data, FormOptions

from ...council.enums import ConsultationResult, ConsultationRole
from ...council.models import Consultation, Meeting, Organization
from ...council.queries import meetings_since, meetings_to_come, open_consultations
from ...council.rules import RESULTS, chain_problems
from ..enums import MeasureState
from ..flows.stations import replan_is_valid
from ..rules.looks import decision_of

Choice = tuple[object, object]
Choices = Sequence[Choice]

NO_SESSION = ("", _("not yet scheduled"))
VOTES = ("yes", "no", "abstentions", "invalid", "biased", "present")


class StationForm(forms.Form):
    """One station: body, role, session. Which session fits which body, the act says."""

    organization = forms.TypedChoiceField(label=_("Body"), coerce=int, empty_value=None)
    role = forms.ChoiceField(label=_("Role"), choices=ConsultationRole.choices)
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
            self.fields[name].choices = choices  # type: ignore[attr-defined]


StationRows = forms.formset_factory(StationForm, extra=0, min_num=1, max_num=30)


class PlanConsultationsForm(CaseForm):
    """The stations in their order, as rows."""

    act_name = "plan_consultations"

    def prepare(self) -> None:
        look = decision_of(self.context.situation.look)
        stations = open_consultations(look.case.pk)
        today = look.call.today
        self.is_signed = look.case.state == MeasureState.DELIBERATION
        if self.is_signed:
            self.problems = list(replan_is_valid(look, stations))
            paper = stations[0].paper
            sessions = meetings_since(paper.dated if paper else today)
        else:
            path = look.subject.decision_path
            self.problems = list(chain_problems(stations, path=path, today=today))
            sessions = meetings_to_come(after=self.context.at, closing_from=today)
        bodies = [(body.pk, body.name) for body in Organization.objects.order_by("name")]
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


def _count(label: StrOrPromise) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    widget.width = "short"  # type: ignore[attr-defined]  # read by the renderer
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=9999, widget=widget
    )


class RecordResultForm(CaseForm):
    """What a session came to, as its minutes say."""

    act_name = "record_result"
    text_field = "text"
    needed = frozenset({"resolution_text"})

    result = forms.ChoiceField(label=_("Result"), widget=forms.RadioSelect)
    result_text = forms.CharField(
        label=_("Result in the words of the minutes"), max_length=200, required=False
    )
    yes = _count(_("Yes votes"))
    no = _count(_("No votes"))
    abstentions = _count(_("Abstentions"))
    invalid = _count(_("Invalid votes"))
    biased = _count(_("Excluded for bias (§ 31)"))
    present = _count(_("Members present"))
    resolution_text = reason_field(
        _("Wording of the resolution"),
        required=False,
        hint=_("Needed if the body changed the proposal; it is binding."),
    )
    text = reason_field(_("Remark"), required=False)

    def prepare(self) -> None:
        rows = Consultation.objects.select_related("organization", "meeting", "paper")
        wanted = self.context.number("consultation")
        self.station = rows.filter(pk=wanted, case=self.context.matter.case_id).first()
        role = self.station.role if self.station else ConsultationRole.DECISION
        possible = RESULTS[role]
        self.offer("result", [c for c in ConsultationResult.choices if c[0] in possible])


class RecordDispatchForm(CaseForm):
    """On which day the paper was sent to the members."""

    act_name = "record_dispatch"

    sent_on = GermanDateField(label=_("Sent on"))


PANELS = (
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
        _("The last station decides. Until the signature each session must still take papers."),
        intro="coordination/decisions/_chain_problems.html",
        fields="coordination/decisions/_chain.html",
        goes_on=False,
    ),
    ActPanel(
        RecordResultForm,
        "ergebnis-festhalten",
        _("Record the result of the session"),
        _("Record the result"),
        _("The result is recorded."),
        intro="coordination/decisions/_station.html",
        fields="coordination/decisions/_result.html",
        checks=True,
    ),
)
