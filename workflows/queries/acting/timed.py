"""What a person may do to each deadline of a case: a rule needs to know which one is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from ...machine import Allowed, DeadlineView, Refused, obstacles_of
from ...refusals import Refusal, Unmet
from .offers import Situation

ACTS = (
    "announce_date",
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
        line.id: tuple(name for name in ACTS if _is_free(_judged(seen, name, line)))
        for line in seen.look.deadlines
    }


def refusal_on(seen: Situation, name: str, line: DeadlineView) -> Refusal | None:
    """Why the person cannot do this to that deadline, whatever they fill in; None if they may."""
    verdict = _judged(seen, name, line)
    return verdict.refusal if isinstance(verdict, Refused) else None


def obstacles_on(seen: Situation, name: str, line: DeadlineView) -> list[str]:
    """What stands in the way now and is no matter of the form's fields, in words."""
    return [str(item.text) for item in _obstacles(_judged(seen, name, line))]


def _judged(seen: Situation, name: str, line: DeadlineView) -> Allowed | Refused:
    return seen.permit(name, data={OF_DEADLINE: str(line.id)})


def _obstacles(verdict: Allowed | Refused) -> Iterator[Unmet]:
    unmet = () if isinstance(verdict, Refused) else obstacles_of(verdict)
    return (item for item in unmet if item.field == OF_DEADLINE)


def _is_free(verdict: Allowed | Refused) -> bool:
    return isinstance(verdict, Allowed) and not any(_obstacles(verdict))
