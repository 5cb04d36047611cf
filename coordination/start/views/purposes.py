"""What somebody is here for who has no task: never an empty inbox."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.enums import DeskFunction
from workflows.forms.inbox.start import Opened
from workflows.queries.people.office import keeps_organisation
from workflows.queries.people.roles import auditing_offices

from ...council.models import Meeting
from ...council.queries.sessions import next_sessions_of
from ...measures.models import Measure
from ..queries.numbers import counted, listed_followups
from .board import Card, Line, sessions_card


def for_observers(opened: Opened) -> str:
    """Members of the council and others who read: what comes, and what became of what was asked.

    Partners outside, whose units have no function, have a room of their own.
    """
    observing = [
        desk
        for desk in opened.desks
        if desk.function == DeskFunction.OBSERVER and desk.unit_function
    ]
    if not observing:
        return ""
    asked = counted({"asked": listed_followups(opened.person, at=opened.at)})["asked"]
    answers = Card(
        _("What became of what the council asked for"),
        list(_answers(asked)),
        _("Nothing that you see stands on the list."),
    )
    ways = [
        (_("Sessions"), reverse("coordination:sessions")),
        (_("Targets"), reverse("coordination:targets")),
        (_("Concepts"), reverse("coordination:concepts")),
        (_("Measures"), reverse("coordination:measures")),
    ]
    if any(desk.unit_function == "council" for desk in observing):
        ways.append((_("Inspection of files"), reverse("coordination:inspections")))
    if any(desk.unit_function in auditing_offices for desk in observing):
        ways.append((_("Report of roles"), reverse("workflows:roles")))
    return _drawn(
        _("You read here what the administration prepares and carries out. You have no tasks."),
        [_matters(opened), sessions_card(opened), answers],
        ways,
        sessions=next_sessions_of(opened.person, at=opened.at),
    )


def _matters(opened: Opened) -> Card:
    number = counted({"seen": Measure.objects.visible_to(opened.person, at=opened.at)})["seen"]
    lines = []
    if number:
        words = ngettext("measure that you can read", "measures that you can read", number)
        lines.append(Line(f"{number}", words, f"{reverse('coordination:measures')}?phase="))
    return Card(_("Your matters"), lines, _("At present you see no measure."))


def _answers(number: int) -> Iterator[Line]:
    if number:
        words = ngettext("matter on the list", "matters on the list", number)
        yield Line(f"{number}", words, reverse("coordination:followups"))


def for_the_organisation(opened: Opened) -> str:
    """The organisation office: who sits where, who stands in, and what found nobody."""
    if not keeps_organisation(opened.desks):
        return ""
    ways = [
        (_("Units and desks"), reverse("workflows:organisation")),
        (_("People and accounts"), reverse("workflows:people")),
        (_("Substitutions"), reverse("workflows:substitutions")),
        (_("Report of roles"), reverse("workflows:roles")),
        (_("Load of the offices"), reverse("coordination:load")),
        (_("Troubles"), reverse("workflows:troubles")),
    ]
    return _drawn(
        _("You keep who holds which desk and who stands in, so that every task finds somebody."),
        [],
        ways,
    )


def _drawn(
    words: str,
    cards: list[Card],
    ways: list[tuple[str, str]],
    *,
    sessions: Sequence[Meeting] = (),
) -> str:
    context = {"words": words, "cards": cards, "ways": ways, "sessions": sessions}
    return render_to_string("coordination/start/_purpose.html", context)
