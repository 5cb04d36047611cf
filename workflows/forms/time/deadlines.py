"""Filters of the pages about deadlines, and the question of the calculator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from ...calendars import Period, PeriodUnit, Reckoning, WorkingCalendar
from ...models import Unit
from ...queries.time.agenda import Spot, When
from ...queries.time.escalations import Height
from ..fields import GermanDateField
from ..inbox.filters import QuickSelect
from ..inbox.steps import kinds, offer_steps
from ..options import Data, FormOptions

PREVIEW_DAYS, MOST_DAYS = 14, 92


class AgendaFilter(forms.Form):
    """Which deadlines are wanted. It is shown, never validated: nothing in it can be wrong."""

    due = forms.ChoiceField(
        label=_("Period"), choices=[("", _("all")), *When.choices], widget=QuickSelect
    )
    kind = forms.ChoiceField(label=_("Kind of matter"), widget=QuickSelect)
    step = forms.ChoiceField(label=_("What is to be done"), widget=QuickSelect)

    def __init__(self, spot: Spot) -> None:
        super().__init__(initial={"due": spot.due, "kind": spot.kind, "step": spot.step})
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("all")), *kinds()]
        offer_steps(self, spot)


class EscalationFilter(forms.Form):
    """How far a deadline must have climbed to stand in the list."""

    level = forms.ChoiceField(
        label=_("Told were"), choices=Height.choices, initial=Height.BOARD, widget=QuickSelect
    )


class PreviewForm(forms.Form):
    """Until which day one wants to look ahead, and at whose work."""

    bis = GermanDateField(label=_("Until"), required=False)
    unit = forms.ChoiceField(label=_("Who has the work"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)

    def __init__(
        self,
        data: Data = None,
        *,
        today: date,
        units: Iterable[Unit],
        levels: Mapping[str, str],
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **options)
        self.today = today
        self.use_required_attribute = False
        for name, choices in (
            ("unit", [(str(unit.pk), unit.name) for unit in units]),
            ("level", list(levels.items())),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("all")), *choices]

    def clean_bis(self) -> date:
        """The last day of the preview; without a wish two weeks from now."""
        until: date | None = self.cleaned_data["bis"]
        if until is None:
            return self.today + timedelta(days=PREVIEW_DAYS)
        if until < self.today:
            raise forms.ValidationError(
                _("This day lies in the past. Please choose a later day."), code="past"
            )
        if until > self.today + timedelta(days=MOST_DAYS):
            raise forms.ValidationError(
                _("Please choose a day within the next %(days)s days."),
                code="far",
                params={"days": MOST_DAYS},
            )
        return until


class ReckonerForm(forms.Form):
    """What the calculator is asked: from which day, how long, in which direction."""

    FORWARD, BACKWARD, MEETING = "forward", "backward", "meeting"

    day = GermanDateField(
        label=_("Day of the event"),
        help_text=_("The day of receipt or of the session, for example DD.MM.YYYY."),
    )
    amount = forms.IntegerField(label=_("Length"), min_value=1, max_value=10_000)
    unit = forms.ChoiceField(label=_("Counted in"))
    way = forms.ChoiceField(
        label=_("Direction"),
        choices=[
            (FORWARD, _("forward: the period begins with the event")),
            (BACKWARD, _("backward: it must be done so long before the event")),
            (MEETING, _("before a session, with full days between (Ladungsfrist)")),
        ],
        widget=forms.RadioSelect,
        initial=FORWARD,
    )

    def __init__(self, data: Data = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.use_required_attribute = False
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)
        # In the language of whoever asks.
        unit.choices = [
            (item.value, item.label) for item in PeriodUnit if item != PeriodUnit.WEEKDAY
        ]

    def reckoned(self, calendar: WorkingCalendar) -> Reckoning:
        """The answer; raises PeriodError where the calendar does not reach so far."""
        values = self.cleaned_data
        period = Period(values["amount"], PeriodUnit(values["unit"]))
        if values["way"] == self.FORWARD:
            return calendar.forward(values["day"], period)
        return calendar.backward(values["day"], period, clear=values["way"] == self.MEETING)
