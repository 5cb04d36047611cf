"""The periods, thresholds and co-sign rules of a case's route, and the working calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.conf import settings

from ..calendars import Period, PeriodUnit, WorkingCalendar
from ..models import CosignRule, DayOff, RoutePeriod, RouteThreshold, RouteVersion


def route_in_force(kind: str, *, on: date) -> RouteVersion | None:
    """The newest version of a kind's route that is valid on that day."""
    return RouteVersion.objects.filter(kind=kind, valid_from__lte=on).order_by("-number").first()


def period_of(route_id: int | None, step: str) -> Period | None:
    """How long a step takes on this route; None if it has no period."""
    row = (
        RoutePeriod.objects.filter(route=route_id, step=step).values_list("amount", "unit").first()
    )
    return Period(row[0], PeriodUnit(row[1])) if row else None


def periods_of(route_id: int | None) -> Mapping[str, Period]:
    """All periods of a route by step."""
    rows = RoutePeriod.objects.filter(route=route_id).values_list("step", "amount", "unit")
    return {step: Period(amount, PeriodUnit(unit)) for step, amount, unit in rows}


def thresholds_of(route_id: int | None) -> Mapping[str, Decimal]:
    """All thresholds of a route in euros, by key."""
    return dict(RouteThreshold.objects.filter(route=route_id).values_list("key", "amount"))


def cosign_rules_of(route_id: int | None) -> list[CosignRule]:
    """The co-sign rules of a route in a stable order."""
    return list(CosignRule.objects.filter(route=route_id).order_by("id"))


def working_calendar() -> WorkingCalendar:
    """The calendar of the Land and of the town's own days off."""
    days = tuple(DayOff.objects.order_by("day").values_list("day", "name"))
    return _calendar(settings.LAND, days)


@lru_cache(maxsize=8)
def _calendar(land: str, days: tuple[tuple[date, str], ...]) -> WorkingCalendar:
    return WorkingCalendar(land, days)
