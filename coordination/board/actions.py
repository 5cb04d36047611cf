"""Acts on the board's agenda, and the results of many measures at once by their own acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.acts import Request, act
from workflows.actions.acting.lasting import LastingCase
from workflows.models import Event
from workflows.refusals import GuardsUnmet, Refusal

from .enums import ItemOutcome
from .models import BoardItem
from .queries import KIND

ACTS: Mapping[str, str] = {
    ItemOutcome.APPROVES: "board_approves",
    ItemOutcome.DISSENTS: "board_dissents",
}
"""Which act of a measure records what the board came to; nothing else moves it."""


_BOARD = LastingCase(KIND, _("Executive board"))

keep_board = _BOARD.keep
take_stock = _BOARD.take_stock
change = _BOARD.change


@dataclass(frozen=True, slots=True)
class Result:
    """What was recorded of one item, or why not."""

    item: BoardItem
    outcome: str
    refusal: str = ""

    @property
    def label(self) -> str:
        """The outcome in words."""
        return str(ItemOutcome(self.outcome).label)

    @property
    def is_done(self) -> bool:
        """Whether it is recorded."""
        return not self.refusal


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody records of an item: the outcome, its words, the version of the measure seen."""

    item: BoardItem
    outcome: str
    text: str
    version: int | None


def record_results(
    wanted: Sequence[Wanted], *, minutes: str, by: int, at: datetime, command: UUID
) -> list[Result]:
    """Record each item by itself: the act of its measure first, then the result on the agenda.

    One that is refused stops no other; its result says why. Sent twice, each is done once.
    """
    return [_recorded(one, minutes, by, at, command) for one in wanted]


def _is_recorded(one: Wanted) -> bool:
    """Whether the same was recorded of this session on the page of the measure already."""
    same = {"action": ACTS[one.outcome], "data__date": one.item.session.held_on.isoformat()}
    return Event.objects.filter(case=one.item.case_id, **same).exists()


def _recorded(one: Wanted, minutes: str, by: int, at: datetime, command: UUID) -> Result:
    item = one.item
    key = uuid5(command, str(item.pk))
    try:
        if item.case_id is not None and one.outcome in ACTS and not _is_recorded(one):
            data = {"date": item.session.held_on.isoformat(), "protocol": minutes}
            act(
                Request(
                    item.case_id, ACTS[one.outcome], by, at, command=key, version=one.version,
                    data=data, text=one.text,
                )
            )  # fmt: skip
        result = {"item": item.pk, "outcome": one.outcome}
        change("record_item", by=by, at=at, command=uuid5(key, "item"), text=one.text, **result)
    except GuardsUnmet as refusal:
        return Result(item, one.outcome, " ".join(str(unmet.text) for unmet in refusal.unmet))
    except Refusal as refusal:
        return Result(item, one.outcome, str(refusal))
    return Result(item, one.outcome)
