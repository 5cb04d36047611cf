"""When a matter reaches which body, and what a wished session would cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from workflows.calendars import local_date
from workflows.forms.acting.pages import person_of
from workflows.forms.acting.panels import Matter, pages_of
from workflows.forms.inbox.places import case_url
from workflows.models import User
from workflows.queries.acting.offers import Situation

from ...council.planning import PlannedSession, Planner, Way, cuts_for
from ...council.planning.words import days_of, in_words, name_of_step
from ..flows.planning import (
    only_those_that_meet,
    planned_way,
    planner_of,
    without_sessions,
)
from ..queries.bars import picture_of
from ..rules.looks import decision_of

SESSIONS_OFFERED = 24

days_of_projects: list[Callable[[User, datetime], str]] = []
"""What other rooms say above the plan, as safe HTML: e.g. when the work on the concept begins."""


def show_sessions(
    request: HttpRequest,
    matter: Matter,
    seen: Situation,
    *,
    at: datetime,
    step: str = "",
) -> HttpResponse:
    """The earliest way into the sessions; `?wish=` names the day of a wished one.

    `step` comes next where the state of the matter names none.
    """
    look = decision_of(seen.look)
    planner, pages = planner_of(look, step), pages_of(matter.case.kind)
    context: dict[str, object] = {
        "matter": matter,
        "case": matter.case,
        "list_label": pages.list_label,
        "list_url": reverse(pages.list_url),
        "here_url": case_url(matter.case),
    }
    if planner is not None:
        context |= {
            **_plan(planner, _wish(request, planner), at),
            "planned": planned_way(look, planner),
            "unplanned": without_sessions(planner),
            "may_plan": any(
                offer.name == "plan_consultations" and not offer.objection for offer in seen.offers
            ),
            "plan_url": reverse(f"{pages.kind}:plan_consultations", args=[matter.case.pk]),
            "command": uuid4(),
            "projects": [say(person_of(request), at) for say in days_of_projects],
        }
    return render(request, "coordination/decisions/planning.html", context)


def _plan(planner: Planner, wish: PlannedSession | None, at: datetime) -> dict[str, object]:
    today = local_date(at)
    planner = only_those_that_meet(planner)
    earliest = planner.earliest(today)
    shortcut = cuts_for(planner, wish, today) if wish else None
    regular = planner.way_to(wish, today) if wish and not shortcut else None
    shown = regular or (shortcut.way if shortcut else earliest)
    return {
        "earliest": earliest,
        "wish": wish,
        "regular": regular,
        "shortcut": shortcut,
        "cuts": [in_words(cut) for cut in shortcut.cuts] if shortcut else [],
        "way": shown,
        "picture": picture_of(shown, step=planner.step, today=today) if shown else None,
        "days": days_of(shown.dates) if shown else {},
        "first_step": name_of_step(planner.step),
        "begins_on": shown.dates.begin_of(planner.step) if shown else None,
        "decides": planner.decides,
        "choices": _choices(planner, today),
        "rows": _rows(shown),
        "today": today,
    }


def _choices(planner: Planner, today: date) -> list[PlannedSession]:
    """The next sessions of the deciding body."""
    coming = planner.sessions.after(planner.decides.key, today)
    return [session for session, _ in zip(coming, range(SESSIONS_OFFERED), strict=False)]


def _rows(way: Way | None) -> list[tuple[int | None, str, int | None]]:
    """The stations as the rows of the form that plans the chain: body, role, session."""
    return [(one.body.id, one.role, one.session.key) for one in (way.stations if way else ())]


def _wish(request: HttpRequest, planner: Planner) -> PlannedSession | None:
    """The wished session; none where the address names no day on which the body meets."""
    try:
        return planner.session_on(date.fromisoformat(request.GET.get("wish", "")))
    except ValueError:
        return None
