"""Extend a deadline, pause it, let it go on, announce a date, note it as seen, remind of it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from ...calendars import Period, PeriodError, PeriodUnit, WorkingCalendar
from ...machine import DeadlineView
from ...queries.people.absences import Away, away_from_step
from ..acting.acts import ActForm
from ..fields import GermanDateField
from ..options import Data, FormOptions

UNITS = (PeriodUnit.WORKING_DAYS, PeriodUnit.DAYS, PeriodUnit.WEEKS, PeriodUnit.MONTHS)


class DeadlineForm(ActForm):
    """A form about one deadline. Without fields it is the question “really?”."""

    # Fields that can be left out only for others: shown without the mark “optional”.
    needed: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self,
        data: Data = None,
        *,
        deadline: DeadlineView,
        calendar: WorkingCalendar,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **options)
        self.deadline, self.calendar = deadline, calendar

    def act_data(self) -> dict[str, object]:
        return {**super().act_data(), "deadline": str(self.deadline.id)}

    def hide_optional_marks(self) -> None:
        """To be called when the form has been judged: the fields look stricter than they are."""
        if self.is_bound:
            self.errors  # noqa: B018 - judged now, if it was not before
        for name in self.needed:
            self.fields[name].required = True


def _reason() -> forms.Field:
    return forms.CharField(
        label=_("Reason"),
        help_text=_("At least 10 characters. It is kept with the matter for good."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=20_000,
    )


class AmountInput(forms.TextInput):
    """One short line for a whole number."""

    width = "short"


class ExtendDeadlineForm(DeadlineForm):
    """A later day, named or as a period from the present end."""

    act_name = "extend_deadline"
    text_field = "reason"
    needed = frozenset({"due_on", "amount", "unit"})

    due_on = GermanDateField(
        label=_("New day"),
        help_text=_("A working day, for example DD.MM.YYYY. Or name a period instead."),
        required=False,
    )
    amount = forms.IntegerField(
        label=_("Or longer by"),
        help_text=_("Counted from the present day of the deadline."),
        required=False,
        widget=AmountInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Please write a whole number, for example 5.")},
    )
    unit = forms.ChoiceField(
        label=_("Unit"),
        choices=lambda: [(unit.value, unit.label) for unit in UNITS],
        required=False,
    )
    reason = _reason()

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        day, amount = cleaned.get("due_on"), cleaned.get("amount")
        if {"due_on", "amount"} & set(self.errors):
            return cleaned
        if day is None and amount is None:
            self.add_error("due_on", _("Please name the new day, or by how much it is later."))
        elif day is not None and amount is not None:
            self.add_error("amount", _("Please name either the new day or a period, not both."))
        return cleaned

    def act_data(self) -> dict[str, object]:
        data = super().act_data()
        unused = ("amount", "unit") if data["amount"] is None else ("due_on",)
        return {name: value for name, value in data.items() if name not in unused}

    def new_day(self) -> date | None:
        """The day on which the deadline would end; None if there is no such period."""
        day: date | None = self.cleaned_data.get("due_on")
        amount = self.cleaned_data.get("amount")
        if day is not None or amount is None:
            return day
        try:
            period = Period(amount, PeriodUnit(self.cleaned_data["unit"] or UNITS[0]))
            return self.calendar.forward(self.deadline.due_on, period).due_on
        except PeriodError:
            return None

    def answers(self) -> list[tuple[str, str]]:
        """The present day and the new one, also where a period was named; else what was typed."""
        day = self.new_day()
        if day is None:
            return super().answers()
        return [
            (str(_("Present day")), f"{self.deadline.due_on:%d.%m.%Y}"),
            (str(_("New day")), f"{day:%d.%m.%Y}"),
            (str(_("Reason")), self.act_text()),
            *((str(_("Please note")), away.words) for away in self._away(day)),
        ]

    def _away(self, day: date) -> list[Away]:
        """Who would be away on the new day of those who have the work; it bars nothing."""
        return away_from_step(self.deadline.step, on=day) if self.deadline.step else []


class PauseDeadlineForm(DeadlineForm):
    """Why time is to stand still."""

    act_name = "pause_deadline"
    text_field = "reason"
    reason = _reason()


class ResumeDeadlineForm(DeadlineForm):
    """Time goes on."""

    act_name = "resume_deadline"


class AnnounceDateForm(DeadlineForm):
    """When whoever has the work expects it to be done."""

    act_name = "announce_date"
    until = GermanDateField(
        label=_("It will be done by"),
        help_text=_("A working day, at most 20 working days from now."),
    )


class AcknowledgeDeadlineForm(DeadlineForm):
    """Until when nothing goes further up."""

    act_name = "acknowledge_deadline"
    until = GermanDateField(
        label=_("I have seen it; please do not go further up until"),
        help_text=_("A working day, at most 20 working days from now."),
    )


class RemindForm(DeadlineForm):
    """A reminder by hand."""

    act_name = "remind"
