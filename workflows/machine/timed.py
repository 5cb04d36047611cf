"""What people may do to the deadlines of a case, beside meeting them (domain 2.9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from viewflow import fsm

from ..calendars import Period, PeriodError, PeriodUnit
from ..definitions import Capacity
from ..enums import DeadlineStatus, DeskFunction
from ..refusals import GuardsUnmet, Unmet
from .acts import At, Stage, act
from .facts import DeadlineView
from .look import Look
from .reasons import reason_given
from .rules import Rule

LEADING = frozenset(
    {
        DeskFunction.HEAD,
        DeskFunction.DEPUTY_MAYOR,
        DeskFunction.GENERAL_DEPUTY,
        DeskFunction.INTEGRATION_DEPUTY,
        DeskFunction.MAYOR,
    }
)
"""Desks that are set above others in their unit and the units below it."""

FARTHEST = 366
"""Days after today and the present day beyond which a new date is a slip of the keyboard."""
LONGEST_REST = 20
"""Working days that a superior may let the ladder rest at most, or an announced day lie ahead."""
COOL_DOWN = 2
"""Working days between two reminders by hand, and after one of the ladder's."""


def _is_responsible(look: Look, capacity: Capacity) -> bool:
    return _names_deadline(look) and capacity.desk in look.deadline.desks


def _is_superior(look: Look, capacity: Capacity) -> bool:
    """Whoever leads the unit, or a unit above it, and does not have the work at any desk."""
    if capacity.function not in LEADING or not _names_deadline(look):
        return False
    if any(one.desk in look.deadline.desks for one in (capacity, *look.call.actor.capacities)):
        return False
    above = capacity.function == DeskFunction.INTEGRATION_DEPUTY
    return above or capacity.unit in look.deadline.units


responsible = Rule(gettext_lazy("whoever has the task"), _is_responsible)
superior = Rule(gettext_lazy("superior of whoever has the task"), _is_superior)
keeper: Rule[Look] = Rule(
    gettext_lazy("superior or watching office"),
    lambda look, capacity: (
        _is_superior(look, capacity) or (_names_deadline(look) and look.watches(capacity))
    ),
)


def runs(look: Look) -> Iterator[Unmet]:
    """The deadline is neither over nor paused."""
    if look.deadline.status == DeadlineStatus.PAUSED:
        yield Unmet("paused", _("This deadline is paused. Please let it go on first."), "deadline")
    elif look.deadline.status != DeadlineStatus.RUNNING:
        yield Unmet("over", _("This deadline is over already."), "deadline")


def goes_on(look: Look) -> Iterator[Unmet]:
    """The whole matter does not rest: until when it does was decided with the rest itself."""
    if look.case.state in look.flow.resting:
        text = _("The whole matter rests. Until it goes on, its deadlines stay as they are.")
        yield Unmet("rests", text, "deadline")


def is_paused(look: Look) -> Iterator[Unmet]:
    """The deadline is paused, by itself and not because the whole matter rests."""
    if look.case.state in look.flow.resting:
        text = _("The whole matter rests. All its deadlines go on together with it.")
        yield Unmet("rests", text, "deadline")
    elif look.deadline.status != DeadlineStatus.PAUSED:
        yield Unmet("not_paused", _("This deadline is not paused."), "deadline")


def is_fixed(look: Look) -> bool:
    """Whether a rule says how long the deadline runs: silence and veto periods."""
    return look.deadline.kind in look.flow.fixed_deadlines or bool(look.deadline.effect)


def has_passed(look: Look) -> bool:
    """Whether the due day is over."""
    return look.call.at >= look.deadline.due_at


def may_stand_still(look: Look) -> Iterator[Unmet]:
    """What a rule fixes runs on, and what is overdue stays so: no pause puts off the ladder."""
    if is_fixed(look):
        text = _("The law or the route fixes this deadline. It cannot be paused here.")
        yield Unmet("fixed", text, "deadline")
    elif has_passed(look):
        text = _("The deadline has passed. It can only be paused before its end.")
        yield Unmet("passed", text, "deadline")


def why_unmovable(look: Look) -> Iterator[Unmet]:
    """What no day could mend: a rule fixes the deadline, or it has passed.

    A day that a plan has set gets a new one also when it has passed, and so does a deadline that
    was born late: due before the day on which it started.
    """
    deadline = look.deadline
    is_set_anew = deadline.kind in look.flow.dated_deadlines or deadline.due_on < deadline.starts_on
    if is_fixed(look):
        text = _("The law or the route fixes this deadline. It cannot be extended here.")
        yield Unmet("fixed", text, "deadline")
    elif has_passed(look) and not is_set_anew:
        text = _("The deadline has passed. It can only be extended before its end.")
        yield Unmet("passed", text, "deadline")


def may_move(look: Look) -> Iterator[Unmet]:
    """A later day for a deadline that can be moved."""
    unmovable = list(why_unmovable(look))
    if unmovable:
        yield from unmovable
        return
    try:
        day = new_day(look)
    except GuardsUnmet as error:
        yield from error.unmet
    else:
        yield from _is_later(look, day)


def _is_later(look: Look, day: date) -> Iterator[Unmet]:
    if day <= look.call.today:
        text = _("This day is not in the future. Please choose a later day.")
        yield Unmet("past", text, "due_on")
    elif day <= look.deadline.due_on:
        text = _("The new day must be later than the present one.")
        yield Unmet("not_later", text, "due_on")
    elif (day - max(look.call.today, look.deadline.due_on)).days > FARTHEST:
        text = _("Please choose a day at most one year after the present one.")
        yield Unmet("too_far", text, "due_on")
    else:
        yield from _is_working_day(look, day, "due_on")


def _is_working_day(look: Look, day: date, field: str) -> Iterator[Unmet]:
    calendar = look.calendar
    if name := calendar.why_not_working(day):
        following = calendar.add_working_days(day, 1)
        text = _("%(day)s is %(name)s. The next working day is %(next)s.")
        words = {"day": f"{day:%d.%m.%Y}", "name": name, "next": f"{following:%d.%m.%Y}"}
        yield Unmet("no_working_day", text % words, field)


def is_escalated(look: Look) -> Iterator[Unmet]:
    """Superiors were told (from E2 on), and nobody has noted what they were told as seen."""
    deadline = look.deadline
    upwards = {rung.level for rung in look.route.ladder if rung.goes_up}
    told = [at for level, at in deadline.reached.items() if level in upwards]
    if not told:
        text = _("A deadline can be noted as seen once superiors were told that it is overdue.")
        yield Unmet("not_escalated", text, "deadline")
    elif deadline.seen_at and deadline.seen_at >= max(told):
        text = _("This rung is noted as seen already. The next one speaks when that has ended.")
        yield Unmet("seen_already", text, "deadline")


def is_not_announced(look: Look) -> Iterator[Unmet]:
    """No day was announced for the present due day: whoever is late may ask for patience once."""
    if look.deadline.is_announced:
        text = _("A date was announced already, which is possible once.")
        if not any(why_unmovable(look)):
            text = _(
                "A date was announced already. If you need more time, please ask your superior to"
                " extend the deadline."
            )
        yield Unmet("announced_already", text, "deadline")


def may_rest(look: Look) -> Iterator[Unmet]:
    """Until a working day that is near enough."""
    try:
        day = look.call.value("until", date.fromisoformat)
    except GuardsUnmet as error:
        yield from error.unmet
        return
    if day <= look.call.today:
        text = _("This day is not in the future. Please choose a later day.")
        yield Unmet("past", text, "until")
    elif day > look.calendar.add_working_days(look.call.today, LONGEST_REST):
        text = _("Please choose a day within the next %(count)s working days.")
        yield Unmet("too_far", text % {"count": LONGEST_REST}, "until")
    else:
        yield from _is_working_day(look, day, "until")


def has_cooled_down(look: Look) -> Iterator[Unmet]:
    """Nobody was reminded of it in the last two working days."""
    last = look.deadline.reminded_on
    calendar = look.calendar
    if last and calendar.working_days_between(last, look.call.today) < COOL_DOWN:
        again = calendar.add_working_days(last, COOL_DOWN)
        text = _("A reminder went out on %(last)s. The next is possible from %(again)s.")
        words = {"last": f"{last:%d.%m.%Y}", "again": f"{again:%d.%m.%Y}"}
        yield Unmet("cool_down", text % words, "deadline")


def _names_deadline(look: Look) -> bool:
    """Whether the call says which deadline it is about; nobody may do it to none."""
    return bool(look.call.data.get("deadline"))


def new_day(look: Look) -> date:
    """The day that the call asks for: a date, or a period from the present end."""
    call = look.call
    if call.data.get("amount") in (None, ""):
        return call.value("due_on", date.fromisoformat)
    amount = call.value("amount", int)
    try:
        period = Period(amount, PeriodUnit(call.data.get("unit") or "working_days"))
        return look.calendar.forward(look.deadline.due_on, period).due_on
    except PeriodError as error:
        raise GuardsUnmet([Unmet("invalid", str(error), "amount")]) from None
    except ValueError:
        text = _("There is no such unit of time.")
        raise GuardsUnmet([Unmet("unknown_unit", text, "unit")]) from None


class DeadlineDoer(Protocol):
    """What a unit of work does to deadlines."""

    @property
    def look(self) -> Look: ...

    def extend(self, deadline: DeadlineView, *, due_on: date) -> None: ...

    def pause(self, deadlines: Iterable[DeadlineView]) -> None: ...

    def resume(self, deadlines: Iterable[DeadlineView]) -> None: ...

    def acknowledge(self, deadline: DeadlineView, *, until: date) -> None: ...

    def announce(self, deadline: DeadlineView, *, until: date) -> None: ...

    def remind(self, deadline: DeadlineView) -> None: ...


@act(gettext_lazy("extend the deadline"), guards=[runs, goes_on, reason_given, may_move])
def extend_deadline(work: DeadlineDoer) -> None:
    """A later day with a reason: the ladder begins anew, the history stays."""
    work.extend(work.look.deadline, due_on=new_day(work.look))


@act(gettext_lazy("pause the deadline"), guards=[runs, goes_on, may_stand_still, reason_given])
def pause_deadline(work: DeadlineDoer) -> None:
    """Time stands still; the working days that are left are kept (BGB § 209)."""
    work.pause([work.look.deadline])


@act(gettext_lazy("let the deadline go on"), guards=[is_paused])
def resume_deadline(work: DeadlineDoer) -> None:
    """Today and the working days that were left make the new day."""
    work.resume([work.look.deadline])


@act(gettext_lazy("announce a date"), guards=[runs, is_not_announced, may_rest])
def announce_date(work: DeadlineDoer) -> None:
    """“I shall be ready by …”, once: no more reminders to oneself; superiors hear as ever."""
    work.announce(work.look.deadline, until=work.look.call.value("until", date.fromisoformat))


@act(gettext_lazy("note as seen"), guards=[runs, is_escalated, may_rest])
def acknowledge_deadline(work: DeadlineDoer) -> None:
    """A superior has seen it, until …: the ladder rests until that day; the deadline does not."""
    work.acknowledge(work.look.deadline, until=work.look.call.value("until", date.fromisoformat))


@act(gettext_lazy("remind"), guards=[runs, has_cooled_down])
def remind(work: DeadlineDoer) -> None:
    """A reminder by hand to whoever has the task."""
    work.remind(work.look.deadline)


TIMED = Stage(
    {
        fsm.State.ANY: At(
            acts=(
                announce_date.by(responsible),
                acknowledge_deadline.by(superior),
                remind.by(keeper),
                extend_deadline.by(superior),
                pause_deadline.by(superior),
                resume_deadline.by(superior),
            )
        )
    }
)
"""The stage of a process whose deadlines can be extended, paused, seen and reminded of (2.9)."""
