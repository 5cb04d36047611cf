"""Status reports: written by the clerk, released by the head."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.context import CaseForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanMoneyField
from workflows.queries.people.routes import working_calendar
from workflows.untyped import Json

from ..enums import ReportStatus, TrafficLight
from ..models import Milestone, StatusReport
from ..queries.changes import changes_to_tell, with_changes
from ..rules import quarter_of, traffic_light

QUARTERS_OFFERED = 6


class DraftReportForm(CaseForm):
    """The status report of a quarter; the light is computed and may be worsened."""

    act_name = "draft_report"
    needed = frozenset({"light_reason"})

    period_start = forms.ChoiceField(label=_("Quarter"))
    done = reason_field(_("What was done"))
    next_steps = reason_field(_("What comes next"))
    risks = reason_field(_("Risks"), hint=_("“None” if there are none."))
    spent = GermanMoneyField(label=_("Spent so far"))
    forecast = GermanMoneyField(label=_("Forecast of the total cost"))
    light = forms.ChoiceField(label=_("Traffic light"), widget=forms.RadioSelect)
    light_reason = reason_field(
        _("Reason for the traffic light"),
        required=False,
        hint=_("Needed if it differs from the computed one."),
    )
    is_final = forms.BooleanField(
        label=_("This is the final report"),
        required=False,
        help_text=_("It says what the measure has achieved; without it nothing can be completed."),
    )

    def prepare(self) -> None:
        self.today = self.context.situation.look.call.today
        self.offer("period_start", self._quarters_to_report())
        lights = [light for light in TrafficLight if light != TrafficLight.GREY]
        self.offer("light", [(light.value, light.label) for light in lights])
        if not self.is_bound:
            self._begin()
        self.computed_now = self._computed(self.initial)
        self.changes = changes_to_tell(self.context.matter.pk)

    def _quarters_to_report(self) -> list[tuple[str, str]]:
        """The last quarters, those of a released report only for the final one that is missing."""
        released = StatusReport.objects.filter(
            measure=self.context.matter.pk, status=ReportStatus.RELEASED
        )
        spans = list(released.filter(is_final=False).values_list("period_start", "period_end"))
        has_final = released.filter(is_final=True).exists()
        self.reported = {
            day.isoformat()
            for day in _quarters(self.today)
            if any(start <= day <= end for start, end in spans)
        }
        return [
            _quarter(day, is_reported=day.isoformat() in self.reported)
            for day in _quarters(self.today)
            if day.isoformat() not in self.reported or not has_final
        ]

    def _begin(self) -> None:
        """The draft of the quarter that is due, else what the last report said of the money."""
        start = self._due_quarter()
        rows = StatusReport.objects.filter(measure=self.context.matter.pk)
        reports = list(rows.order_by("period_start", "is_final"))
        same = [r for r in reports if r.period_start == start and r.released_at is None]
        if same:
            names = [name for name in self.fields if hasattr(same[-1], name)]
            self.initial.update({name: getattr(same[-1], name) for name in names})
        elif reports:
            self.initial.update(spent=reports[-1].spent, forecast=reports[-1].forecast)
        elif self.context.matter.cost is not None:
            self.initial.setdefault("forecast", self.context.matter.cost)
        self.initial["period_start"] = start.isoformat()
        self.initial.setdefault("light", self._computed(self.initial).value)

    def _due_quarter(self) -> date:
        try:
            return quarter_of(date.fromisoformat(self.context.subject("quarter")))[0]
        except ValueError:
            return quarter_of(self.today)[0]

    def _computed(self, sums: Json) -> TrafficLight:
        """The light as dates and sums make it."""
        return traffic_light(
            Milestone.objects.filter(measure=self.context.matter.pk),
            cost=self.context.matter.cost,
            spent=sums.get("spent"),
            forecast=sums.get("forecast"),
            today=self.today,
            calendar=working_calendar(),
        )

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("period_start") in self.reported and not cleaned.get("is_final"):
            self.add_error("period_start", _("This quarter has already been reported."))
        light, spent, forecast = (cleaned.get(name) for name in ("light", "spent", "forecast"))
        if spent is None or forecast is None:
            return cleaned
        if forecast < spent:
            text = _("More is spent than you forecast. The forecast is what it costs in the end.")
            self.add_error("forecast", text)
        elif light and not str(cleaned.get("light_reason") or "").strip():
            computed = self._computed(cleaned)
            if light != computed:
                text = _("Computed, the light is %(light)s. Another one needs a reason.")
                self.add_error("light_reason", text % {"light": computed.label})
        return cleaned


def _quarters(today: date) -> list[date]:
    found, day = [], quarter_of(today)[0]
    for _number in range(QUARTERS_OFFERED):
        found.append(day)
        day = quarter_of(day - timedelta(days=1))[0]
    return found


def _quarter(start: date, *, is_reported: bool = False) -> tuple[str, str]:
    words = {"number": (start.month - 1) // 3 + 1, "year": start.year}
    if is_reported:
        text = _("%(number)s. quarter %(year)s (reported; only for the final report)")
    else:
        text = _("%(number)s. quarter %(year)s")
    return start.isoformat(), str(text % words)


class ReportForm(CaseForm):
    """Base of the head's answers to a report; shows it."""

    def prepare(self) -> None:
        written = StatusReport.objects.select_related("written_by")
        rows = written.filter(measure=self.context.matter.pk)
        told = with_changes(rows, measure=self.context.matter.pk)
        wanted = self.context.number("report")
        self.report = next((row for row in told if row.pk == wanted), None)


class ReleaseReportForm(ReportForm):
    """The head stands by the report."""

    act_name = "release_report"


class ReturnReportForm(ReportForm):
    """The head wants it better."""

    act_name = "return_report"
    text_field = "reason"
    reason = reason_field()


PANELS = (
    ActPanel(
        DraftReportForm,
        "bericht-schreiben",
        _("Write a status report"),
        _("Hand in the report"),
        _("The head of the office releases the report now."),
        intro="coordination/implementing/_report.html",
        checks=True,
    ),
    ActPanel(
        ReleaseReportForm,
        "bericht-freigeben",
        _("Release the status report"),
        _("Release the report"),
        _("The report is released."),
        intro="coordination/implementing/_reported.html",
    ),
    ActPanel(
        ReturnReportForm,
        "bericht-zurueckgeben",
        _("Give the report back"),
        _("Give back"),
        _("The report is given back."),
        intro="coordination/implementing/_reported.html",
    ),
)
