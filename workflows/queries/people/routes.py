"""The periods, thresholds and co-sign rules of a case's route, and the working calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

from django.conf import settings

from ... import wire
from ...calendars import Period, PeriodUnit, Rung, WorkingCalendar
from ...machine import RouteFacts
from ...models import CosignRule, RouteVersion
from ...wire.known import VERSION, Known

RouteKey: TypeAlias = tuple[int | None, str]
"""A version of a route and the Land whose calendar it goes by."""


def route_in_force(kind: str, *, on: date) -> RouteVersion | None:
    """The newest version of a kind's route that is valid on that day."""
    return RouteVersion.objects.filter(kind=kind, valid_from__lte=on).order_by("-number").first()


_FACTS = f"""
SELECT {VERSION},
       (SELECT json_object_agg(step, json_build_array(amount, unit))
          FROM workflows_routeperiod WHERE route_id = %(route)s),
       (SELECT json_object_agg(key, amount::text)
          FROM workflows_routethreshold WHERE route_id = %(route)s),
       (SELECT json_agg(json_build_array(day, name, is_public_holiday) ORDER BY day)
          FROM workflows_dayoff),
       (SELECT json_agg(json_build_array(level, "offset", recipients, minimum) ORDER BY position)
          FROM workflows_routerung WHERE route_id = %(route)s),
       (SELECT json_agg(unit_function)
          FROM workflows_cosignrule WHERE route_id = %(route)s AND may_extend)
"""  # noqa: S608 - put together from constants


def route_facts(route_id: int | None, *, known: Known | None = None) -> RouteFacts:
    """Periods, thresholds and calendar; read once for all acts of one version of the organisation,
    where the act says what it knows.
    """
    if known is None:
        return _read_facts(route_id)[1]
    key = (route_id, str(settings.LAND))

    def read(keys: list[RouteKey]) -> tuple[str, dict[RouteKey, RouteFacts]]:
        version, facts = _read_facts(route_id)
        return version, dict.fromkeys(keys, facts)

    return known.all_of("route", [key], read)[key]


def _read_facts(route_id: int | None) -> tuple[str, RouteFacts]:
    ((row,),) = wire.send([(_FACTS, {"route": route_id})])
    version, periods, limits, days, rungs, extenders = row
    return version or "", RouteFacts(
        MappingProxyType({
            step: Period(amount, PeriodUnit(unit))
            for step, (amount, unit) in (periods or {}).items()
        }),
        MappingProxyType({key: Decimal(amount) for key, amount in (limits or {}).items()}),
        _calendar(
            settings.LAND,
            tuple((date.fromisoformat(day), name, holiday) for day, name, holiday in days or ()),
        ),
        tuple(
            Rung(level, offset, tuple(recipients), minimum)
            for level, offset, recipients, minimum in rungs or ()
        ),
        frozenset(extenders or ()),
    )  # fmt: skip


def periods_of(route_id: int | None) -> Mapping[str, Period]:
    """All periods of a route by step."""
    return route_facts(route_id).periods


def thresholds_of(route_id: int | None) -> Mapping[str, Decimal]:
    """All thresholds of a route in euros, by key."""
    return route_facts(route_id).limits


def ladder_of(route_id: int | None) -> tuple[Rung, ...]:
    """The rungs of a route from the first to the last."""
    return route_facts(route_id).ladder


def cosign_rules_of(route_id: int | None) -> list[CosignRule]:
    """The co-sign rules of a route in a stable order."""
    return list(CosignRule.objects.filter(route=route_id).order_by("id"))


def working_calendar(known: Known | None = None) -> WorkingCalendar:
    """The calendar of the Land and of the town's own holidays and days off; read once for all who
    say what they know.
    """
    return route_facts(None, known=known).calendar


@lru_cache(maxsize=8)
def _calendar(land: str, days: tuple[tuple[date, str, bool], ...]) -> WorkingCalendar:
    return WorkingCalendar(
        land,
        [(day, name) for day, name, is_holiday in days if not is_holiday],
        [(day, name) for day, name, is_holiday in days if is_holiday],
    )
