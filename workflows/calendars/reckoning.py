"""The end of a period: the day, the moment, and how it was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from .periods import Period, Text

# The law of a German city counts in German time, wherever the server stands.
BERLIN = ZoneInfo("Europe/Berlin")


def end_of_day(day: date) -> datetime:
    """The next midnight in German time: the first moment that no longer belongs to `day`.

    A day ends at 24:00 (BGB § 188 Abs. 1), so compare with `<`. Midnight exists on every German
    day: summer time begins and ends at night after 1:00.
    """
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=BERLIN)


def local_date(at: datetime) -> date:
    """The German calendar day of an aware moment. Raises ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone has no German date")
    return at.astimezone(BERLIN).date()


class StepKind(StrEnum):
    """What a step of an explanation says."""

    EVENT = "event"
    NOT_COUNTED = "not_counted"
    REACHED = "reached"
    REACHED_BACK = "reached_back"
    NO_SUCH_DAY = "no_such_day"
    MOVED = "moved"
    STAYS = "stays"
    CLEAR = "clear"
    ENDS = "ends"


_TEXTS = {
    StepKind.EVENT: _("%(date)s is the day of the event and does not count"),
    StepKind.NOT_COUNTED: _("%(day)s is %(name)s and does not count"),
    StepKind.REACHED: _("%(period)s later: %(date)s"),
    StepKind.REACHED_BACK: _("%(period)s earlier: %(date)s"),
    StepKind.NO_SUCH_DAY: _("This month has no such day; its last is %(date)s"),
    StepKind.MOVED: _("%(day)s is %(name)s → %(next)s"),
    StepKind.STAYS: _("%(day)s is %(name)s, no public holiday: the period ends"),
    StepKind.CLEAR: _("Full days lie between: the day before counts, %(date)s"),
    StepKind.ENDS: _("Ends on %(date)s at midnight"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of an explanation; `str()` renders it in the reader's language."""

    kind: StepKind
    day: date
    name: Text = ""
    next: date | None = None
    period: Period | None = None

    def __str__(self) -> str:
        """For example "Mo 5.6. ist Pfingstmontag → Di 6.6."."""
        return str(_TEXTS[self.kind]) % {
            "day": date_format(self.day, "D j.n."),
            "date": date_format(self.day, "D j.n.Y"),
            "name": self.name,
            "next": date_format(self.next, "D j.n.") if self.next else "",
            "period": self.period or "",
        }


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The last day of a period, the moment at which it is over, and the way there.

    `due_at` is exclusive: whatever happens before it is in time.
    """

    due_on: date
    explanation: tuple[Step, ...]

    @property
    def due_at(self) -> datetime:
        """The midnight that ends `due_on` in German time."""
        return end_of_day(self.due_on)
