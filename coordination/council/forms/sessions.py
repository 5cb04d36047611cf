"""Forms about sessions: many at once, one moved, cancelled, joined or adjusted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Unpack

from django import forms
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.calendars import BERLIN
from workflows.forms.fields import GermanDateField, LineField
from workflows.forms.options import Data, FormOptions

from ..models import Meeting, Organization
from ..queries.dates import Wanted, read_lines
from .base import CalendarForm

LARGEST = 64 * 1024


def _clock() -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"placeholder": "15:00"})
    widget.width = "short"  # type: ignore[attr-defined]  # read by the renderer
    return forms.TimeField(label=_("Time"), widget=widget, input_formats=["%H:%M", "%H.%M", "%H"])


class PlanForm(CalendarForm):
    """Many sessions at once: one in each line, what the lines leave out is given above."""

    guard_fields = {"sessions": "lines", "text": "reason"}

    body = forms.TypedChoiceField(
        label=_("Body"), coerce=int, empty_value=None, required=False,
        help_text=_("For lines that name none."),
    )  # fmt: skip
    time = _clock()
    location = LineField(label=_("Place"), max_length=200, required=False)
    lines = forms.CharField(
        label=_("Sessions, one in each line"),
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Day alone, or day;time;body;place – for example DD.MM.YYYY;15:00;Rat;Rathaus, Saal 1"
        ),
    )

    def __init__(
        self,
        data: Data = None,
        *,
        bodies: Sequence[Organization],
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **options)
        self.bodies, self.wanted = bodies, list[Wanted]()
        field = self.fields["body"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("each line names it")), *((one.pk, one.name) for one in bodies)]
        self.fields["reason"].help_text = _("Needed for sessions that are over.")

    def clean(self) -> dict[str, object]:
        values = super().clean() or self.cleaned_data
        if "lines" in values and "time" in values:
            chosen = next((one for one in self.bodies if one.pk == values.get("body")), None)
            self.wanted, problems = read_lines(
                values["lines"], bodies=self.bodies, body=chosen, at=values["time"],
                place=values.get("location", ""),
            )  # fmt: skip
            for problem in problems[:20]:
                self.add_error("lines", problem)
        return values

    def act_data(self) -> dict[str, object]:
        return {
            "sessions": [
                {
                    "body": one.body.pk,
                    "starts_at": one.starts_at.isoformat(),
                    "location": one.location,
                }
                for one in self.wanted
            ]
        }

    def answers(self) -> list[tuple[str, str]]:
        """The check page shows the sessions as a table; beside it only the reason."""
        reason = self.cleaned_data.get("reason")
        return [(gettext("Reason"), reason)] if reason else []

    def field_of(self, item: object) -> str | None:
        field = str(getattr(item, "field", ""))
        return "reason" if field.endswith("text") else "lines"


class CalendarFilterForm(forms.Form):
    """Which part of the calendar is shown: a month, or the whole year of one body."""

    year = forms.IntegerField(widget=forms.HiddenInput)
    month = forms.ChoiceField(label=_("Month"), choices=list(MONTHS.items()))
    body = forms.ChoiceField(label=_("Whole year of one body"))

    def __init__(self, *, bodies: Sequence[Organization], initial: dict[str, object]) -> None:
        super().__init__(initial=initial)
        field = self.fields["body"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("all bodies")), *((one.key, one.name) for one in bodies)]


class CalendarFileForm(forms.Form):
    """A calendar file whose events become lines of the form beside it."""

    file = forms.FileField(
        label=_("Calendar file (.ics)"),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text=_("Its events become lines, which you can check and change before they count."),
    )

    def clean_file(self) -> bytes:
        """The content of the file, at most a megabyte."""
        content: bytes = self.cleaned_data["file"].read(2**20 + 1)
        if len(content) > 2**20:
            raise forms.ValidationError(gettext("The file is too large for a calendar of a year."))
        return content


class CancelForm(CalendarForm):
    """Why a session does not take place."""

    act_name = "cancel_session"
    reason_needed = True


class MoveForm(CalendarForm):
    """Another day and time."""

    act_name = "move_session"
    reason_needed = True
    guard_fields = {"starts_at": "day"}

    day = GermanDateField(label=_("New day"))
    time = _clock()
    location = LineField(
        label=_("Place"), max_length=200, required=False, help_text=_("Empty: as before.")
    )

    def moment(self) -> datetime:
        """The new begin in local time."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], tzinfo=BERLIN)

    def act_data(self) -> dict[str, object]:
        place = self.cleaned_data["location"]
        return {"starts_at": self.moment().isoformat(), "location": place}


class JoinForm(CalendarForm):
    """Which sessions come to this one."""

    act_name = "join_sessions"
    reason_needed = True

    others = forms.TypedMultipleChoiceField(
        label=_("Sessions that come to this one"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, data: Data = None, *, offered: Iterable[Meeting], **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        field = self.fields["others"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(one.pk, f"{one.organization.name}, {_moment(one)}") for one in offered]

    def act_data(self) -> dict[str, object]:
        return {"others": self.cleaned_data["others"]}


class AdjustForm(CalendarForm):
    """Place, editorial deadline, dispatch."""

    act_name = "adjust_session"

    location = LineField(label=_("Place"), max_length=200, required=False)
    closes_on = GermanDateField(
        label=_("Editorial deadline"), required=False,
        help_text=_("Empty: as the rules of the day say."),
    )  # fmt: skip
    dispatch_on = GermanDateField(
        label=_("Dispatch"), required=False,
        help_text=_("Empty: as the rules of the day say."),
    )  # fmt: skip


def _moment(meeting: Meeting) -> str:
    return date_format(localtime(meeting.starts_at), "D, d.m.Y H:i")
