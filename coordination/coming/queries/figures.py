"""How early it was announced what was decided: in public, and inside the administration.

A matter counts on the day of the session that decided it first. What was decided in no session
(urgent decisions) does not count. Announced in public is what everybody could read from its release
up to the session without a break; inside, what was submitted, for then it stands on the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Min, OuterRef, Subquery
from django.utils.translation import gettext as _

from workflows.calendars import end_of_day, local_date
from workflows.enums import Access

from ...city.queries.sets import IsIn
from ...council.enums import ConsultationResult, ConsultationRole
from ...council.queries.stations import as_corrected_last
from ...decisions.models import TextVersion
from ...measures.models import Measure, MeasureQuerySet
from ...publishing.enums import Topic
from ...publishing.models import PublicEntry
from .planned import begin_of

IN_TIME = timedelta(days=28)
"""So long before its session a matter is to be announced."""
QUARTERS = 8

DECIDED = (
    ConsultationResult.ACCEPTED.value,
    ConsultationResult.AMENDED.value,
    ConsultationResult.REJECTED.value,
)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year."""

    year: int
    number: int

    @property
    def key(self) -> str:
        """As it stands in addresses."""
        return f"{self.year}-{self.number}"

    @property
    def label(self) -> str:
        """In words."""
        return _("%(number)s. quarter %(year)s") % {"number": self.number, "year": self.year}

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.following.first - timedelta(days=1)

    @property
    def following(self) -> Quarter:
        """The next one."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> Quarter:
        """The one before."""
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // 3)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decided matter and since when it was announced."""

    case: int
    reference: str
    title: str
    session: date
    is_open: bool
    announced: date | None
    submitted: date | None

    @property
    def is_announced_in_time(self) -> bool:
        """In public, 28 days before the session or earlier."""
        return self.announced is not None and self.announced + IN_TIME <= self.session

    @property
    def is_known_in_time(self) -> bool:
        """The same inside the administration."""
        return self.submitted is not None and self.submitted + IN_TIME <= self.session


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of how many."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """The share, rounded; nothing of nothing."""
        return round(100 * self.part / self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class Period:
    """The figures of a quarter. What is not public can be announced inside only."""

    quarter: Quarter
    rows: Sequence[Decided]

    @property
    def in_public(self) -> Figure:
        """Of the public matters those announced in public in time."""
        rows = [row for row in self.rows if row.is_open]
        return Figure(sum(row.is_announced_in_time for row in rows), len(rows))

    @property
    def inside(self) -> Figure:
        """Of all matters those known inside in time."""
        return Figure(sum(row.is_known_in_time for row in self.rows), len(self.rows))


def decided_between(matters: MeasureQuerySet, first: date, last: date) -> list[Decided]:
    """The matters decided in sessions of these days, in their order; one statement."""
    stations = as_corrected_last().filter(
        case=OuterRef("case"),
        role=ConsultationRole.DECISION,
        result__in=DECIDED,
        meeting__isnull=False,
    )
    deciding = stations.order_by("meeting__starts_at", "pk")
    within = as_corrected_last().filter(
        role=ConsultationRole.DECISION, result__in=DECIDED,
        meeting__starts_at__gte=begin_of(first), meeting__starts_at__lt=end_of_day(last),
    )  # fmt: skip
    matters = matters.filter(IsIn("case_id", within.order_by().values("case")))
    entry = PublicEntry.objects.filter(matter=OuterRef("case"), topic=Topic.PLAN)
    submitted = TextVersion.objects.filter(case=OuterRef("case")).order_by().values("case")
    rows = matters.annotate(
        decided_at=Subquery(deciding.values("meeting__starts_at")[:1]),
        decided_in_public=Subquery(deciding.values("is_public")[:1]),
        published_at=Subquery(entry.values("published_at")[:1]),
        ended_at=Subquery(entry.values("ended_at")[:1]),
        submitted_at=Subquery(submitted.annotate(first=Min("made_at")).values("first")),
    ).filter(decided_at__gte=begin_of(first), decided_at__lt=end_of_day(last))
    names = (
        "case_id", "reference", "title", "decided_at", "decided_in_public", "council_public",
        "case__access", "published_at", "ended_at", "submitted_at",
    )  # fmt: skip
    found = []
    for case, number, title, decided_at, *said in rows.order_by("decided_at", "pk").values_list(
        *names
    ):
        in_public, council_public, access, published_at, ended_at, submitted_at = said
        is_open = in_public and council_public and access == Access.NORMAL
        is_broken = ended_at is not None and ended_at < decided_at
        announced = _day(published_at) if is_open and not is_broken else None
        session = local_date(decided_at)
        found.append(Decided(case, number, title, session, is_open, announced, _day(submitted_at)))
    return found


def _day(moment: datetime | None) -> date | None:
    return local_date(moment) if moment else None


def periods(matters: MeasureQuerySet, *, today: date) -> list[Period]:
    """The last quarters, the present one first."""
    quarters = [quarter_of(today)]
    while len(quarters) < QUARTERS:
        quarters.append(quarters[-1].before)
    rows = decided_between(matters, quarters[-1].first, quarters[0].last)
    by_quarter: Mapping[Quarter, list[Decided]] = {quarter: [] for quarter in quarters}
    for row in rows:
        by_quarter[quarter_of(row.session)].append(row)
    return [Period(quarter, found) for quarter, found in by_quarter.items()]


def figure_of_the_year(*, today: date) -> Figure:
    """Of what was decided in public in the last twelve months, what was announced in time."""
    rows = decided_between(Measure.objects.all(), today - timedelta(days=365), today)
    return Period(quarter_of(today), rows).in_public
