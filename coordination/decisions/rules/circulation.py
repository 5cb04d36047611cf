"""Whom a circulation reaches, and until when each office has to answer (domain 2.3)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from workflows.actions.ballots import OPEN_ITEMS
from workflows.calendars import Period, PeriodUnit
from workflows.enums import Participation, SilenceEffect
from workflows.refusals import Unmet

from . import posts
from .asking import ADDED
from .looks import DecisionLook
from .predicates import Participant

LEGAL_WEEK = Period(1, PeriodUnit.WEEKS)
"""What the equality officer has for her answer at least, urgent or not (LGG NRW § 18 Abs. 2)."""

LONGEST = Period(90, PeriodUnit.DAYS)
"""No office holds a round longer than this, whatever date it is given."""

SILENCE_OF: Mapping[str, SilenceEffect] = {
    Participation.COSIGN: SilenceEffect.DEEMED_GIVEN,
    Participation.CONTRIBUTE: SilenceEffect.NOT_AFFECTED,
    Participation.INFORM: SilenceEffect.NOTED,
}
"""What the silence of such an office means, by how it takes part."""


def added(unit: int, participation: str) -> Participant:
    """An office that no rule names, asked in this way."""
    return Participant(unit, participation, SILENCE_OF[participation], ADDED)


def periods_of(look: DecisionLook, units: Collection[int]) -> Mapping[int, Period | None]:
    """How long each of these offices has by rule, were it asked today; None: no limit."""
    usual = look.periods.get("cosigning")
    if look.subject.is_urgent:
        usual = look.periods.get("cosigning_urgent", usual)
    today, calendar = look.call.today, look.calendar
    week = calendar.forward(today, LEGAL_WEEK).due_on
    is_shorter = usual is not None and calendar.forward(today, usual).due_on < week
    equality = posts.equality_units(units) if is_shorter else frozenset()
    return {unit: LEGAL_WEEK if unit in equality else usual for unit in units}


@dataclass(frozen=True, slots=True)
class Span:
    """Between which days an office may be given its date; without one it has the first."""

    first: date | None
    last: date

    def problems(self, due_on: date | None) -> Iterator[Unmet]:
        """Why it may not be this day."""
        if due_on is None:
            return
        if self.first is not None and due_on < self.first:
            text = _("This office has time until %(day)s by rule. Only urgency makes that shorter.")
            yield Unmet("too_early", text % {"day": f"{self.first:%d.%m.%Y}"}, "due_on")
        elif due_on > self.last:
            text = _("The date lies too late. The latest possible day is %(day)s.")
            yield Unmet("too_late", text % {"day": f"{self.last:%d.%m.%Y}"}, "due_on")


def spans_of(look: DecisionLook, units: Collection[int], *, last: date) -> Mapping[int, Span]:
    """The days that each office may be given: no less than its period, no more than `last`."""
    today, found = look.call.today, {}
    for unit, period in periods_of(look, units).items():
        first = look.calendar.forward(today, period).due_on if period else None
        found[unit] = Span(first, max(last, first or last))
    return found


def end_of_round(look: DecisionLook) -> date:
    """The last day on which an office that was asked may still answer; today where none has one."""
    steps = {item.step for item in look.scene.items if item.status in OPEN_ITEMS} - {None}
    days = [line.due_on for line in look.deadlines if line.step in steps]
    return max(days, default=look.call.today)
