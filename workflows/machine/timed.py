"""What people may do to the deadlines of a case, beside meeting them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..calendars import Period, PeriodError, PeriodUnit
from ..definitions import Capacity, Rule
from ..enums import DeadlineStatus, DeskFunction
from ..refusals import GuardsUnmet, Unmet
from .flow import ANY, CaseFlow

if TYPE_CHECKING:
    from ..queries.time.deadlines import DeadlineView

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
"""Days ahead of today beyond which a new date is a slip of the keyboard."""
LONGEST_REST = 20
"""Working days for which a person who has seen a deadline may silence its ladder at most."""
COOL_DOWN = 2
"""Working days between two reminders by hand, and after one of the ladder's."""
REASON_LENGTH = 10

act = CaseFlow.state.act


def _is_responsible(flow: TimedFlow, capacity: Capacity) -> bool:
    return flow.names_deadline() and capacity.desk in flow.deadline.desks


def _is_superior(flow: TimedFlow, capacity: Capacity) -> bool:
    """Whoever leads the unit, or a unit above it, but does not have the work themselves."""
    if capacity.function not in LEADING or not flow.names_deadline():
        return False
    if capacity.desk in flow.deadline.desks:
        return False
    above = capacity.function == DeskFunction.INTEGRATION_DEPUTY
    return above or capacity.unit in flow.deadline.units


responsible = Rule(gettext_lazy("whoever has the task"), _is_responsible)
superior = Rule(gettext_lazy("superior of whoever has the task"), _is_superior)
keeper = Rule(
    gettext_lazy("superior or watching office"),
    lambda flow, capacity: (
        _is_superior(flow, capacity) or (flow.names_deadline() and flow.may_remind(capacity))
    ),
)


def runs(flow: TimedFlow) -> Iterator[Unmet]:
    """The deadline is neither over nor paused."""
    if flow.deadline.status == DeadlineStatus.PAUSED:
        yield Unmet("paused", _("This deadline is paused. Please let it go on first."), "deadline")
    elif flow.deadline.status != DeadlineStatus.RUNNING:
        yield Unmet("over", _("This deadline is over already."), "deadline")


def goes_on(flow: TimedFlow) -> Iterator[Unmet]:
    """The whole matter does not rest: until when it does was decided with the rest itself."""
    if flow.case.state in flow.resting:
        text = _("The whole matter rests. Until it goes on, its deadlines stay as they are.")
        yield Unmet("rests", text, "deadline")


def is_paused(flow: TimedFlow) -> Iterator[Unmet]:
    """The deadline is paused, by itself and not because the whole matter rests."""
    if flow.case.state in flow.resting:
        text = _("The whole matter rests. All its deadlines go on together with it.")
        yield Unmet("rests", text, "deadline")
    elif flow.deadline.status != DeadlineStatus.PAUSED:
        yield Unmet("not_paused", _("This deadline is not paused."), "deadline")


def has_reason(flow: TimedFlow) -> Iterator[Unmet]:
    """A reason of at least ten characters."""
    if len(flow.call.text.strip()) < REASON_LENGTH:
        yield Unmet("reason_missing", _("Please give a reason (at least 10 characters)."), "text")


def is_fixed(flow: TimedFlow) -> bool:
    """Whether a rule says how long the deadline runs: silence and veto periods."""
    return flow.deadline.kind in flow.fixed_deadlines or bool(flow.deadline.effect)


def may_stand_still(flow: TimedFlow) -> Iterator[Unmet]:
    """What a rule fixes runs on; nobody puts off the effect of silence by a pause."""
    if is_fixed(flow):
        text = _("The law or the route fixes this deadline. It cannot be paused here.")
        yield Unmet("fixed", text, "deadline")


def may_move(flow: TimedFlow) -> Iterator[Unmet]:
    """A later day for a deadline that has not passed and that no rule fixes."""
    deadline = flow.deadline
    if is_fixed(flow):
        text = _("The law or the route fixes this deadline. It cannot be extended here.")
        yield Unmet("fixed", text, "deadline")
        return
    if flow.call.at >= deadline.due_at:
        text = _("The deadline has passed. It can only be extended before its end.")
        yield Unmet("passed", text, "deadline")
        return
    try:
        day = flow.new_day()
    except GuardsUnmet as error:
        yield from error.unmet
    else:
        yield from _is_later(flow, day)


def _is_later(flow: TimedFlow, day: date) -> Iterator[Unmet]:
    if day <= flow.call.today:
        text = _("This day is not in the future. Please choose a later day.")
        yield Unmet("past", text, "due_on")
    elif day <= flow.deadline.due_on:
        text = _("The new day must be later than the present one.")
        yield Unmet("not_later", text, "due_on")
    elif (day - flow.call.today).days > FARTHEST:
        yield Unmet("too_far", _("Please choose a day within one year."), "due_on")
    else:
        yield from _is_working_day(flow, day, "due_on")


def _is_working_day(flow: TimedFlow, day: date, field: str) -> Iterator[Unmet]:
    calendar = flow.work.calendar
    if name := calendar.why_not_working(day):
        following = calendar.add_working_days(day, 1)
        text = _("%(day)s is %(name)s. The next working day is %(next)s.")
        words = {"day": f"{day:%d.%m.%Y}", "name": name, "next": f"{following:%d.%m.%Y}"}
        yield Unmet("no_working_day", text % words, field)


def may_rest(flow: TimedFlow) -> Iterator[Unmet]:
    """Until a working day that is near enough."""
    try:
        day = flow.call.value("until", date.fromisoformat)
    except GuardsUnmet as error:
        yield from error.unmet
        return
    if day <= flow.call.today:
        text = _("This day is not in the future. Please choose a later day.")
        yield Unmet("past", text, "until")
    elif day > flow.work.calendar.add_working_days(flow.call.today, LONGEST_REST):
        text = _("Please choose a day within the next %(count)s working days.")
        yield Unmet("too_far", text % {"count": LONGEST_REST}, "until")
    else:
        yield from _is_working_day(flow, day, "until")


def has_cooled_down(flow: TimedFlow) -> Iterator[Unmet]:
    """Nobody was reminded of it in the last two working days."""
    last = flow.deadline.reminded_on
    calendar = flow.work.calendar
    if last and calendar.working_days_between(last, flow.call.today) < COOL_DOWN:
        again = calendar.add_working_days(last, COOL_DOWN)
        text = _("A reminder went out on %(last)s. The next is possible from %(again)s.")
        words = {"last": f"{last:%d.%m.%Y}", "again": f"{again:%d.%m.%Y}"}
        yield Unmet("cool_down", text % words, "deadline")


class TimedFlow(CaseFlow):
    """A flow whose deadlines can be extended, paused, seen and reminded of (domain 2.9)."""

    # Kinds of deadlines that nobody may extend, because a rule says how long they run.
    fixed_deadlines: ClassVar[frozenset[str]] = frozenset()

    @cached_property
    def deadline(self) -> DeadlineView:
        """The deadline that the act names; Invisible if the case has no such one."""
        return self.work.deadline(self.call.data.get("deadline"))

    def names_deadline(self) -> bool:
        """Whether the act says which deadline it is about; nobody may do it to none."""
        return bool(self.call.data.get("deadline"))

    def may_remind(self, capacity: Capacity) -> bool:  # noqa: ARG002 - for subclasses
        """Whether an office that is not superior may send a reminder by hand."""
        return False

    def new_day(self) -> date:
        """The day that the act asks for: a date, or a period from the present end."""
        if self.call.data.get("amount") in (None, ""):
            return self.call.value("due_on", date.fromisoformat)
        amount = self.call.value("amount", int)
        try:
            period = Period(amount, PeriodUnit(self.call.data.get("unit") or "working_days"))
            return self.work.calendar.forward(self.deadline.due_on, period).due_on
        except PeriodError as error:
            raise GuardsUnmet([Unmet("invalid", str(error), "amount")]) from None
        except ValueError:
            text = _("There is no such unit of time.")
            raise GuardsUnmet([Unmet("unknown_unit", text, "unit")]) from None

    @act(
        source=ANY, by=superior, label=gettext_lazy("extend the deadline"),
        guards=[runs, goes_on, has_reason, may_move],
    )  # fmt: skip
    def extend_deadline(self) -> None:
        """A later day with a reason: the ladder begins anew, the history stays."""
        self.work.extend(self.deadline, due_on=self.new_day())

    @act(
        source=ANY, by=superior, label=gettext_lazy("pause the deadline"),
        guards=[runs, goes_on, may_stand_still, has_reason],
    )  # fmt: skip
    def pause_deadline(self) -> None:
        """Time stands still; the working days that are left are kept (BGB § 209)."""
        self.work.pause([self.deadline])

    @act(source=ANY, by=superior, label=gettext_lazy("let the deadline go on"), guards=[is_paused])
    def resume_deadline(self) -> None:
        """Today and the working days that were left make the new day."""
        self.work.resume([self.deadline])

    @act(
        source=ANY, by=responsible | superior, label=gettext_lazy("note as seen"),
        guards=[runs, may_rest],
    )  # fmt: skip
    def acknowledge_deadline(self) -> None:
        """“I have seen it, until …”: the ladder rests until that day; the deadline does not."""
        self.work.acknowledge(self.deadline, until=self.call.value("until", date.fromisoformat))

    @act(source=ANY, by=keeper, label=gettext_lazy("remind"), guards=[runs, has_cooled_down])
    def remind(self) -> None:
        """A reminder by hand to whoever has the task."""
        self.work.remind(self.deadline)
