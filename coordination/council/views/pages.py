"""What the pages of the council share: who keeps it, their tabs, and the form of one act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from workflows.actions.acting.acts import Outcome
from workflows.calendars import local_date
from workflows.enums import DeskFunction
from workflows.forms.acting.lasting import LastingPage
from workflows.forms.acting.pages import person_of
from workflows.models import Case, User
from workflows.queries.people.desks import held_by, serves
from workflows.refusals import NotAllowed

from ..actions.calendar import change, keep_calendar
from ..models import CouncilRule
from ..queries.calendar import KIND, calendar_case
from ..queries.imported import waiting_conflicts
from ..queries.shipped import new_rules

SECTIONS = (
    ("sessions", _("Calendar")),
    ("bodies", _("Bodies")),
    ("council_rules", _("Rules")),
    ("council_system", _("Council system")),
    ("council_trail", _("Trail")),
    ("council_imports", _("Imported")),
)


def reader(request: HttpRequest) -> tuple[User, datetime, bool]:
    """Who asks and when, and whether they belong to the council office."""
    person, at = person_of(request), timezone.now()
    return person, at, keeps_council(person, at=at)


def keeps_council(person: User, *, at: datetime) -> bool:
    """Whether somebody holds a desk of the council office, or represents who does."""
    return serves(held_by(person.pk, on=local_date(at)), DeskFunction.COUNCIL_SECRETARY)


def section(
    request: HttpRequest, template: str, context: dict[str, object], *, current: str
) -> HttpResponse:
    """A page of the council with its tabs."""
    tabs = [
        {"label": label, "url": reverse(f"coordination:{name}"), "current": name == current}
        for name, label in SECTIONS
    ]
    if context.get("keeps"):
        waits = {"council_imports": waiting_conflicts(), "council_rules": len(_new_law())}
        for (name, _label), tab in zip(SECTIONS, tabs, strict=True):
            if waiting := waits.get(name):
                tab["count"] = waiting
    values = {**context, "section_tabs": tabs}
    return render(request, f"coordination/council/{template}.html", values)


def _new_law() -> list[CouncilRule]:
    return new_rules(settings.LAND, today=local_date(timezone.now()))


def adoption_url() -> str:
    """Where new rules of the Land are adopted; empty before the calendar was opened."""
    case = calendar_case()
    return reverse(f"{KIND}:adopt_law", args=[case]) if case else ""


class CalendarPage(LastingPage):
    """The form of one act of the council office on its calendar."""

    template_name = "coordination/council/act.html"
    check_template_name = "coordination/council/act_check.html"
    change: ClassVar[Callable[..., Outcome]] = staticmethod(change)

    def find_case(self) -> Case:
        """The calendar's case, for the council office only; finds what the page is about."""
        self.find()
        if not keeps_council(self.person, at=self.at):
            raise NotAllowed(str(_("council office")))
        return Case.objects.get(pk=keep_calendar(at=self.at))

    def back(self) -> tuple[str, str]:
        return str(_("Bodies")), reverse("coordination:bodies")


@require_safe
def council_case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Where messages and tasks of the calendar lead."""
    person_of(request)
    if case_id != calendar_case():
        raise Http404
    if request.GET.get("task"):
        return redirect(f"{adoption_url()}?{request.GET.urlencode()}")
    return redirect("coordination:sessions")
