"""The days off of a year, pasted or read from a file: day, name and perhaps the kind in a line."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Unpack

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...calendars import PeriodError, WorkingCalendar
from ...encodings import UnreadableTextError, encoding_of
from ...spelling import one_line, tidied
from ..fields import GermanDateField
from ..options import Data, FormOptions
from .base import DeedForm

LARGEST = 64 * 1024
MOST = 400
LONGEST_NAME = 100
# What may stand behind a day, and whether it is a public holiday.
_KINDS = {"": False, "dienstfrei": False, "feiertag": True}
_HEADINGS = frozenset({"datum", "tag", "date", "day"})


class ImportDaysForm(DeedForm):
    """Lines such as `24.12.2026;Heiligabend`; each line that cannot be read is named."""

    guard_fields = {"day": "lines", "days": "lines"}

    lines = forms.CharField(
        label=gettext_lazy("Days off, one in each line"),
        required=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "Day;Name – for example DD.MM.YYYY;Heiligabend. Behind a public holiday of this"
            " municipality: ;Feiertag"
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("or a CSV file with such lines"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
    )

    def __init__(
        self,
        data: Data = None,
        *,
        known: Mapping[date, str],
        calendar: WorkingCalendar,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **options)
        self.known, self.calendar = known, calendar
        self.days: dict[date, str] = {}
        self.holidays: list[date] = []

    def clean_file(self) -> str:
        """The text of the file; empty if there is none."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is None:
            return ""
        content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise forms.ValidationError(_("The file is too large for a list of days."))
        try:
            return str(content.decode(encoding_of(io.BytesIO(content)))).removeprefix("\ufeff")
        except UnreadableTextError as error:
            text = _("Line %(number)s cannot be read. Please save the file as CSV UTF-8.")
            raise forms.ValidationError(text % {"number": error.line}) from None

    def clean(self) -> dict[str, object]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        texts = (values.get("lines", ""), values.get("file", ""))
        text = "\n".join(part for part in texts if part)
        problems = list(self._problems(text.replace("\0", "").splitlines()))
        if not problems and not self.days and not self.errors:
            problems = [_("Please enter at least one day.")]
        for problem in problems[:MOST]:
            self.add_error("lines", problem)
        return values

    def arguments(self) -> dict[str, object]:
        return {"days": self.days, "holidays": self.holidays}

    def _problems(self, lines: list[str]) -> Iterator[str]:
        """Read the lines into `days`; what is wrong with which of them."""
        if len(lines) > MOST:
            yield _("Please enter %(number)s lines at most.") % {"number": MOST}
            return
        for number, line in enumerate(lines, start=1):
            if not line.strip() or (number == 1 and _cells(line)[0].lower() in _HEADINGS):
                continue
            problem = self._read(*_cells(line))
            if problem:
                yield _("Line %(number)s: %(problem)s") % {"number": number, "problem": problem}

    def _read(self, said: str, name: str, kind: str) -> str:
        """Take one line over; what is wrong with it, or nothing."""
        try:
            day = GermanDateField().clean(said)
            closed = self.calendar.public_holidays(day.year).get(day)
        except forms.ValidationError as error:
            return " ".join(error.messages)
        except PeriodError as error:
            return str(error)
        if not name:
            return _("The name is missing. Please write it behind a semicolon.")
        if len(name) > LONGEST_NAME:
            return _("The name is longer than 100 characters.")
        if kind.casefold() not in _KINDS:
            return _("“%(kind)s” is not known. Please write Feiertag or dienstfrei.") % {
                "kind": kind
            }
        problem = self._known(day, closed)
        if not problem:
            self.days[day] = name
            self.holidays += [day] if _KINDS[kind.casefold()] else []
        return problem

    def _known(self, day: date, closed: str | None) -> str:
        """That nobody works on this day anyway, or nothing."""
        shown = {"day": f"{day:%d.%m.%Y}", "name": closed}
        if closed:
            return _("%(day)s is a holiday already (%(name)s).") % shown
        is_known = day in self.known or day in self.days
        return _("%(day)s is already in the list.") % shown if is_known else ""


def _cells(line: str) -> tuple[str, str, str]:
    """Day, name and kind, between them a semicolon or the tab of a spreadsheet program."""
    day, _separator, rest = tidied(line).replace("\t", ";").partition(";")
    name, _separator, kind = rest.partition(";")
    return day.strip().strip('"'), one_line(name).strip('" '), one_line(kind).strip('"; ')
