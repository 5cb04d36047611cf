"""Matters whose next session is planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, QuerySet

from workflows.calendars import end_of_day, local_date

from ...council.models import Consultation
from ...measures.models import MeasureQuerySet
from .wanted import Wanted


def begin_of(day: date) -> datetime:
    """The first moment of a day."""
    return end_of_day(day - timedelta(days=1))


def stations_ahead(today: date) -> QuerySet[Consultation]:
    """The stations without a result whose session is to come and takes place."""
    return Consultation.objects.filter(
        result="", meeting__is_cancelled=False, meeting__starts_at__gte=begin_of(today)
    )


def planned_days(
    matters: MeasureQuerySet, wanted: Wanted, *, today: date
) -> list[tuple[date, int]]:
    """Each matter with the day of the first session asked for, in that order; one statement."""
    stations = _stations(matters, wanted, today=today).order_by("meeting__starts_at", "case")
    rows = stations.values_list("case__measure", "meeting__starts_at")
    first: dict[int, date] = {}
    for key, starts_at in rows:
        first.setdefault(key, local_date(starts_at))
    return [(day, key) for key, day in first.items()]


def _stations(matters: MeasureQuerySet, wanted: Wanted, *, today: date) -> QuerySet[Consultation]:
    stations = stations_ahead(today).filter(case__in=matters.values("case"))
    if wanted.body is not None:
        stations = stations.filter(organization=wanted.body)
    if wanted.since is not None:
        stations = stations.filter(meeting__starts_at__gte=begin_of(wanted.since))
    if wanted.until is not None:
        stations = stations.filter(meeting__starts_at__lt=end_of_day(wanted.until))
    return stations.filter(case__measure__isnull=False)


@dataclass(frozen=True, slots=True)
class Ahead:
    """A body and how many matters come before it in some days."""

    body: int
    name: str
    number: int


def ahead_by_body(matters: MeasureQuerySet, wanted: Wanted, *, today: date) -> list[Ahead]:
    """What is planned in the days asked for, body by body in the order of their next sessions;
    one statement. Each number is that of the list for this body.
    """
    rows = _stations(matters, wanted, today=today)
    counted = (
        rows.order_by()
        .values_list("organization", "organization__name")
        .annotate(first=Min("meeting__starts_at"), number=Count("case", distinct=True))
    )
    return [Ahead(pk, name, number) for pk, name, _first, number in counted.order_by("first")]
