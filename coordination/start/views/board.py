"""The board above the tasks: each number is a link to exactly the list that has so many rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from workflows.calendars import local_date
from workflows.enums import DeskFunction
from workflows.forms.inbox.places import inbox_url
from workflows.forms.inbox.start import Opened
from workflows.queries.inbox import Due, Place, View, shown
from workflows.queries.time.oversight import Reach, overseers
from workflows.queries.time.stuck import MOST as MOST_WAITING
from workflows.queries.time.stuck import Late, late_units

from ...coming.queries.planned import Ahead, ahead_by_body
from ...coming.queries.wanted import Wanted
from ...concept.queries.concepts import phases_under_way
from ...demands.queries.listing import LATE, OWED
from ...measures.models import Measure
from ..queries.numbers import counted, lists_of

AHEAD = timedelta(weeks=4)
"""So far a head looks ahead into the sessions."""

UNITS = 3
"""So many units with overdue work are named; the list has all of them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A number with its words, and the list that has so many rows."""

    number: str
    label: str
    url: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One question of the start page with its answers; `nothing` is said where there are none."""

    title: str
    lines: Sequence[Line]
    nothing: str
    more: str = ""
    more_url: str = ""


def board(opened: Opened) -> str:
    """For whoever leads or oversees, and for the integration centre; empty for everybody else."""
    reach = overseers.reach(opened.desks)
    if reach is None:
        return ""
    numbers = counted(lists_of(opened.person, at=opened.at))
    context = {
        "cards": [
            _waiting(opened, numbers),
            _late(opened, reach, numbers),
            sessions_card(opened),
            _changed(numbers),
        ],
        "phases": phases_under_way(opened.person, at=opened.at),
        "now": opened.at,
    }
    return render_to_string("coordination/start/_board.html", context)


def council_office(opened: Opened) -> str:
    """For the council office, which leads nothing: what comes before which body."""
    if overseers.reach(opened.desks) is not None:
        return ""
    if not any(desk.function == DeskFunction.COUNCIL_SECRETARY for desk in opened.desks):
        return ""
    return render_to_string("coordination/start/_cards.html", {"cards": [sessions_card(opened)]})


def _waiting(opened: Opened, numbers: Mapping[str, int]) -> Card:
    views, overdue = opened.counts.views, opened.counts.overdue
    late = inbox_url(Place(view=View.TODO, due=Due.OVERDUE))
    rows = [
        (views[View.TODO], Line("", _("to be done"), inbox_url(Place(view=View.TODO)))),
        (overdue, Line("", _("of them overdue"), late, is_late=True)),
        (views[View.DEPUTY], Line("", _("in substitution"), inbox_url(Place(view=View.DEPUTY)))),
        (numbers["orders"], Line("", _("orders not settled"), reverse("coordination:orders"))),
        (numbers["demands"], Line("", _("demands without an answer"), _demands(OWED))),
    ]
    return Card(
        _("Waits for you"),
        [replace(line, number=shown(number)) for number, line in rows if number],
        _("Nothing waits for you."),
    )


def _late(opened: Opened, reach: Reach, numbers: Mapping[str, int]) -> Card:
    units = late_units(viewer=opened.person, reach=reach, at=opened.at)
    here = reverse("workflows:stuck")
    lines = [_of_unit(one, here) for one in units[:UNITS]]
    return Card(
        _("Overdue, and where"),
        [*lines, *_other_late(numbers)],
        _("Nothing that you see is overdue."),
        _("All overdue tasks") if units else "",
        f"{here}?overdue=1",
    )


def _of_unit(one: Late, here: str) -> Line:
    # The list behind it has no more.
    number = f"{one.number}" if one.number <= MOST_WAITING else f"{MOST_WAITING}+"
    return Line(number, one.unit.name, f"{here}?unit={one.unit.id}&overdue=1", is_late=True)


def _other_late(numbers: Mapping[str, int]) -> Iterator[Line]:
    if number := numbers["late_orders"]:
        words = npgettext("start page", "order", "orders", number)
        here = reverse("coordination:orders")
        yield Line(f"{number}", words, f"{here}?ueberfaellig=1", is_late=True)
    if number := numbers["late_demands"]:
        words = ngettext("answer to a demand", "answers to demands", number)
        yield Line(f"{number}", words, _demands(LATE), is_late=True)
    if number := numbers["late_answers"]:
        words = ngettext("answer to the council", "answers to the council", number)
        here = reverse("coordination:followups")
        yield Line(f"{number}", words, f"{here}?overdue=on", is_late=True)


def _demands(state: str) -> str:
    return f"{reverse('coordination:demands')}?state={state}"


def sessions_card(opened: Opened) -> Card:
    """What is planned before which body in the next four weeks, as far as the person sees it."""
    today = local_date(opened.at)
    wanted = Wanted(since=today, until=today + AHEAD, planned=True)
    seen = Measure.objects.visible_to(opened.person, at=opened.at)
    bodies = ahead_by_body(seen, wanted, today=today)
    return Card(
        _("Comes before these bodies in four weeks"),
        [_of_body(one, wanted) for one in bodies],
        _("No session of the next four weeks has a matter that you see."),
        _("All coming matters"),
        reverse("coordination:coming"),
    )


def _of_body(one: Ahead, wanted: Wanted) -> Line:
    said: dict[str, int | date | str | None] = {
        "body": one.body, "since": wanted.since, "until": wanted.until, "planned": "on",
    }  # fmt: skip
    return Line(f"{one.number}", one.name, f"{reverse('coordination:coming')}?{urlencode(said)}")


def _changed(numbers: Mapping[str, int]) -> Card:
    lines = []
    if number := numbers["changes"]:
        words = ngettext("matter has gone on", "matters have gone on", number)
        lines.append(Line(f"{number}", words, reverse("coordination:changes")))
    return Card(
        _("Since you last looked"),
        lines,
        _("Nothing that you have opened before has changed."),
    )
