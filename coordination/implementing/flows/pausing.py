"""A measure rests and goes on again: its deadlines keep the days that were left (M26, M27)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.actions.acting.keeping import paused, running
from workflows.actions.acting.work import Opening
from workflows.calendars import Period, PeriodUnit
from workflows.definitions import Step
from workflows.machine import CaseFlow
from workflows.refusals import GuardsUnmet, Unmet

from ...decisions.enums import MeasureState as S
from ...decisions.flows.base import reason_given
from ...decisions.rules import people, posts
from ..models import Milestone
from .implementing import Implementing

act = CaseFlow.state.act

LONGEST_PAUSE = Period(6, PeriodUnit.MONTHS)
"""Whoever wants to rest longer needs the council (M26)."""


def until_given(flow: Pausing) -> Iterator[Unmet]:
    """A working day to come, within six months."""
    try:
        until = flow.until()
    except GuardsUnmet as error:
        yield from error.unmet
        return
    today, calendar = flow.call.today, flow.work.calendar
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


def not_asked_yet(flow: Pausing) -> Iterator[Unmet]:
    """One request at a time."""
    if flow.scene.tasks_of("decide_pause"):
        yield Unmet("asked", _("The pause has been asked for already."))


class Pausing(Implementing):
    """The deputy mayor for integration lets a measure rest, on her own or because the lead asks."""

    pause_step = Step(
        "decide_pause",
        gettext_lazy("Decide whether the measure rests"),
        lambda _flow: [posts.INTEGRATION_DEPUTY],
        acts=("pause", "decline_pause"),
        period="completion",
    )
    resume_step = Step(
        "resume",
        gettext_lazy("Let the measure go on"),
        posts.lead_head,
        acts=("resume",),
        period="completion",
    )

    pausing_steps = (pause_step, resume_step)

    # While it rests, what was begun waits for it; nothing of it is lost.
    resting = {S.PAUSED: S.IMPLEMENTATION}

    def until(self) -> date:
        """The day until which the measure rests."""
        return self.call.value("until", date.fromisoformat)

    @act(
        source=S.IMPLEMENTATION,
        by=people.lead_head,
        label=gettext_lazy("ask for a pause"),
        guards=[until_given, reason_given, not_asked_yet],
    )
    def ask_pause(self) -> None:
        """The head of the lead office says why and until when."""
        self.work.open(Opening(self.pause_step))
        self.work.note(until=self.until())

    @act(
        source=S.IMPLEMENTATION,
        by=people.at_step("decide_pause", gettext_lazy("deputy mayor for integration")),
        label=gettext_lazy("do not let it rest"),
        guards=[reason_given],
        step="decide_pause",
    )
    def decline_pause(self) -> None:
        """It goes on; the lead is told why."""
        self.work.tell("pause_declined", posts.lead_staff(self))

    @act(
        source=S.IMPLEMENTATION,
        target=S.PAUSED,
        by=people.integration_deputy,
        label=gettext_lazy("let it rest"),
        guards=[until_given, reason_given],
        needs_version=True,
    )
    def pause(self) -> None:
        """M26: time stands still for every deadline; each keeps the working days left."""
        for task in self.scene.tasks_of("decide_pause")[:1]:
            self.work.complete(task, outcome="pause", person=self.person_id())
        self.work.pause(running(self.work.live_deadlines()))
        self.work.rest()
        self.work.open(Opening(self.resume_step, due_on=self.until()))
        self.work.note(until=self.until())
        self.work.tell("paused", posts.lead_staff(self), until=str(self.until()))

    @act(
        source=S.PAUSED,
        target=S.IMPLEMENTATION,
        by=people.lead_head | people.integration_deputy,
        label=gettext_lazy("let it go on"),
        needs_version=True,
    )
    def resume(self) -> None:
        """M27: every deadline is due after the days that were left; milestones move with theirs."""
        held = paused(self.work.live_deadlines())
        days = self.work.resume(held)
        for task in self.scene.tasks_of("resume")[:1]:
            self.work.complete(task, outcome="resume", person=self.person_id())
        self.work.wake()
        subjects = {task.step: task.subject for task in self.scene.tasks_of("milestone")}
        for deadline in held:
            if deadline.step in subjects:
                stone = int(subjects[deadline.step].removeprefix("milestone:"))
                Milestone.objects.filter(pk=stone).update(due_on=days[deadline.id])
        self.work.tell("resumed", posts.lead_staff(self))
