"""Which report is wanted, and that the body has taken note of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.calendars import local_date
from workflows.forms.acting.acts import ActForm
from workflows.forms.fields import GermanDateField
from workflows.forms.inbox.filters import QuickSelect
from workflows.forms.options import Data, FormOptions

from ...council.models import Meeting, Organization
from ..queries.reporting import Period, period_named, periods_offered

PUBLIC, NON_PUBLIC = "oeffentlich", "nichtoeffentlich"
SESSIONS_OFFERED = 12
LOOKS_BACK = timedelta(days=400)


class ReportChoiceForm(forms.Form):
    """Body, period and part; they live in the address."""

    body = forms.ModelChoiceField(
        label=_("Body"), queryset=Organization.objects.order_by("name"),
        empty_label=_("– please choose –"),
    )  # fmt: skip
    period = forms.ChoiceField(label=_("Period"), required=False, widget=QuickSelect)
    part = forms.ChoiceField(
        label=_("Part"),
        choices=[(PUBLIC, _("public part")), (NON_PUBLIC, _("non-public part"))],
        required=False, widget=QuickSelect,
    )  # fmt: skip

    def __init__(self, data: Data = None, *, today: date, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.periods = periods_offered(today)
        choices = [(period.key, period.name) for period in self.periods]
        self.fields["period"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def chosen(self) -> tuple[Organization | None, Period, bool]:
        """The body, if one is chosen; the period, at first the present quarter; public or not."""
        self.is_valid()
        said = self.cleaned_data
        period = period_named(said.get("period") or "") or self.periods[0]
        return said.get("body"), period, said.get("part") != NON_PUBLIC


class NoteReportForm(ActForm):
    """In which session the body has taken note."""

    meeting = forms.ModelChoiceField(
        label=_("Session"), queryset=Meeting.objects.none(), required=False,
        empty_label=_("– please choose –"),
    )  # fmt: skip
    noted_on = GermanDateField(
        label=_("or on the day"), required=False,
        help_text=_("If the session does not stand in the list."),
    )  # fmt: skip

    def __init__(
        self,
        data: Data = None,
        *,
        body: Organization,
        at: datetime,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **options)
        held = Meeting.objects.filter(
            organization=body, is_cancelled=False, starts_at__lte=at, starts_at__gt=at - LOOKS_BACK
        ).order_by("-starts_at")
        meeting = self.fields["meeting"]
        assert isinstance(meeting, forms.ModelChoiceField)
        meeting.queryset = held
        meeting.label_from_instance = lambda obj: f"{local_date(obj.starts_at):%d.%m.%Y}"  # type: ignore[method-assign] # Django's way to name the rows
