"""What a person may do to each deadline of a case: a rule needs to know which one is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from ...machine import TimedFlow, spec_of
from ...refusals import NotAllowed, Refusal, Unmet, WrongState

if TYPE_CHECKING:
    from ..acting.offers import Situation
    from .deadlines import DeadlineView

ACTS = (
    "acknowledge_deadline",
    "remind",
    "extend_deadline",
    "pause_deadline",
    "resume_deadline",
)
"""The acts on a deadline, the most usual first."""

OF_DEADLINE = "deadline"
"""The field of what no form can mend: the deadline is over, paused, fixed, or was just reminded."""


def deadline_offers(seen: Situation) -> Mapping[UUID, tuple[str, ...]]:
    """The acts that the person may do now, by live deadline of the case; none is left out."""
    return {
        line.id: tuple(
            name
            for name in ACTS
            if refusal_on(seen, name, line) is None and not obstacles_on(seen, name, line)
        )
        for line in seen.flow.work.live_deadlines()
    }


def refusal_on(seen: Situation, name: str, line: DeadlineView) -> Refusal | None:
    """Why the person cannot do this to that deadline, whatever they fill in; None if they may."""
    flow = seen.flow
    if not isinstance(flow, TimedFlow):
        return WrongState(state=flow.case.state, version=flow.case.version)
    transition = flow.transition(name, flow.case.state)
    if transition is None:
        return WrongState(state=flow.case.state, version=flow.case.version)
    rule = spec_of(transition).rule
    _look_at(flow, name, line)
    if rule.capacity(flow, flow.call.actor) is None:
        return NotAllowed(str(rule.role))
    return None


def obstacles_on(seen: Situation, name: str, line: DeadlineView) -> list[str]:
    """What stands in the way now and is no matter of the form's fields, in words."""
    flow = seen.flow
    transition = flow.transition(name, flow.case.state)
    if transition is None or not isinstance(flow, TimedFlow):
        return []
    _look_at(flow, name, line)
    unmet = (item for guard in spec_of(transition).guards for item in _asked(flow, guard))
    return [str(item.text) for item in unmet if item.field == OF_DEADLINE]


def _look_at(flow: TimedFlow, name: str, line: DeadlineView) -> None:
    """Let the flow judge this deadline, which is read already, without anything filled in."""
    flow.__dict__["deadline"] = line
    flow.call = replace(
        flow.call, name=name, data={"deadline": str(line.id)}, task=None, step="", capacity=None
    )


def _asked(flow: TimedFlow, guard: object) -> Iterator[Unmet]:
    assert callable(guard)
    try:
        yield from guard(flow)
    except Refusal:
        # A guard that needs what only a filled form brings; the act will ask it.
        return
