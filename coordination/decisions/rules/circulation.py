"""Whom a circulation reaches, and until when each office has to answer (domain 2.3)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from workflows.actions.ballots import OPEN_ITEMS
from workflows.calendars import Period, PeriodUnit
from workflows.enums import Participation, SilenceEffect
from workflows.machine import DeadlineView
from workflows.models import Unit
from workflows.queries.proof.bound import digest_of_values
from workflows.refusals import Conflict, Unmet

from ...drafting.queries.practice import lead_times
from . import posts
from .asking import ADDED
from .looks import DecisionLook
from .predicates import Participant

LEGAL_WEEK = Period(1, PeriodUnit.WEEKS)
"""What the equality officer has for her answer at least, urgent or not (LGG NRW § 18 Abs. 2)."""

SHORT = "cosigning_urgent"
"""The period of the route where urgency is accepted."""

LONGEST = Period(90, PeriodUnit.DAYS)
"""No office holds a round longer than this, whatever date it is given."""

LONGEST_WORDS = 2000
"""A word to an office is no second text; in characters."""

SILENCE_OF: Mapping[str, SilenceEffect] = {
    Participation.COSIGN: SilenceEffect.DEEMED_GIVEN,
    Participation.CONTRIBUTE: SilenceEffect.NOT_AFFECTED,
    Participation.INFORM: SilenceEffect.NOTED,
}
"""What the silence of such an office means, by how it takes part."""


def added(unit: int, participation: str) -> Participant:
    """An office that no rule names, asked in this way."""
    return Participant(unit, participation, SILENCE_OF[participation], ADDED)


def periods_of(
    look: DecisionLook, units: Collection[int], *, round_: int
) -> Mapping[int, Period | None]:
    """How long each of these offices has by rule, were it asked today in this round.

    None: no limit. Only urgency that was accepted for the round makes it shorter.
    """
    usual = look.periods.get("cosigning")
    if look.hurries(round_):
        usual = look.periods.get(SHORT, usual)
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


def spans_of(
    look: DecisionLook, units: Collection[int], *, last: date, round_: int
) -> Mapping[int, Span]:
    """The days that each office may be given: no less than its period, no more than `last`."""
    today, found = look.call.today, {}
    for unit, period in periods_of(look, units, round_=round_).items():
        first = look.calendar.forward(today, period).due_on if period else None
        found[unit] = Span(first, max(last, first or last))
    return found


def shorter_days(look: DecisionLook) -> Iterator[tuple[int, DeadlineView, date]]:
    """Offices that have not answered, with the deadline and the day that accepted urgency leaves.

    The shorter period begins today, so no day lies in the past; the equality officer keeps the week
    that began when she was asked. Whose day is no later than that keeps it.
    """
    calendar, today = look.calendar, look.call.today
    asked = [item for item in look.scene.items if item.status in OPEN_ITEMS]
    first = calendar.forward(today, look.periods[SHORT]).due_on
    equality = posts.equality_units(item.unit for item in asked)
    for item in asked:
        line = look.deadline_of(item)
        if line is None:
            continue
        day, ends = first, line.due_on
        if item.unit in equality:
            day = max(day, calendar.forward(line.starts_on, LEGAL_WEEK).due_on)
        if line.paused_at is not None:
            ends = calendar.add_working_days(today, line.remaining or 0)
        if day < ends:
            yield item.unit, line, day


def end_of_round(look: DecisionLook) -> date:
    """The last day on which an office that was asked may still answer; today where none has one."""
    steps = {item.step for item in look.scene.items if item.status in OPEN_ITEMS} - {None}
    days = [line.due_on for line in look.deadlines if line.step in steps]
    return max(days, default=look.call.today)


# --- before it is sent ------------------------------------------------------------------------


class CirculationChanged(Conflict):
    """Somebody else has changed the list, or another rule holds, since the person saw it."""

    @property
    def text(self) -> str:
        return _("The list of offices has changed since you opened this page. Please look again.")


@dataclass(frozen=True, slots=True)
class Line:
    """An office as the circulation would reach it if it were sent today."""

    who: Participant
    is_obligatory: bool
    span: Span
    # None: its full period.
    due_on: date | None
    words: str
    # The working days that the office has said it needs; 0: nothing was said.
    lead_days: int

    @property
    def until(self) -> date | None:
        """The last day on which it may answer; None: without limit."""
        return self.due_on or self.span.first


def lines_of(look: DecisionLook) -> list[Line]:
    """Whom the circulation reaches: those that have to be asked, and those that are planned.

    An office whose place another one has taken is that other one.
    """
    planned = {entry.unit.successor_id or entry.unit_id: entry for entry in look.planned}
    found = dict(look.obligatory)
    for unit, entry in planned.items():
        is_here = entry.unit.successor_id or _is_in_force(entry.unit, look.call.today)
        if entry.participation and unit != look.subject.lead_id and is_here:
            found.setdefault(unit, added(unit, entry.participation))
    today = look.call.today
    last, coming = look.calendar.forward(today, LONGEST).due_on, look.case.round + 1
    spans = spans_of(look, found.keys(), last=last, round_=coming)
    known = lead_times(found.keys(), on=today) if found else {}
    lines = []
    for unit, who in found.items():
        said, span = planned.get(unit), spans[unit]
        needs = known.get(unit, 0)
        due_on = _given(span, said.due_on if said else None, _wished(look, needs))
        words = said.words if said else ""
        lines.append(Line(who, unit in look.obligatory, span, due_on, words, needs))
    return lines


def _is_in_force(unit: Unit, on: date) -> bool:
    return unit.valid_until is None or unit.valid_until >= on


def _wished(look: DecisionLook, days: int) -> date | None:
    """What an office needs counts unless urgency is accepted."""
    if not days or look.hurries(look.case.round + 1):
        return None
    return look.calendar.add_working_days(look.call.today, days)


def _given(span: Span, planned: date | None, wished: date | None) -> date | None:
    """The planned day, else the wished one; a plan that has grown old shortens no period."""
    day = planned or wished
    if day is None or (span.first is not None and day <= span.first):
        return None
    return min(day, span.last)


def mark_of(look: DecisionLook) -> str:
    """What a circulation consists of, in one word: whoever sends it has seen this very one."""
    rules = sorted((w.unit, w.participation, w.silence) for w in look.obligatory.values())
    plan = sorted((e.unit_id, e.participation, str(e.due_on), e.words) for e in look.planned)
    return digest_of_values([rules, plan, look.hurries(look.case.round + 1)])


def is_seen(look: DecisionLook) -> Iterator[Unmet]:
    """What is sent or changed is the list that the person saw, not one of a colleague."""
    seen = look.call.data.get("seen")
    if seen and seen != mark_of(look):
        raise CirculationChanged(state=look.case.state, version=look.case.version)
    yield from ()
