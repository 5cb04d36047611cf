"""The list of coming matters: in the order of their next sessions, cut into pages.

Which matters there are and on which day is known of all of them; rows are read for one page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery

from workflows.calendars import local_date
from workflows.enums import TaskStatus
from workflows.forms.fields import german_sum
from workflows.machine import flow_for
from workflows.models import Task, audience_holds
from workflows.queries.people.routes import working_calendar
from workflows.wire.known import Known

from ...city.models import District
from ...council.enums import ConsultationResult, ConsultationRole
from ...council.models import Consultation
from ...council.planning import Way
from ...council.queries import rules_on
from ...council.queries.planning import sessions_from
from ...council.queries.stations import as_corrected_last
from ...decisions.enums import MeasureState as S
from ...decisions.rules.demands import bodies_on
from ...measures.queries.reach import Reach
from ...publishing.enums import Topic
from ...publishing.models import PublicEntry
from .forecast import PlanningFacts, forecast, matching_day
from .planned import planned_days
from .wanted import Wanted, matters_seen

CHUNK = 500
KIND = "measure"


@dataclass(frozen=True, slots=True)
class Place:
    """A matter in the list: its first day of those asked for, and the way where it is a forecast.

    No day: no body or no session is in sight yet.
    """

    key: int
    day: date | None
    way: Way | None = None
    is_forecast: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Matters that stand together in the list: they have their day and their way in common.

    In a large city there are tens of thousands of matters and a few hundred of these.
    """

    keys: Sequence[int]
    day: date | None
    way: Way | None = None
    is_forecast: bool = False

    def order(self) -> tuple[bool, date, bool, int]:
        """By day, those without one last; what is planned before what is forecast."""
        return self.day is None, self.day or date.max, self.is_forecast, self.keys[0]

    def places(self, first: int, last: int) -> Iterator[Place]:
        """Those from `first` to before `last` of this block."""
        for key in self.keys[max(first, 0) : max(last, 0)]:
            yield Place(key, self.day, self.way, self.is_forecast)


@dataclass(frozen=True, slots=True)
class Stop:
    """A body on the way of a matter: on which day, in which role, and what it has said."""

    body: str
    role: str
    day: date | None
    result: str = ""

    @property
    def result_label(self) -> str:
        """The result in words; empty while there is none."""
        return str(ConsultationResult(self.result).label) if self.result else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A coming matter: what it is, before which bodies it comes, what they have said so far."""

    place: Place
    measure: Any
    ahead: Sequence[Stop]
    said: Sequence[Stop]
    entry: Any = None

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(S(self.measure.case.state).label)

    @property
    def next_step_label(self) -> str:
        """What is done next in the house; empty where nothing is, or for who only observes."""
        step = flow_for(KIND).step(self.measure.next_step) if self.measure.next_step else None
        return str(step.title) if step else ""

    @property
    def cost(self) -> str:
        """The total cost; empty where none is stated yet."""
        cost = self.measure.cost
        return "" if cost is None else f"{german_sum(cost)}\N{NO-BREAK SPACE}€"

    @property
    def districts(self) -> str:
        """Where it is; empty for the whole city."""
        return ", ".join(self.measure.district_names)


@dataclass(frozen=True, slots=True)
class Listing:
    """The coming matters that one person sees, in their order."""

    reach: Reach
    blocks: Sequence[Block]

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(len(block.keys) for block in self.blocks)

    def page(self, first: int, last: int) -> list[Row]:
        """Those from `first` to before `last`; three statements."""
        return self._rows(list(self.places(first, last)))

    def places(self, first: int, last: int) -> Iterator[Place]:
        """Where those from `first` to before `last` stand."""
        for block in self.blocks:
            yield from block.places(first, last)
            first, last = first - len(block.keys), last - len(block.keys)

    def everything(self) -> Iterator[Row]:
        """All of them, read a few hundred at a time."""
        for start in range(0, self.count, CHUNK):
            yield from self.page(start, start + CHUNK)

    def _rows(self, places: Sequence[Place]) -> list[Row]:
        read = {row.pk: row for row in _described(self.reach, [place.key for place in places])}
        stops = _stops({row.case_id for row in read.values()})
        entries = _entries(self.reach, {row.case_id for row in read.values()})
        rows = []
        for place in places:
            if place.key in read:
                measure = read[place.key]
                said, ahead = stops[measure.case_id]
                entry = entries.get(measure.case_id)
                rows.append(Row(place, measure, _ahead(place) or ahead, said, entry))
        return rows


def find(reach: Reach, wanted: Wanted, *, at: datetime) -> Listing:
    """The matters that come before a body, first those with a day; eight statements at most.

    The planner is asked of what the person sees from inside the administration only.
    """
    today = local_date(at)
    matters = matters_seen(reach, wanted)
    planned = groupby(planned_days(matters, wanted, today=today), key=itemgetter(0))
    blocks = [Block([key for _day, key in rows], day) for day, rows in planned]
    undated: list[int] = []
    facts = None if wanted.planned else planning_facts(today, reach.organisation)
    for one in forecast(reach.known(matters), facts) if facts else ():
        day = matching_day(one.way, body=wanted.body, since=wanted.since, until=wanted.until)
        if day is not None:
            blocks.append(Block(one.keys, day, one.way, is_forecast=True))
        elif one.way is None and not wanted.names_a_day:
            undated += one.keys
    if undated:
        blocks.append(Block(sorted(undated), None))
    return Listing(reach, sorted(blocks, key=Block.order))


def planning_facts(today: date, known: Known | None = None) -> PlanningFacts:
    """What matters are planned on today; three statements, one more if the calendar is new."""
    calendar = working_calendar(known)
    return PlanningFacts(today, rules_on(today), bodies_on(today), sessions_from(today), calendar)


# Of the long texts a row shows the goal alone.
_SHOWN = (
    "reference", "title", "goal", "lead__short_name", "cost", "participation",
    "participation_words", "council_public", "case__state", "case__kind", "case__access",
)  # fmt: skip


def _described(reach: Reach, keys: Sequence[int]) -> list[Any]:
    """The matters with their districts and what is done next; one statement."""
    waiting = Task.objects.filter(case=OuterRef("case_id"), status=TaskStatus.OPEN)
    first = waiting.order_by(F("due_at").asc(nulls_last=True), "pk")
    rows: Any = reach.seen().filter(pk__in=keys).select_related("case", "lead")
    districts = District.objects.filter(measures=OuterRef("pk"))
    rows = rows.annotate(
        next_step=Subquery(first.values("step__key")[:1]),
        district_names=ArraySubquery(districts.order_by("position", "name").values("name")),
    )
    if reach.observes:
        inside = audience_holds(reach.inside, case=OuterRef("case_id"))
        rows = rows.annotate(is_inside=inside)
    found = list(rows.only(*_SHOWN))
    for measure in found:
        if not getattr(measure, "is_inside", True):
            measure.next_step = ""
    return found


def _stops(cases: set[int]) -> Mapping[int, tuple[list[Stop], list[Stop]]]:
    """What bodies have said of some cases, and before which they come; one statement."""
    rows = as_corrected_last().filter(case__in=cases).select_related("organization", "meeting")
    found: dict[int, tuple[list[Stop], list[Stop]]] = defaultdict(lambda: ([], []))
    for row in rows.order_by("position", "attempt"):
        said, ahead = found[row.case_id]
        (said if row.result else ahead).append(_stop(row))
    return found


def _entries(reach: Reach, cases: set[int]) -> Mapping[int, PublicEntry]:
    """The entries for the public about some cases, and whether these desks see their work."""
    seen = audience_holds(reach.inside, case=OuterRef("case"))
    rows = PublicEntry.objects.filter(matter__in=cases, topic=Topic.PLAN).annotate(is_seen=seen)
    return {row.matter_id: row for row in rows}


def _stop(row: Consultation) -> Stop:
    has_day = row.meeting is not None and (row.result or not row.meeting.is_cancelled)
    day = local_date(row.meeting.starts_at) if has_day and row.meeting else None
    return Stop(row.organization.name, str(row.get_role_display()), day, row.result)


def _ahead(place: Place) -> list[Stop]:
    """The stops of a forecast."""
    return [
        Stop(one.body.name, str(ConsultationRole(one.role).label), one.session.held_on)
        for one in (place.way.stations if place.way else ())
    ]


def matter_of(reach: Reach, case: int, *, at: datetime) -> Row | None:
    """One matter as a row, wherever it stands; None if this person does not see it."""
    seen = reach.walked().filter(case=case)
    key = seen.values_list("pk", flat=True).first()
    if key is None:
        return None
    today = local_date(at)
    facts = planning_facts(today, reach.organisation)
    (way,) = [one.way for one in forecast(reach.known(seen), facts)] or [None]
    day = way.first.held_on if way else None
    (row,) = Listing(reach, [Block([key], day, way, is_forecast=way is not None)]).page(0, 1)
    return row
