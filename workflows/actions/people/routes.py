"""Routes and days off: the rules by which the engine reckons."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from ...calendars import Period, Rung
from ..acting.acts import Outcome
from .foundation import change


@dataclass(frozen=True, slots=True)
class RouteRule:
    """If the predicate holds, the unit with that function takes part in this way."""

    predicate: str
    unit_function: str
    participation: str
    silence: str
    may_extend: bool = False


def publish_route(
    *,
    kind: str,
    valid_from: date,
    note: str,
    cosign_rules: Sequence[RouteRule],
    periods: Mapping[str, Period],
    thresholds: Mapping[str, Decimal],
    ladder: Sequence[Rung] | None = None,
    by: int | None,
    at: datetime,
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """Publish a whole new version of a kind's route. `facts["route"]`, `facts["number"]`.

    Cases opened from that day on follow it, running ones keep theirs. 422 for keys that the
    process does not know, and for periods or thresholds of the last version that are left out.
    Without a `ladder` that of the last version goes on.
    """
    return change(
        "publish_route",
        by=by,
        at=at,
        command=command,
        text=text,
        kind=kind,
        valid_from=valid_from,
        note=note,
        cosign_rules=[asdict(rule) for rule in cosign_rules],
        periods=[
            {"step": step, "amount": period.amount, "unit": str(period.unit)}
            for step, period in periods.items()
        ],
        thresholds=[{"key": key, "amount": str(amount)} for key, amount in thresholds.items()],
        ladder=None if ladder is None else [asdict(rung) for rung in ladder],
    )


def add_days_off(
    *,
    days: Mapping[date, str],
    holidays: Collection[date] = (),
    by: int | None,
    at: datetime,
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """Add days on which nobody works in this town; running deadlines keep their day.

    Those in `holidays` are public holidays of this municipality: they move the end of calendar
    periods as well (BGB § 193).
    """
    rows = [
        {"day": str(day), "name": name, "is_public_holiday": day in holidays}
        for day, name in sorted(days.items())
    ]
    return change("add_days_off", by=by, at=at, command=command, text=text, days=rows)


def remove_day_off(
    *, day: date, by: int | None, at: datetime, command: UUID | None = None, text: str = ""
) -> Outcome:
    """Remove a day off that is still to come; running deadlines keep their day."""
    return change("remove_day_off", by=by, at=at, command=command, text=text, day=day)
