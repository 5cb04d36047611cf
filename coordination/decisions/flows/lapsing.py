"""What time does to a co-signature: silence, one week more, and offices that send it in circles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.actions.acting.work import Opening
from workflows.calendars import Period, PeriodUnit
from workflows.enums import ItemStatus, SilenceEffect, VoteChoice
from workflows.machine import CaseFlow, system
from workflows.models import CosignRule, DeadlineEntry, Unit, Vote
from workflows.refusals import Unmet

from ..enums import MeasureState as S
from ..rules import people, posts
from .cosigning import Cosigning

if TYPE_CHECKING:
    from workflows.queries.acting.scene import ItemView
    from workflows.queries.time.deadlines import DeadlineView

act = CaseFlow.state.act

EXTENSION = Period(7, PeriodUnit.DAYS)
"""Once, for the cross-section offices only, if asked for in time (Berlin GGO 1992 § 16)."""
ASKED_AT_MOST = 2
"""An office that is named a third time in one round has a dispute about who is responsible."""

SILENCE = {
    SilenceEffect.DEEMED_GIVEN: VoteChoice.DEEMED_GIVEN,
    SilenceEffect.NOT_AFFECTED: VoteChoice.NOT_AFFECTED,
    SilenceEffect.NOTED: VoteChoice.NOTED,
}
"""What the end of the period makes of no answer; SilenceEffect.NONE makes nothing of it."""


def may_ask_for_time(flow: Lapsing) -> Iterator[Unmet]:
    """An office that the route names, which has not answered, before the end, for the first time.

    Everybody else is told 422 (domain 2.3).
    """
    item = people.named_item(flow)
    if item is None or item.status not in (ItemStatus.REQUESTED, ItemStatus.RECEIVED):
        yield Unmet("item_closed", _("Your office has already answered."), "item")
        return
    if not _is_cross_section(flow, item.unit):
        text = _("Only the cross-section offices (treasury, personnel, law) may ask for more time.")
        yield Unmet("no_extension", text, "item")
        return
    deadline = flow.deadline_of(item)
    if deadline is None or flow.call.at >= deadline.due_at:
        text = _("The deadline has passed. It can only be extended before its end.")
        yield Unmet("passed", text, "item")
    elif DeadlineEntry.objects.filter(deadline=deadline.id, change="extended").exists():
        text = _("This period was extended already. It can be extended only once.")
        yield Unmet("extended", text, "item")


def _is_cross_section(flow: Lapsing, unit: int) -> bool:
    functions = Unit.objects.filter(pk=unit).exclude(function="").values("function")
    return CosignRule.objects.filter(
        route=flow.case.route_id, may_extend=True, unit_function__in=functions
    ).exists()


class Lapsing(Cosigning):
    """The clock's part of a co-signature. Escalation never decides; silence does, by rule."""

    # Offices that were named too often in this act: someone above has to say who is responsible.
    disputed: frozenset[int] = frozenset()

    def deadline_of(self, item: ItemView) -> DeadlineView | None:
        """The running deadline of an item that waits for its answer."""
        running = self.work.live_deadlines()
        return next((line for line in running if line.step == item.step), None)

    @act(source=S.COSIGNING, by=system, label=gettext_lazy("period ended without an answer"))
    def lapse_vote(self) -> None:
        """Silence has the effect that the route gives it; nobody has signed (domain 2.3)."""
        item = self.scene.item(UUID(str(self.call.data["subject"]).removeprefix("item:")))
        if item is None or item.status not in (ItemStatus.REQUESTED, ItemStatus.RECEIVED):
            return
        choice = SILENCE[SilenceEffect(item.silence)]
        vote = Vote(item_id=item.id, choice=choice, cast_at=self.call.at)
        self.work.insert(vote)
        self.work.execute(
            "UPDATE workflows_cosignatureitem SET status = 'answered' WHERE id = %(id)s",
            {"id": item.id},
        )
        item.vote, item.choice, item.status = vote.pk, choice.value, ItemStatus.ANSWERED
        if item.step is not None:
            self.work.expire_step(item.step)
        self.work.note(item=str(item.id), unit=item.unit, choice=choice.value, vote=str(vote.pk))

    @act(
        source=S.COSIGNING,
        by=people.cosigner,
        label=gettext_lazy("ask for more time"),
        guards=[may_ask_for_time],
    )
    def ask_for_time(self) -> None:
        """Seven days more, granted by the rule itself; both sides are told the new end."""
        item = people.named_item(self)
        assert item is not None, "guarded by may_ask_for_time"
        deadline = self.deadline_of(item)
        assert deadline is not None, "guarded by may_ask_for_time"
        due_on = self.work.calendar.forward(deadline.due_on, EXTENSION).due_on
        self.work.extend(deadline, due_on=due_on)
        self.work.note(item=str(item.id), unit=item.unit)
        self.work.tell(
            "time_given",
            [*posts.lead_staff(self), *posts.cosigners(item.unit)],
            until=str(due_on),
            unit=item.unit,
        )

    # --- not responsible ----------------------------------------------------------------------

    def _ask_named(self, item: ItemView) -> None:
        """The office named gets a full period; named back and forth, it is for the superior."""
        named = next(
            (other for other in self.scene.items if other.unit == self._named_unit()), None
        )
        if named is None:
            super()._ask_named(item)
            return
        asked = Vote.objects.filter(item=named.id, choice=VoteChoice.NOT_RESPONSIBLE).count()
        if asked >= ASKED_AT_MOST:
            self.disputed = frozenset({item.unit, named.unit})
        else:
            self.ask_again(named)

    @act(
        source=S.COSIGNING,
        target=S.CLARIFICATION,
        by=system,
        label=gettext_lazy("responsibility is disputed"),
        when=lambda flow: bool(flow.disputed),
    )
    def stop_circle(self) -> None:
        """An office would be asked a third time: the common superior says who answers."""
        self.work.note(disputed=sorted(self.disputed))
        self.void_items()

    def ask_again(self, item: ItemView) -> None:
        """Let a unit that has answered answer once more, with a full period."""
        opened = self.work.open(
            Opening(
                self.cosign_step,
                subject=f"item:{item.id}",
                posts=posts.cosigners(item.unit),
                effect=self.silence_effect(item.silence),
            )
        )
        item.step, item.status = opened[f"item:{item.id}"], ItemStatus.REQUESTED
        if item.vote:
            self.work.execute(
                "UPDATE workflows_vote SET is_current = false WHERE id = %(id)s", {"id": item.vote}
            )
        item.vote, item.choice = None, ""
        # After the insertions: the item points at a step that this act opens.
        self.work.batch.last(
            "UPDATE workflows_cosignatureitem SET status = 'requested', step_id = %(step)s,"
            " carried_from_id = NULL WHERE id = %(id)s",
            {"step": item.step, "id": item.id},
        )
        self.work.note(item=str(item.id))
