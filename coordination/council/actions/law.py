"""The rules of a Land come into a city: all at its founding, later ones when they are adopted."""

from __future__ import annotations

from datetime import datetime

from workflows.actions.acting.acts import Request, act
from workflows.calendars import local_date
from workflows.models import Task

from ..flows.offering import ADOPT
from ..models import CouncilRule
from ..queries.shipped import new_rules, rows_of
from ..vocabulary import RuleOrigin
from .calendar import keep_calendar


def load_law(land: str) -> int:
    """Store the rows of a Land where none was stored yet; returns how many.

    Afterwards a city gets what a later release ships from its council office, never from a file:
    `offer_new_law` asks for it.
    """
    if CouncilRule.objects.exclude(origin=RuleOrigin.LOCAL).exists():
        return 0
    return len(CouncilRule.objects.bulk_create(CouncilRule(**row) for row in rows_of(land)))


def offer_new_law(land: str, *, at: datetime) -> bool:
    """Ask the council office for the shipped rows that the city lacks; true if it is asked now.

    Once, until they are adopted. Where nothing is lacking any more nobody is asked any longer.
    """
    is_lacking = bool(new_rules(land, today=local_date(at)))
    is_asked = Task.objects.filter(step__key=ADOPT.key, closed_at=None).exists()
    if is_lacking == is_asked:
        return False
    name = "offer_law" if is_lacking else "law_is_whole"
    act(Request(keep_calendar(at=at), name, None, at), system=True)
    return is_lacking
