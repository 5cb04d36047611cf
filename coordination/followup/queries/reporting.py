"""The report to a body: what it asked for and what became of it, in two parts from one set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case as SqlCase
from django.db.models import Count, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from workflows.models import User
from workflows.tables import Cell

from ...city.queries import reach as reaching
from ...council.models import Organization
from ..enums import FollowUpKind, Rhythm
from ..enums import FollowUpState as S
from ..models import FollowUp, FollowUpNote, FollowUpQuerySet
from .listing import LISTED, Reach
from .periods import period_of

ORDER = (S.DELAYED, S.DONE, S.DROPPED, S.IN_WORK, S.CONTINUOUS, S.OPEN, S.CLOSED)
"""What a body wants to know first."""

SHOWN = (
    "reference", "title", "kind", "state", "asked_on", "mover", "paper", "asked", "needed",
    "provided", "reason", "new_date", "deadline_on", "next_report_on", "planned", "spent",
    "public_note", "noted_on", "case_id", "office__short_name",
)  # fmt: skip
"""What a report is made of: never the internal note."""


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter or half-year."""

    start: date
    end: date
    rhythm: str

    @property
    def name(self) -> str:
        """For example “2. Quartal 2026”."""
        number = (self.start.month - 1) // (3 if self.rhythm == Rhythm.QUARTER else 6) + 1
        words = {"number": number, "year": self.start.year}
        if self.rhythm == Rhythm.QUARTER:
            return _("%(number)s. quarter %(year)s") % words
        return _("%(number)s. half-year %(year)s") % words

    @property
    def key(self) -> str:
        """How the address names it."""
        return f"{self.start:%Y-%m-%d}.{self.rhythm}"


def period_named(key: str) -> Period | None:
    """The period that an address names; None where it names none."""
    day, _dot, rhythm = key.partition(".")
    try:
        start, end = period_of(date.fromisoformat(day), rhythm)
    except ValueError:
        return None
    return Period(start, end, rhythm)


def periods_offered(today: date) -> list[Period]:
    """The present quarter and half-year and those of two years before, the newest first."""
    found: list[Period] = []
    for rhythm, number in ((Rhythm.QUARTER, 8), (Rhythm.HALF_YEAR, 4)):
        day = today
        for _time in range(number):
            start, end = period_of(day, rhythm)
            found.append(Period(start, end, rhythm.value))
            day = date.fromordinal(start.toordinal() - 1)
    return found


@dataclass(frozen=True, slots=True)
class Report:
    """The items of a body that a person sees, for one period and one part."""

    body: Organization
    period: Period
    is_public: bool
    items: FollowUpQuerySet
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """How many items there are."""
        return sum(self.counts.values())

    def rows(self, first: int = 0, last: int | None = None) -> list[dict[str, object]]:
        """The rows from `first` to before `last`, what is delayed first; one statement."""
        return list(self.items.values(*SHOWN)[first:last])

    def by_state(self) -> Sequence[tuple[str, int]]:
        """The states in words with their numbers, in the order of the report."""
        return [(str(S(s).label), self.counts[s]) for s in ORDER if self.counts.get(s)]


def report_of(
    viewer: User, *, body: Organization, period: Period, is_public: bool, at: datetime
) -> Report:
    """What is on the list, and what left it with a note in the period; three statements."""
    reach = reaching.reach_of(viewer, at=at, kind=Reach)
    left = Q(state=S.CLOSED, noted_on__range=(period.start, period.end))
    items = reach.walked().filter(
        Q(state__in=LISTED) | left, body=body, asked_on__lte=period.end, is_public=is_public
    )
    counted = dict(items.order_by().values_list("state").annotate(number=Count("pk")))
    place = SqlCase(
        *(When(state=state, then=Value(number)) for number, state in enumerate(ORDER)),
        output_field=IntegerField(),
    )
    ordered = items.annotate(place=place).order_by("place", "asked_on", "pk")
    return Report(body, period, is_public, ordered, counted)


def report_table(report: Report) -> Iterator[list[Cell]]:
    """A head and a row for every item of the report."""
    yield [
        _("Number"), _("Title"), _("Kind"), _("State"), _("Asked for on"), _("Moved by"),
        _("Paper number"), _("What was asked for"), _("What the body wants to be shown"),
        _("What was delivered"), _("Reason"), _("New date"), _("Deadline set by the body"),
        _("Next report"), _("Money planned"), _("Money spent"), _("Note"), _("Responsible office"),
    ]  # fmt: skip
    kinds, states = dict(FollowUpKind.choices), dict(S.choices)
    named = {key: str(label) for key, label in {**kinds, **states}.items()}
    names = tuple(name for name in SHOWN if name not in ("noted_on", "case_id"))
    for row in report.items.values_list(*names):
        cells = dict(zip(names, row, strict=True))
        yield [named[cells[name]] if name in ("kind", "state") else cells[name] for name in names]


def notes_of(body: int) -> list[FollowUpNote]:
    """When a body has taken note of its reports, the latest first."""
    rows = FollowUpNote.objects.filter(body=body).select_related("recorded_by")
    return list(rows.order_by("-recorded_at")[:6])


def still_to_note(note: FollowUpNote) -> FollowUpQuerySet:
    """The items that a note is about and that are not worked through, in their order."""
    return FollowUp.objects.filter(
        pk__gt=note.up_to, body=note.body_id, state__in=LISTED, asked_on__lte=note.period_end,
        answered_on__lte=note.noted_on, noted_on=None,
    ).order_by("pk")  # fmt: skip
