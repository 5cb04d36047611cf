"""A concept that rests for a time, or is put off without a day (domain 2.5, side states).

The phase in which it was stays open meanwhile and its age goes on counting; it goes on there.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.definitions import Post, Step
from workflows.machine import act
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet

from ...decisions.flows.values import day
from ...decisions.rules import posts
from ..models import ConceptPhase
from .look import ConceptLook
from .work import ConceptWork

LONGEST_MONTHS = 6
"""As long as a measure may pause (domain 2.2, M26); what takes longer is put off."""


def _deputy(_look: ConceptLook) -> Sequence[Post]:
    return [posts.INTEGRATION_DEPUTY]


def _mayor(_look: ConceptLook) -> Sequence[Post]:
    return [posts.MAYOR]


RESTED = Step(
    "concept_rested", _("Say how the concept goes on that rests"), _deputy,
    acts=("go_on_with_concept", "defer_concept"), instead=_mayor,
)  # fmt: skip


def rest_fits(look: ConceptLook) -> Iterator[Unmet]:
    """Until when, at most half a year, and why."""
    until, today = day(look.call.data.get("until")), look.call.today
    if until is None:
        text = gettext("Please enter until when the concept rests.")
        yield Unmet("until_missing", text, "until")
    elif until <= today:
        text = gettext("This day is not in the future. Please choose a later day.")
        yield Unmet("until_past", text, "until")
    elif until > _latest(today):
        text = gettext("A concept rests for half a year at most. What takes longer is put off.")
        yield Unmet("until_far", text, "until")
    yield from reason_given(look)


def _latest(today: date) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 + LONGEST_MONTHS, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


@act(_("let the concept rest"), guards=[rest_fits])
def rest_concept(work: ConceptWork) -> None:
    """Nobody works on it until that day; then who leads integration is asked how it goes on."""
    work.note(until=day(work.call.data["until"]))
    work.tell_turn("concept_rests")


def ask_how_it_goes_on(work: ConceptWork) -> None:
    """On the day on which it was to go on."""
    work.open(Opening(RESTED, due_on=day(work.call.data.get("until"))))


@act(_("put the concept off"), guards=[reason_given])
def defer_concept(work: ConceptWork) -> None:
    """Without a day: until it is taken up again."""
    work.tell_turn("concept_rests")


@act(_("let the concept go on"))
def go_on_with_concept(work: ConceptWork) -> str:
    """In the phase in which it was."""
    work.tell_turn("concept_goes_on")
    return _open_phase(work.look.subject.pk)


@act(_("take the concept up again"), guards=[reason_given])
def take_up_concept(work: ConceptWork) -> str:
    """In the phase in which it was put off."""
    work.tell_turn("concept_goes_on")
    return _open_phase(work.look.subject.pk)


def _open_phase(concept: int) -> str:
    rows = ConceptPhase.objects.filter(concept=concept, left_on=None)
    return str(rows.exclude(entered_on=None).values_list("state", flat=True).get())
