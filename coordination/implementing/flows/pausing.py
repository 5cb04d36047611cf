"""A measure rests and goes on again: its deadlines keep the days that were left (M26, M27)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.actions.acting.ledger_work import paused, running
from workflows.actions.acting.work import Opening
from workflows.calendars import Period, PeriodUnit
from workflows.definitions import Post, Step
from workflows.machine import act
from workflows.refusals import GuardsUnmet, Unmet

from ...decisions.flows.work import reason_given
from ...decisions.rules import posts
from .implementing import ImplementingWork
from .look import ImplementingLook

LONGEST_PAUSE = Period(6, PeriodUnit.MONTHS)
"""Whoever wants to rest longer needs the council (M26)."""


def _integration_deputy(_look: ImplementingLook) -> Sequence[Post]:
    return [posts.INTEGRATION_DEPUTY]


PAUSE = Step(
    "decide_pause",
    gettext_lazy("Decide whether the measure rests"),
    _integration_deputy,
    acts=("pause", "decline_pause"),
    period="completion",
)
RESUME = Step(
    "resume",
    gettext_lazy("Let the measure go on"),
    posts.lead_head,
    acts=("resume",),
    period="completion",
)


def _until(look: ImplementingLook) -> date:
    """The day until which the measure rests."""
    return look.call.value("until", date.fromisoformat)


def until_given(look: ImplementingLook) -> Iterator[Unmet]:
    """A working day to come, within six months."""
    try:
        until = _until(look)
    except GuardsUnmet as error:
        yield from error.unmet
        return
    today, calendar = look.call.today, look.calendar
    if until <= today:
        text = _("This day is not in the future. Please choose a later day.")
        yield Unmet("past", text, "until")
    elif until > calendar.forward(today, LONGEST_PAUSE).due_on:
        text = _("A measure may rest for six months at most. A longer pause is for the council.")
        yield Unmet("too_long", text, "until")
    elif name := calendar.why_not_working(until):
        following = f"{calendar.add_working_days(until, 1):%d.%m.%Y}"
        text = _("%(day)s is %(name)s. The next working day is %(next)s.")
        words = {"day": f"{until:%d.%m.%Y}", "name": name, "next": following}
        yield Unmet("no_working_day", text % words, "until")


def not_asked_yet(look: ImplementingLook) -> Iterator[Unmet]:
    """One request at a time."""
    if look.scene.tasks_of("decide_pause"):
        yield Unmet("asked", _("The pause has been asked for already."))


@act(gettext_lazy("ask for a pause"), guards=[until_given, reason_given, not_asked_yet])
def ask_pause(work: ImplementingWork) -> None:
    """The head of the lead office says why and until when."""
    work.ask_for(PAUSE)
    work.note(until=_until(work.look))


@act(gettext_lazy("do not let it rest"), guards=[reason_given], step="decide_pause")
def decline_pause(work: ImplementingWork) -> None:
    """It goes on; the lead is told why."""
    work.tell_turn("pause_declined")


@act(gettext_lazy("let it rest"), guards=[until_given, reason_given], needs_version=True)
def pause(work: ImplementingWork) -> None:
    """M26: time stands still for every deadline; each keeps the working days left."""
    until = _until(work.look)
    work.finish("decide_pause")
    work.pause(running(work.look.deadlines))
    work.rest()
    work.open(Opening(RESUME, due_on=until))
    work.note(until=until)
    work.tell_turn("paused", until=str(until))


@act(gettext_lazy("let it go on"), needs_version=True)
def resume(work: ImplementingWork) -> None:
    """M27: every deadline is due after the days that were left."""
    work.resume(paused(work.look.deadlines))
    work.finish("resume")
    work.wake()
    work.tell_turn("resumed")
