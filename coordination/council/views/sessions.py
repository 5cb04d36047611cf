"""The calendar of the sessions, and entering many of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from workflows.actions.acting.acts import Outcome
from workflows.calendars import WorkingCalendar, local_date
from workflows.forms.acting.acts import ActForm
from workflows.queries.people.known import known_to
from workflows.queries.people.routes import working_calendar

from ..forms.sessions import CalendarFileForm, CalendarFilterForm, PlanForm
from ..models import Meeting, Organization
from ..queries.adopting import waiting_there
from ..queries.dates import UnreadableFileError, lines_of
from ..queries.sessions import gaps_of, sessions_between
from ..queries.yearly import gaps_in, longest_gaps, rows_of
from ..rules.sessions import closing_day
from .pages import CalendarPage, reader, section

_YEARS = range(2000, 2101)
_LONGEST = 500


@require_safe
def calendar_page(request: HttpRequest) -> HttpResponse:
    """The sessions of a month (`?year=&month=`), or of a year of one body (`&body=`)."""
    person, at, keeps = reader(request)
    today = local_date(at)
    calendar = working_calendar(known_to(person, today=today))
    year = _number(request.GET.get("year"), _YEARS, today.year)
    present = today.month if year == today.year else 1
    month = _number(request.GET.get("month"), range(1, 13), present)
    bodies = list(Organization.objects.in_force(on=today).order_by("name"))
    body = next((one for one in bodies if one.key == request.GET.get("body")), None)
    first, last = _days(year, None if body else month)
    found = sessions_between(first, last, bodies=[body.pk] if body else None)
    context = {
        "year": year,
        "name": MONTHS[month],
        "body": body,
        "form": CalendarFilterForm(
            bodies=bodies,
            initial={"year": year, "month": month, "body": body.key if body else ""},
        ),
        "rows": rows_of(list(found[:_LONGEST]), calendar, counts=keeps),
        "gaps": gaps_in(year, [body] if body else bodies, calendar),
        "school": [one for one in calendar.school_holidays(year)
                   if one.last >= first and one.first <= last],
        "today": today,
        "keeps": keeps,
        "years": _tabs(year, body),
        "there": waiting_there(after=at) if keeps else None,
    }  # fmt: skip
    return section(request, "sessions", context, current="sessions")


def _number(text: str | None, allowed: range, default: int) -> int:
    is_number = text is not None and text.isascii() and text.isdecimal() and len(text) <= 4  # noqa: PLR2004 - the digits of a year
    number = int(text) if is_number and text else default
    return number if number in allowed else default


def _days(year: int, month: int | None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), date.fromordinal(following.toordinal() - 1)


def _tabs(year: int, body: Organization | None) -> list[dict[str, object]]:
    here, more = reverse("coordination:sessions"), f"&body={body.key}" if body else ""
    return [
        {"label": str(one), "url": f"{here}?year={one}{more}", "current": one == year}
        for one in (year - 1, year, year + 1)
    ]


class PlanSessions(CalendarPage):
    """Enters many sessions at once, by hand or from a calendar file; shows them before."""

    act_name = "plan_sessions"
    template_name = "coordination/council/plan.html"
    check_template_name = "coordination/council/plan_check.html"
    form_class: ClassVar[type[ActForm]] = PlanForm
    title = gettext_lazy("Enter sessions")
    lead = gettext_lazy("Editorial deadline and dispatch follow from the rules of each day.")
    submit_label = gettext_lazy("Enter these sessions")
    checks = True

    def find(self) -> None:
        today = local_date(self.at)
        self.bodies = list(Organization.objects.in_force(on=today).order_by("name"))

    def get_initial(self) -> dict[str, object]:
        return {"time": "15:00"}

    def get_form_kwargs(self) -> dict[str, object]:
        return {"bodies": self.bodies}

    def back(self) -> tuple[str, str]:
        return gettext("Calendar"), reverse("coordination:sessions")

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "file_form": CalendarFileForm()}

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if "file" in request.FILES:
            return self._take_file(request)
        return super().post(request, *args, **kwargs)

    def _take_file(self, request: HttpRequest) -> HttpResponse:
        """The events of a file become lines of the form; nothing is entered yet."""
        file_form = CalendarFileForm(request.POST, request.FILES)
        form = PlanForm(initial={"time": "15:00"}, bodies=self.bodies)
        status = 422
        if file_form.is_valid():
            try:
                lines = lines_of(file_form.cleaned_data["file"], bodies=self.bodies)
            except UnreadableFileError as error:
                file_form.add_error("file", str(error))
            else:
                status = 200
                form.initial["lines"] = "\n".join(lines)
                words = ngettext("%(n)s session was read. Please check it.",
                                 "%(n)s sessions were read. Please check them.",
                                 len(lines)) % {"n": len(lines)}  # fmt: skip
                messages.info(request, words)
        context = {**self._context(form), "file_form": file_form}
        return render(request, self.template_name, context, status=status)

    def show_check(self, form: ActForm) -> HttpResponse:
        assert isinstance(form, PlanForm)
        calendar = working_calendar()
        planned = [_would_be(one, calendar) for one in _sorted(form)]
        self.preview = {
            "rows": rows_of(planned, calendar, counts=False),
            "gaps": _gaps(planned, calendar),
        }
        return super().show_check(form)

    def _context(self, form: ActForm) -> dict[str, object]:
        return {**super()._context(form), **getattr(self, "preview", {})}

    def message(self, form: ActForm, outcome: Outcome) -> str:  # noqa: ARG002 - of the base
        number = len(outcome.facts.get("sessions", ()))
        words = ngettext("%(n)s session was entered.", "%(n)s sessions were entered.", number)
        return words % {"n": number}


def _sorted(form: PlanForm) -> list[Meeting]:
    made = [
        Meeting(organization=one.body, starts_at=one.starts_at, location=one.location)
        for one in form.wanted
    ]
    return sorted(made, key=lambda one: one.starts_at)


def _would_be(one: Meeting, calendar: WorkingCalendar) -> Meeting:
    one.closes_on = closing_day(calendar, one.organization, local_date(one.starts_at))
    return one


def _gaps(planned: Sequence[Meeting], calendar: WorkingCalendar) -> list[tuple[Meeting, Meeting]]:
    """Gaps of over two months that would be left among the sessions with the new ones (§ 47)."""
    if not planned:
        return []
    first, last = local_date(planned[0].starts_at), local_date(planned[-1].starts_at)
    bodies = {one.organization_id: one.organization for one in planned}
    longest = longest_gaps(list(bodies.values()), on=last)
    there = sessions_between(first, last, bodies=longest)
    together = sorted([*there, *planned], key=lambda one: one.starts_at)
    return gaps_of(together, longest, calendar)
