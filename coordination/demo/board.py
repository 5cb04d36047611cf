"""The executive board of the demo city: last week's minutes, an agenda with a late item."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from workflows.calendars import BERLIN, local_date
from workflows.models import DeskHolder

from ..board.actions import change
from ..board.enums import ItemKind, ItemOutcome
from ..board.queries import agenda_of, next_day
from .queries import BOARD_OFFICE

_MORNING = time(11, 30)
_MINUTES = "VV {week}/{year}"
_REPEATED = "Lage in den Dezernaten"
_LAST_WEEK = (
    "Vorbereitung der nächsten Ratssitzung",
    "Die Reihenfolge der Vorlagen ist vereinbart.",
)
_THIS_WEEK = "Termine des zweiten Halbjahrs"
_LATE = (
    "Unterbringung in den Weihnachtsferien",
    "Die Bezirksregierung hat erst heute nach freien Plätzen gefragt.",
)


def hold_the_board(*, at: datetime) -> None:
    """By the acts of its office, each at the moment at which it is meant to happen."""
    by = DeskHolder.objects.values_list("person", flat=True).get(desk__key=BOARD_OFFICE)
    coming = next_day(local_date(at))
    last = coming - timedelta(days=7)
    held = datetime.combine(last, _MORNING, BERLIN)
    change("add_recurring", by=by, at=held, title=_REPEATED, is_discussed=True, valid_from=last)
    change("add_board_item", by=by, at=held, day=last, title=_LAST_WEEK[0], is_discussed=True)
    change("close_agenda", by=by, at=held, day=last)
    for item in agenda_of(last):
        waits = item.kind == ItemKind.CASE
        outcome = ItemOutcome.POSTPONED if waits else ItemOutcome.NOTED
        words = _LAST_WEEK[1] if item.title == _LAST_WEEK[0] else ""
        change("record_item", by=by, at=held, text=words, item=item.pk, outcome=outcome.value)
    year, week, _day = last.isocalendar()
    number = _MINUTES.format(week=week, year=year)
    change("record_minutes", by=by, at=held, day=last, minutes=number)
    change("add_board_item", by=by, at=at, day=coming, title=_THIS_WEEK)
    change("close_agenda", by=by, at=at, day=coming)
    title, reason = _LATE
    change("add_board_item", by=by, at=at, text=reason, day=coming, title=title, is_discussed=True)
