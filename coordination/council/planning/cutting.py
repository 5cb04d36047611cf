"""What would have to be cut so that a session is reached that the regular way does not reach."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ...city.enums import OrganizationType
from .reaching import Planner, Way
from .sessions import PlannedSession

URGENT_COSIGNING: Final = 3
"""Working days that offices have where the co-signature is urgent (domain 2.9)."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Something that is left out or shortened.

    `code` is cosigning, integration_council, committees or supplement; `saves` are the working
    days by which the next step may begin later.
    """

    code: str
    saves: int


@dataclass(frozen=True, slots=True)
class Shortcut:
    """The way to a wished session with all `cuts`; `suffices` where it is reached with them."""

    way: Way
    cuts: Sequence[Cut]
    suffices: bool


def _short_cosigning(planner: Planner) -> Planner:
    return replace(planner, lead=planner.lead.shortened(URGENT_COSIGNING))


def _without_integration_council(planner: Planner) -> Planner:
    kind = OrganizationType.INTEGRATION_COUNCIL
    return replace(planner, before=[one for one in planner.before if one[0].type != kind])


def _without_committees(planner: Planner) -> Planner:
    """Without the advice of committees that no law asks for; the others stay."""
    kinds = {OrganizationType.COMMITTEE, OrganizationType.MAIN_COMMITTEE}
    return replace(planner, before=[one for one in planner.before if one[0].type not in kinds])


def _as_late_paper(planner: Planner) -> Planner:
    return replace(planner, lead=planner.lead.as_late_paper())


_CUTS: Final[Sequence[tuple[str, Callable[[Planner], Planner]]]] = (
    ("cosigning", _short_cosigning),
    ("integration_council", _without_integration_council),
    ("supplement", _as_late_paper),
    ("committees", _without_committees),
)
"""What can be cut, in the order in which a city would rather do it."""


def cuts_for(planner: Planner, wished: PlannedSession, start: date) -> Shortcut | None:
    """What has to be cut so that `wished` is reached, one after the other until it is.

    Where all of it is not enough, all of it is named and `suffices` is False. None where the
    session is before `start`, or the regular way reaches it.
    """
    if wished.held_on <= start:
        return None
    way = planner.way_to(wished, start)
    if way is not None and planner.is_reachable(way, start):
        return None
    cuts: list[Cut] = []
    for code, cut in _CUTS:
        shorter = cut(planner)
        then = shorter.way_to(wished, start)
        if shorter == planner or (then is None and not _loses_a_body(code)):
            continue
        saves = _saved(planner, way, then)
        planner = shorter
        if then is None:
            continue
        if way is None or saves > 0:
            cuts.append(Cut(code, saves))
        way = then
        if planner.is_reachable(way, start):
            return Shortcut(way, cuts, suffices=True)
    return Shortcut(way, cuts, suffices=False) if way else None


def _loses_a_body(code: str) -> bool:
    return code in {"integration_council", "committees"}


def _saved(planner: Planner, before: Way | None, then: Way | None) -> int:
    """By how many working days the next step may begin later; 0 where there was no way at all."""
    if before is None or then is None:
        return 0
    days = (way.dates.begin_of(planner.step) for way in (before, then))
    return planner.calendar.working_days_between(*days)
