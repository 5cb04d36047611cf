"""The way of an imported paper through the bodies, step by step as it happened.

History is told, not judged: no rule of planning is asked, for another Land's law may have held, and
what was decided was decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ..enums import ConsultationResult as R
from ..enums import ConsultationRole as Role
from ..models import SourceConsultation, SourceItem, SourceOrganization, SourcePaper
from ..results.reader import UNKNOWN


class State(TextChoices):
    """Where a paper stands after a step."""

    OPEN = "open", _("being deliberated")
    DECIDED = "decided", _("decided on")
    REJECTED = "rejected", _("rejected by the deciding body")
    NOTED = "noted", _("noted by the body")
    SETTLED = "settled", _("settled without a vote")
    POSTPONED = "postponed", _("put on a later agenda")
    REFERRED = "referred", _("waiting for another body")
    WITHDRAWN = "withdrawn", _("taken back")


@dataclass(frozen=True, slots=True)
class Station:
    """A body in a session, with its result; `at` is empty where no session is known."""

    body: str
    at: datetime | None
    role: str
    decides: bool
    result: str
    words: str

    @property
    def role_label(self) -> str:
        """The role in words."""
        return str(Role(self.role).label) if self.role else ""


@dataclass(frozen=True, slots=True)
class Step:
    """A station and where the paper stands after it."""

    station: Station
    state: State


_ANYWHERE = {
    R.POSTPONED: State.POSTPONED,
    R.DROPPED: State.POSTPONED,
    R.REFERRED: State.REFERRED,
    R.WITHDRAWN: State.WITHDRAWN,
}
_DECIDING = {
    R.ACCEPTED: State.DECIDED,
    R.AMENDED: State.DECIDED,
    R.REJECTED: State.REJECTED,
    R.NOTED: State.NOTED,
    R.NONE: State.SETTLED,
}
FINAL = frozenset({State.DECIDED, State.REJECTED, State.WITHDRAWN})
"""What a later note or report of another body does not undo."""


def replay(stations: Iterable[Station]) -> list[Step]:
    """The stations in the order of their sessions, each with where it leaves the paper.

    Stations without a session come first, as planned ones do; a result that is not known, or none,
    leaves the paper where it is. A body that only deliberates beforehand ends nothing.
    """
    state, steps = State.OPEN, []
    for station in sorted(stations, key=_order):
        state = _after(station, state)
        steps.append(Step(station, state))
    return steps


def _order(station: Station) -> tuple[bool, float]:
    return station.at is not None, station.at.timestamp() if station.at else 0.0


def _after(station: Station, before: State) -> State:
    if station.result in {"", UNKNOWN}:
        return before
    result = R(station.result)
    if result in _ANYWHERE:
        return _ANYWHERE[result]
    if station.decides:
        return _DECIDING[result]
    if station.role == Role.INFORMATION:
        return before if before in FINAL else State.NOTED
    # A recommendation, whatever it says: the matter goes on to the next body.
    return before if before in FINAL else State.OPEN


def chain_of(paper: SourcePaper) -> list[Step]:
    """The chain of an imported paper; three statements."""
    stations = list(paper.consultations.all())
    items = SourceItem.objects.select_related("meeting").in_bulk(
        [one.item_key for one in stations if one.item_key], field_name="key"
    )
    names = {_body(one, items.get(one.item_key)) for one in stations}
    bodies = dict(
        SourceOrganization.objects.filter(of__key__in=names).values_list("of__key", "name")
    )
    return replay(_station(one, items.get(one.item_key), bodies) for one in stations)


def _body(one: SourceConsultation, item: SourceItem | None) -> str:
    """The key of the body: as the station says, else the one whose session it is."""
    if one.organization_key or item is None:
        return one.organization_key
    return next(iter(item.meeting.organization_keys), "")


def _station(one: SourceConsultation, item: SourceItem | None, bodies: dict[str, str]) -> Station:
    return Station(
        body=bodies.get(_body(one, item), ""),
        at=item.meeting.starts_at if item else None,
        role=one.role,
        decides=one.is_decision,
        result=item.result if item else "",
        words=item.result_text if item else "",
    )
