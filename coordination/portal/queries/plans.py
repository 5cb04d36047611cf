"""The public list of coming matters: what was released, and the public sessions.

The words are those of the release; the matter itself is asked for its phase and its sessions only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from workflows.calendars import local_date
from workflows.enums import Access
from workflows.forms.fields import german_sum

from ...coming.enums import Progress, progress_of
from ...coming.queries.forecast import forecast
from ...coming.queries.listing import planning_facts
from ...coming.queries.planned import begin_of, stations_ahead
from ...council.enums import ConsultationResult, ConsultationRole
from ...council.models import Consultation, Organization
from ...council.queries.stations import as_corrected_last
from ...followup.enums import Publication
from ...measures.enums import Participation
from ...measures.models import Measure
from ...publishing.enums import Topic
from ...publishing.models import PublicEntry
from .allowed import PUBLIC_FIELDS

FIELDS = PUBLIC_FIELDS["plan"]
READABLE = (Publication.PUBLIC.value, Publication.ARCHIVE.value)
NEWEST = 50
"""So many entries a feed holds."""


@dataclass(frozen=True, slots=True)
class PublicStop:
    """A body before which a matter comes or came, in public."""

    body: str
    role: str
    day: date | None
    result: str = ""
    is_expected: bool = False

    @property
    def result_label(self) -> str:
        """The result in words; empty while there is none."""
        return str(ConsultationResult(self.result).label) if self.result else ""


@dataclass(frozen=True, slots=True)
class PublicPlan:
    """A coming matter as everybody may read it."""

    reference: str
    publication: str
    published_at: datetime
    renewed_at: datetime
    title: str
    summary: str
    participation: str
    participation_words: str
    cost: str | None
    office: str
    fields: Sequence[str]
    districts: Sequence[str]
    state: str
    stops: Sequence[PublicStop] = ()

    @property
    def progress(self) -> str:
        """The phase in words."""
        return str(progress_of(self.state).label)

    @property
    def is_archived(self) -> bool:
        """Whether it can be read but is no longer kept up."""
        return self.publication == Publication.ARCHIVE

    @property
    def url(self) -> str:
        """Its address for good."""
        return reverse("portal:plan", args=[self.reference])

    @property
    def cost_words(self) -> str:
        """The total cost; empty where none was stated."""
        if self.cost is None:
            return ""
        return f"{german_sum(Decimal(self.cost))}\N{NO-BREAK SPACE}€"

    @property
    def participation_label(self) -> str:
        """Whether citizens take part, in words."""
        return str(Participation(self.participation).label)

    @property
    def ahead(self) -> Sequence[PublicStop]:
        """The bodies before which it still comes."""
        return [stop for stop in self.stops if not stop.result]

    @property
    def said(self) -> Sequence[PublicStop]:
        """What bodies have said."""
        return [stop for stop in self.stops if stop.result]

    @property
    def next_stop(self) -> PublicStop | None:
        """The next body that has a day."""
        return next((stop for stop in self.ahead if stop.day), None)


def _released() -> QuerySet[PublicEntry]:
    """Twice said: the entry was released, and its matter is neither restricted nor secret."""
    return PublicEntry.objects.filter(
        topic=Topic.PLAN, publication__in=READABLE, matter__access=Access.NORMAL,
        matter__measure__council_public=True,
    )  # fmt: skip


def _public_stations() -> QuerySet[Consultation]:
    is_open = Q(paper=None) | Q(paper__is_public=True)
    return as_corrected_last().filter(is_open, is_public=True)


def public_plans(*, text: str = "", body: int | None = None, today: date) -> QuerySet[PublicEntry]:
    """The released entries, the next session first; narrowed by words and by a coming body."""
    ahead = _public_stations() & stations_ahead(today)
    mine = ahead.filter(case=OuterRef("matter")).order_by("meeting__starts_at")
    found = (
        _released()
        .annotate(next_at=Subquery(mine.values("meeting__starts_at")[:1]))
        .order_by(F("next_at").asc(nulls_last=True), "-renewed_at", "-pk")
    )
    if body is not None:
        found = found.filter(matter__in=ahead.filter(organization=body).values("case"))
    for part in text.split():
        words = Q(released__title__icontains=part) | Q(released__summary__icontains=part)
        found = found.filter(words)
    return found


def page_of(
    plans: QuerySet[PublicEntry], first: int, last: int, *, today: date
) -> list[PublicPlan]:
    """Some of them with their sessions; two statements, and those of the planner where a matter
    has no planned session yet.
    """
    rows = list(plans[first:last].values_list("matter_id", *FIELDS))
    stops = stops_of([row[0] for row in rows], today=today)
    expected = _expected(
        [row[0] for row in rows
         if progress_of(row[-1]) == Progress.PREPARED and not _has_day(stops[row[0]])],
        today=today,
    )  # fmt: skip
    return [_plan(row[1:], expected.get(row[0]) or stops[row[0]]) for row in rows]


def public_plan(reference: str, *, today: date) -> PublicPlan | None:
    """One released entry; None where there is none."""
    found = _released().filter(reference=reference)
    return next(iter(page_of(found, 0, 1, today=today)), None)


def newest_plans(*, today: date) -> list[PublicPlan]:
    """What a feed holds: the last changed first."""
    return page_of(_released().order_by("-renewed_at", "-pk"), 0, NEWEST, today=today)


def ending_of_plan(reference: str) -> str:
    """How the publication of an entry has ended (410 or 503); empty where nothing is known."""
    ended = PublicEntry.objects.filter(
        topic=Topic.PLAN, reference=reference,
        publication__in=(Publication.GONE, Publication.UNAVAILABLE),
    )  # fmt: skip
    return ended.values_list("publication", flat=True).first() or ""


def coming_bodies(*, today: date) -> list[tuple[int, str]]:
    """The bodies before which something public comes."""
    ahead = _public_stations() & stations_ahead(today)
    used = ahead.filter(case__in=_released().values("matter")).order_by().values("organization")
    return list(Organization.objects.filter(pk__in=used).order_by("name").values_list("pk", "name"))


def stops_of(matters: Sequence[int], *, today: date) -> Mapping[int, list[PublicStop]]:
    """The public items of public papers of some matters, in their order; one statement."""
    rows = _public_stations().filter(case__in=matters).select_related("organization", "meeting")
    found: dict[int, list[PublicStop]] = defaultdict(list)
    for row in rows.order_by("position", "attempt"):
        meeting = row.meeting
        has_day = meeting is not None and (bool(row.result) or not meeting.is_cancelled)
        if not row.result and meeting is not None and meeting.starts_at < begin_of(today):
            continue  # its result is awaited: nothing that everybody has to know
        day = local_date(meeting.starts_at) if meeting is not None and has_day else None
        found[row.case_id].append(
            PublicStop(row.organization.name, str(row.get_role_display()), day, row.result)
        )
    return found


def _has_day(stops: Sequence[PublicStop]) -> bool:
    return any(stop.day and not stop.result for stop in stops)


def _expected(matters: Sequence[int], *, today: date) -> Mapping[int, list[PublicStop]]:
    """The earliest sessions of matters without planned ones."""
    if not matters:
        return {}
    rows = Measure.objects.filter(case__in=matters)
    cases = dict(rows.values_list("pk", "case_id"))
    found: dict[int, list[PublicStop]] = {}
    for one in forecast(rows, planning_facts(today)):
        stops = [
            PublicStop(
                stop.body.name,
                str(ConsultationRole(stop.role).label),
                stop.session.held_on,
                is_expected=True,
            )
            for stop in (one.way.stations if one.way else ())
        ]
        found |= {cases[key]: stops for key in one.keys}
    return found


def _plan(values: Sequence[object], stops: Sequence[PublicStop]) -> PublicPlan:
    return PublicPlan(*cast("tuple[object, ...]", values), stops=stops)  # type: ignore[arg-type,misc] # in the order of FIELDS
