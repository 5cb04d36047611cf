"""The town's own days off, year by year."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ...actions.acting.acts import Outcome
from ...calendars import local_date
from ...forms.acting.acts import ActForm
from ...forms.people.base import ConfirmForm
from ...forms.people.days_off import DayOffForm, YearForm
from ...forms.people.year_of_days import ImportDaysForm
from ...models import DayOff
from ...queries.people.days_off import (
    days_off_in,
    names_of_holidays,
    proposal,
    years_with_days_off,
)
from ...queries.people.routes import working_calendar
from .pages import DeedPage, office, section

_YEARS = range(2000, 2101)


@require_safe
def days_off(request: HttpRequest) -> HttpResponse:
    """The days off of a year (`?year=`), with a proposal where some are missing."""
    _person, at = office(request)
    today = local_date(at)
    year = _year(request.GET.get("year", ""), today.year)
    known = {*years_with_days_off(), today.year, today.year + 1, year}
    here, calendar = reverse("workflows:days_off"), working_calendar()
    context = {
        "year": year,
        "days": days_off_in(year),
        "proposal": proposal(year),
        "holidays": calendar.public_holidays(year),
        "school": calendar.school_holidays(year),
        "today": today,
        "tabs": [
            {"label": str(item), "url": f"{here}?year={item}", "current": item == year}
            for item in sorted(known)
            if item >= today.year - 1 or item == year
        ],
    }
    return section(request, "days_off", context, current="days_off")


def _year(text: str, default: int) -> int:
    year = int(text) if text.isdecimal() and text.isascii() and len(text) == 4 else default  # noqa: PLR2004 - the digits of a year
    return year if year in _YEARS else default


class AddDayOff(DeedPage):
    """Adds one day off."""

    url_name = "add_day_off"
    address = "organisation/dienstfrei/neu/"
    deed: ClassVar[str] = "add_days_off"
    form_class: ClassVar[type[ActForm]] = DayOffForm
    title = gettext_lazy("Add day off")
    submit_label = gettext_lazy("Add day off")
    lead = gettext_lazy(
        "Deadlines that begin from now on reckon with it; running ones keep their day."
    )
    done_message = gettext_lazy("The day off was added.")

    def back(self) -> tuple[str, str]:
        return str(gettext_lazy("Days off")), reverse("workflows:days_off")

    def success_url(self, outcome: Outcome) -> str:
        return f"{self.back()[1]}?year={min(outcome.facts['days'])[:4]}"


class AddYear(AddDayOff):
    """Takes over the days off of the year before for another year."""

    url_name = "add_year"
    address = "organisation/dienstfrei/<int:year>/"
    form_class = YearForm
    title = gettext_lazy("Days off of a year")
    submit_label = gettext_lazy("Add the ticked days")
    lead = gettext_lazy("Proposed after the year before; days near Easter move with it.")
    done_message = gettext_lazy("The days off were added.")

    def find(self) -> None:
        self.year = _year(str(self.kwargs["year"]), 0)
        self.proposed = proposal(self.year) if self.year else {}
        if not self.proposed:
            raise Http404

    def get_form_kwargs(self) -> dict[str, object]:
        return {"proposal": self.proposed, "holidays": names_of_holidays()}


class ImportDays(AddDayOff):
    """Adds the days off of a year from pasted lines or a file."""

    url_name = "import_days"
    address = "organisation/dienstfrei/einlesen/"
    form_class = ImportDaysForm
    title = gettext_lazy("Read in the days off of a year")
    submit_label = gettext_lazy("Add these days")
    done_message = gettext_lazy("The days off were added.")

    def get_form_kwargs(self) -> dict[str, object]:
        known = dict(DayOff.objects.values_list("day", "name"))
        return {"known": known, "calendar": working_calendar()}


class RemoveDayOff(AddDayOff):
    """Removes a day off that is still to come."""

    url_name = "remove_day_off"
    address = "organisation/dienstfrei/<str:day>/entfernen/"
    deed = "remove_day_off"
    form_class = ConfirmForm
    title = gettext_lazy("Remove day off")
    submit_label = gettext_lazy("Remove day off")
    variant = "danger"
    done_message = gettext_lazy("The day off was removed.")
    day: DayOff

    def find(self) -> None:
        try:
            day = date.fromisoformat(self.kwargs["day"])
        except ValueError:
            raise Http404 from None
        self.day = get_object_or_404(DayOff, day=day)

    def fixed(self) -> dict[str, object]:
        return {"day": self.day.day}

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "about": [f"{self.day.day:%d.%m.%Y}", self.day.name]}
