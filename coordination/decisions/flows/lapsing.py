"""The clock's part of a co-signature: silence, and one week more for those who may ask for it.

Escalation never decides; silence does, by rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.actions.ballots import OPEN_ITEMS
from workflows.calendars import Period, PeriodUnit
from workflows.enums import DeadlineStatus, SilenceEffect, VoteChoice
from workflows.machine import act
from workflows.models import DeadlineEntry
from workflows.refusals import Unmet

from ..rules import posts
from ..rules.looks import DecisionLook
from .work import DecisionWork

EXTENSION = Period(7, PeriodUnit.DAYS)
"""Once, for the cross-section offices only, if asked for in time (Berlin GGO 1992 § 16)."""

SILENCE = {
    SilenceEffect.DEEMED_GIVEN: VoteChoice.DEEMED_GIVEN,
    SilenceEffect.NOT_AFFECTED: VoteChoice.NOT_AFFECTED,
    SilenceEffect.NOTED: VoteChoice.NOTED,
}
"""What the end of the period makes of no answer; SilenceEffect.NONE makes nothing of it."""


def may_ask_for_time(look: DecisionLook) -> Iterator[Unmet]:
    """An office that the route names, which has not answered, before the end, for the first time.

    Everybody else is told 422 (domain 2.3).
    """
    item = look.item
    if item is None or item.status not in OPEN_ITEMS:
        yield Unmet("item_closed", _("Your office has already answered."), "item")
        return
    if not _is_cross_section(look, item.unit):
        text = _("Only the cross-section offices (treasury, personnel, law) may ask for more time.")
        yield Unmet("no_extension", text, "item")
        return
    deadline = look.deadline_of(item)
    if deadline is not None and deadline.status == DeadlineStatus.PAUSED:
        text = _("Your clock stands still at present. You can ask for more time when it goes on.")
        yield Unmet("paused", text, "item")
    elif deadline is None or look.call.at >= deadline.due_at:
        text = _("The deadline has passed. It can only be extended before its end.")
        yield Unmet("passed", text, "item")
    elif DeadlineEntry.objects.filter(deadline=deadline.id, change="extended").exists():
        text = _("This period was extended already. It can be extended only once.")
        yield Unmet("extended", text, "item")


def _is_cross_section(look: DecisionLook, unit: int) -> bool:
    return any(
        own == unit and function in look.route.extenders
        for capacity in look.call.actor.capacities
        for own, function in capacity.units
    )


@act(gettext_lazy("period ended without an answer"))
def lapse_vote(work: DecisionWork) -> None:
    """Silence has the effect that the route gives it; nobody has signed (domain 2.3)."""
    item = work.scene.item(UUID(str(work.call.data["subject"]).removeprefix("item:")))
    if item is not None and item.status in OPEN_ITEMS:
        work.ballots.take_silence(item, SILENCE[SilenceEffect(item.silence)])


@act(gettext_lazy("ask for more time"), guards=[may_ask_for_time])
def ask_for_time(work: DecisionWork) -> None:
    """Seven days more, granted by the rule itself; both sides are told the new end."""
    item = work.look.item
    assert item is not None, "guarded by may_ask_for_time"
    deadline = work.look.deadline_of(item)
    assert deadline is not None, "guarded by may_ask_for_time"
    due_on = work.calendar.forward(deadline.due_on, EXTENSION).due_on
    work.extend(deadline, due_on=due_on)
    work.note(item=str(item.id), unit=item.unit)
    concerned = [*posts.lead_staff(work.look), *posts.cosigners(item.unit)]
    work.tell("time_given", concerned, until=str(due_on), unit=item.unit)
