"""The blind spot and the crisis mode: whose share falls, how much is decided urgently."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from django.db.models import Count, Model, Q, QuerySet, Sum
from django.db.models.functions import TruncQuarter

from workflows.calendars import local_date
from workflows.untyped import SqlRow

from ...city.models import TargetGroup
from ...council.enums import ConsultationResult, ConsultationRole
from ...council.models import Consultation, UrgentDecision
from ...decisions.queries.urgency import accepted_rounds, rounds_shortened_before
from ...measures.models import Measure
from .coverage import DONE, GIVEN_UP

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """Measures, euros and progress of a target group, and its share now and a year ago."""

    group: TargetGroup
    measures: int
    done: int
    cost: Decimal
    share: int | None
    share_before: int | None

    @property
    def is_missing(self) -> bool:
        """An obligatory group for which there is nothing."""
        return self.group.is_mandatory and not self.measures

    @property
    def falls(self) -> bool:
        """An obligatory group whose share of the new measures is less than the year before."""
        both = self.share is not None and self.share_before is not None
        return self.group.is_mandatory and both and (self.share or 0) < (self.share_before or 0)


def groups_of(measures: QuerySet[Measure], *, today: date) -> Sequence[GroupLine]:
    """A line for each target group; four statements."""
    living = measures.exclude(state__in=GIVEN_UP).order_by()
    now, before = (
        Q(case__opened_at__date__gt=today - YEAR),
        Q(case__opened_at__date__gt=today - 2 * YEAR, case__opened_at__date__lte=today - YEAR),
    )
    whole = living.aggregate(now=Count("pk", filter=now), before=Count("pk", filter=before))
    counted = living.values_list("target_groups").annotate(
        number=Count("pk"),
        done=Count("pk", filter=Q(state__in=DONE)),
        euros=Sum("cost"),
        mine=Count("pk", filter=now),
        earlier=Count("pk", filter=before),
    )
    figures = {row[0]: row[1:] for row in counted}
    return [
        _line(group, figures.get(group.pk, (0, 0, None, 0, 0)), whole["now"], whole["before"])
        for group in TargetGroup.objects.filter(valid_until=None)
    ]


def _line(
    group: TargetGroup, figures: tuple[int, int, Decimal | None, int, int], now: int, before: int
) -> GroupLine:
    measures, done, cost, mine, earlier = figures
    return GroupLine(
        group, measures, done, cost or Decimal(0),
        mine * 100 // now if now else None, earlier * 100 // before if before else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quarter:
    """How much of a quarter was decided urgently (GO NRW § 60), and signed in a short period.

    Shortened are the rounds whose urgency was accepted, and those that a tick shortened before.
    """

    start: date
    decisions: int
    urgent: int
    shortened: int

    @property
    def name(self) -> str:
        """Such as 3/2026."""
        return f"{(self.start.month + 2) // 3}/{self.start.year}"

    @property
    def share(self) -> int | None:
        """The urgent ones in percent of all; None where nothing was decided."""
        return self.urgent * 100 // self.decisions if self.decisions else None


def quarters_of(*, today: date, years: int = 2) -> Sequence[Quarter]:
    """The quarters of the last years, the latest first; three statements.

    Figures of the whole city, without any content.
    """
    since = date(today.year - years, 1, 1)
    decided = Consultation.objects.filter(
        role=ConsultationRole.DECISION, meeting__starts_at__date__gte=since,
        result__in=(ConsultationResult.ACCEPTED, ConsultationResult.AMENDED),
    )  # fmt: skip
    urgent = UrgentDecision.objects.filter(decided_on__gte=since)
    accepted = accepted_rounds().filter(ended_at__date__gte=since)
    before = rounds_shortened_before().filter(at__date__gte=since)
    found = [
        _by_quarter(decided, "meeting__starts_at"), _by_quarter(urgent, "decided_on"),
        _by_quarter(accepted, "ended_at"), _by_quarter(before, "at"),
    ]  # fmt: skip
    starts = sorted(set().union(*found), reverse=True)
    # What was decided urgently was decided as well.
    return [
        Quarter(
            start, found[0].get(start, 0) + found[1].get(start, 0), found[1].get(start, 0),
            found[2].get(start, 0) + found[3].get(start, 0),
        )
        for start in starts
    ]  # fmt: skip


M = TypeVar("M", bound=Model)


def _by_quarter(rows: QuerySet[M], name: str) -> dict[date, int]:
    counted = rows.order_by().annotate(quarter=TruncQuarter(name)).values_list("quarter")
    found: Iterable[SqlRow] = counted.annotate(number=Count("pk"))
    return {_day(row[0]): row[1] for row in found}


def _day(start: date) -> date:
    return local_date(start) if isinstance(start, datetime) else start
