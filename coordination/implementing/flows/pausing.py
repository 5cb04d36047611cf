"""A measure rests and goes on again: its deadlines keep the days that were left (M26, M27)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.actions.acting.ledger_work import paused, running
from workflows.actions.acting.work import Opening
from workflows.definitions import Step
from workflows.machine import act
from workflows.machine.reasons import reason_given
from workflows.models import Event
from workflows.refusals import GuardsUnmet, Unmet

from ...council.enums import ConsultationRole
from ...council.queries import rules_on
from ...council.vocabulary import RuleSubject as Rule
from ...decisions.flows.approving import drop
from ...decisions.flows.taking_back import (
    council_of_the_city,
    keep_notice,
    session_given,
    session_of,
)
from ...decisions.rules import posts
from .implementing import ImplementingWork
from .look import ImplementingLook

PAUSE = Step(
    "decide_pause",
    gettext_lazy("Decide whether the measure rests"),
    posts.always(posts.INTEGRATION_DEPUTY),
    acts=("pause", "decline_pause"),
    period="completion",
)
INFORM = Step(
    "inform_council",
    gettext_lazy("Inform the council about the rest"),
    posts.always(posts.COUNCIL_OFFICE),
    acts=("inform_council",),
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
    """A working day to come, within the longest time that the rules allow (M26)."""
    try:
        until = _until(look)
    except GuardsUnmet as error:
        yield from error.unmet
        return
    today, calendar = look.call.today, look.calendar
    if until <= today:
        text = _("This day is not in the future. Please choose a later day.")
        yield Unmet("past", text, "until")
    elif (longest := rules_on(today).period(Rule.LONGEST_PAUSE)) and until > calendar.forward(
        today, longest
    ).due_on:
        text = _("A measure may rest for %(longest)s at most. A longer pause is for the council.")
        yield Unmet("too_long", text % {"longest": longest}, "until")
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
    """M26: time stands still for every deadline; each keeps the working days left.

    What the clock does by a rule is no work of the measure: its time goes on.
    """
    until = _until(work.look)
    work.finish("decide_pause")
    work.pause(d for d in running(work.look.deadlines) if not d.effect)
    drop(work)
    work.rest()
    work.note(until=until)
    work.informs = _is_for_the_council(work)
    if work.informs:
        work.note(informs=True)
    work.tell_turn("paused", until=str(until))


def await_the_end(work: ImplementingWork) -> None:
    """The lead is asked on the day until which the measure rests."""
    look = work.look
    work.drop(RESUME.key)
    until = _until(look) if look.call.name == "pause" else look.rests_until
    work.open(Opening(RESUME, due_on=until))
    ask_to_inform(work)


def _is_for_the_council(work: ImplementingWork) -> bool:
    """M26: money was given back, or all rests together are longer than the rules allow one."""
    if work.call.data.get("money_returned") is True:
        return True
    longest = rules_on(work.today).period(Rule.LONGEST_PAUSE)
    if longest is None:
        return False
    turns = Event.objects.filter(case=work.case.pk, action__in=("pause", "resume")).order_by("seq")
    rested, since = timedelta(), None
    for action, at in turns.values_list("action", "at"):
        if action == "pause":
            since = at
        elif since is not None:
            rested, since = rested + (at - since), None
    ends_on = work.calendar.forward(work.today, longest).due_on
    return _until(work.look) + rested > ends_on


def ask_to_inform(work: ImplementingWork) -> None:
    """The council office is asked, wherever the matter is, until the council has heard of it."""
    told = Event.objects.filter(case=work.case.pk, action__in=("pause", "inform_council"))
    last = told.order_by("-seq").values_list("data__informs", flat=True).first()
    under_way = work.call.name == "pause" and work.informs
    if under_way or last is True:
        work.ask_for(INFORM)


def still_to_inform(work: ImplementingWork) -> None:
    """The work goes on, but the council has not heard of its rest yet."""
    if work.goes_on:
        ask_to_inform(work)


def council_has_heard(look: ImplementingLook) -> Iterator[Unmet]:
    """A session of the council that has begun."""
    yield from session_given(look, council_of_the_city())


@act(
    gettext_lazy("record that the council was informed"),
    guards=[council_has_heard],
    step="inform_council",
)
def inform_council(work: ImplementingWork) -> None:
    """M26: the council knows that the measure rests for long, or that money was given back."""
    meeting = session_of(work.look, council_of_the_city())
    assert meeting is not None, "guarded by council_has_heard"
    keep_notice(work, meeting, ConsultationRole.INFORMATION)


@act(gettext_lazy("let it go on"), needs_version=True)
def resume(work: ImplementingWork) -> None:
    """M27: every deadline is due after the days that were left."""
    work.resume(paused(work.look.deadlines))
    work.finish("resume")
    work.wake()
    work.tell_turn("resumed")
