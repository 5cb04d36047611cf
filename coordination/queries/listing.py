"""The list of measures: filtered, searched and sorted within what a person sees.

Which measures match is asked first, as at most `CAP` + 1 ids. Where there are fewer, only these
are sorted; where there are more, an index of the wanted order finds the page after a few steps.
Either way no statement walks through all measures, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Subquery, Value
from django.db.models.lookups import Exact

from workflows.calendars import local_date
from workflows.definitions import flow_for
from workflows.enums import TaskStatus
from workflows.models import CaseAudience, Task, User, desks_held
from workflows.queries.routes import working_calendar

from ..enums import MeasureState as S
from ..enums import TrafficLight
from ..models import Measure, MeasureQuerySet
from .lights import LightDays, light_days, with_light
from .phases import count_phases, phases_of
from .search import search

CAP = 1000
"""So many hits are counted exactly and can be paged through; beyond them it is “more than”."""

FEW = 5000
"""Somebody who sees no more cases than this gets them named, which is faster than asking each."""

CHUNK = 500

SORTS: Mapping[str, tuple[str, ...]] = {
    "title": ("title_sort_key", "pk"),
    "number": ("reference",),
    "moved": ("case__state_since", "case_id"),
    "cost": ("cost", "pk"),
    "end": ("ends_on", "pk"),
}
KIND = "measure"
NULLABLE = frozenset({"cost", "ends_on"})
DEFAULT_SORT = "title"


@dataclass(frozen=True, slots=True)
class Filter:
    """What is wanted; an empty value means all. `sort` is a key of SORTS, downwards with “-”."""

    text: str = ""
    states: tuple[str, ...] = ()
    lead: int | None = None
    field_of_action: int | None = None
    target_group: int | None = None
    district: int | None = None
    priority: str = ""
    decision_path: str = ""
    light: str = ""
    overdue: bool = False
    mine: bool = False
    sort: str = DEFAULT_SORT


@dataclass(frozen=True, slots=True)
class Row:
    """A measure in the list, with the words for its state, light and next step."""

    measure: Any

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(S(self.measure.case.state).label)

    @property
    def light_label(self) -> str:
        """The traffic light in words; empty where there is none."""
        light = self.measure.light
        return str(TrafficLight(light).label) if light else ""

    @property
    def next_step_label(self) -> str:
        """What is to be done next; empty where nobody has to do anything."""
        step = flow_for(KIND).step(self.measure.next_step) if self.measure.next_step else None
        return str(step.title) if step else ""

    @property
    def due_on(self) -> date | None:
        """The last day on which the next step is in time."""
        due = self.measure.next_due
        return local_date(due - timedelta(microseconds=1)) if due else None


@dataclass(frozen=True, slots=True)
class Listing:
    """The matches of a filter for one person: their number up to CAP, and their rows on demand."""

    viewer: User
    at: datetime
    wanted: Filter
    days: LightDays
    matching: MeasureQuerySet
    ids: Sequence[int]
    # The same measures in all states, by phase; nothing where that would take too long.
    phases: Mapping[str, int]

    @property
    def count(self) -> int:
        """The number of matches, CAP at most."""
        return min(len(self.ids), CAP)

    @property
    def is_capped(self) -> bool:
        """Whether there are more matches than are counted."""
        return len(self.ids) > CAP

    def page(self, first: int, last: int) -> list[Row]:
        """The matches from `first` to before `last` in the wanted order; one statement."""
        return [Row(measure) for measure in _described(self.ordered(), self.days)[first:last]]

    def everything(self, *links: str) -> Iterator[Row]:
        """All matches in the wanted order, read a few hundred at a time."""
        keys = list(self.ordered().values_list("pk", flat=True))
        for start in range(0, len(keys), CHUNK):
            yield from self._rows(keys[start : start + CHUNK], links)

    def _rows(self, keys: Sequence[int], links: Sequence[str]) -> list[Row]:
        seen = Measure.objects.visible_to(self.viewer, at=self.at).filter(pk__in=keys)
        found = {row.pk: row for row in _described(seen, self.days).prefetch_related(*links)}
        return [Row(found[pk]) for pk in keys if pk in found]

    def ordered(self) -> MeasureQuerySet:
        """All matches in the wanted order."""
        if self.is_capped:
            return _ordered(self.matching, self.wanted.sort)
        seen = Measure.objects.visible_to(self.viewer, at=self.at)
        return _ordered(seen.filter(pk__in=self.ids), self.wanted.sort)


def find(viewer: User, wanted: Filter, *, at: datetime) -> Listing:
    """The measures that `viewer` sees and that match; at most five statements before the rows."""
    days = light_days(working_calendar(), local_date(at))
    seen, are_few = _seen_by(viewer, at=at)
    every = _filtered(seen, wanted, days, viewer=viewer, at=at)
    is_broad = False
    if wanted.text:
        every, is_broad = search(every, wanted.text, among_few=are_few, broad=CAP)
    matching = every.filter(case__state__in=wanted.states) if wanted.states else every
    # Few words have few hits: those of all states are read at once and then told apart.
    at_once = every if wanted.text and not is_broad else matching
    hits = list(at_once.values_list("pk", "case__state")[: CAP + 1])
    ids = [pk for pk, state in hits if not wanted.states or state in wanted.states]
    phases: Mapping[str, int] = {}
    if len(hits) <= CAP and at_once is every:
        phases = phases_of(state for _pk, state in hits)
    elif are_few or not wanted.text:
        phases = count_phases(every)
    return Listing(viewer, at, wanted, days, matching, ids, phases)


def _seen_by(viewer: User, *, at: datetime) -> tuple[MeasureQuerySet, bool]:
    """What the policy lets somebody see, and whether it was little enough to be named."""
    seen = Measure.objects.visible_to(viewer, at=at).filter(case__kind=KIND)
    desks = desks_held(viewer, at=at).values("desk")
    few = list(CaseAudience.objects.filter(desk__in=desks).values_list("case")[: FEW + 1])
    if len(few) > FEW:
        return seen, False
    return seen.filter(case__in=[case for (case,) in few]), True


def _filtered(
    measures: MeasureQuerySet, wanted: Filter, days: LightDays, *, viewer: User, at: datetime
) -> MeasureQuerySet:
    plain = {
        "lead": wanted.lead,
        "priority": wanted.priority,
        "decision_path": wanted.decision_path,
    }
    found = measures.filter(**{name: value for name, value in plain.items() if value})
    if wanted.mine:
        found = found.filter(lead__in=desks_held(viewer, at=at).values("desk__unit"))
    for name in ("field_of_action", "target_group", "district"):
        found = _linked(found, name, getattr(wanted, name))
    if wanted.overdue:
        late = Task.objects.filter(case=OuterRef("case_id"), status=TaskStatus.OPEN, due_at__lte=at)
        found = found.filter(Exists(late))
    return _with_this_light(found, wanted.light, days) if wanted.light else found


def _with_this_light(measures: MeasureQuerySet, light: str, days: LightDays) -> MeasureQuerySet:
    if light == TrafficLight.GREY:
        return measures.filter(case__state__in=(S.RESOLVED, S.PAUSED))
    running = with_light(measures.filter(case__state=S.IMPLEMENTATION), days)
    return running.filter(Exact(F("light"), Value(light)))


_LINKS: Mapping[str, tuple[type[Model], str]] = {
    "field_of_action": (Measure.fields_of_action.through, "fieldofaction"),
    "target_group": (Measure.target_groups.through, "targetgroup"),
    "district": (Measure.districts.through, "district"),
}


def _linked(measures: MeasureQuerySet, name: str, value: int | None) -> MeasureQuerySet:
    if value is None:
        return measures
    through, column = _LINKS[name]
    links = through._default_manager.filter(  # noqa: SLF001 - any of the three
        **{"measure": OuterRef("pk"), column: value}
    )
    return measures.filter(Exists(links))


def _ordered(measures: MeasureQuerySet, sort: str) -> MeasureQuerySet:
    downwards = sort.startswith("-")
    names = SORTS.get(sort.removeprefix("-"), SORTS[DEFAULT_SORT])
    # The last name makes the order of equal values certain. What has no value stands last.
    if downwards:
        nullable = names[0] in NULLABLE
        return measures.order_by(
            F(names[0]).desc(nulls_last=True) if nullable else F(names[0]).desc(),
            *(F(name).desc() for name in names[1:]),
        )
    return measures.order_by(*names)


def _described(measures: MeasureQuerySet, days: LightDays) -> MeasureQuerySet:
    """What a row shows beside the measure itself: light, next deadline and its step."""
    waiting = Task.objects.filter(case=OuterRef("case_id"), status=TaskStatus.OPEN)
    first = waiting.order_by(F("due_at").asc(nulls_last=True), "pk")
    shown = measures.select_related("case", "lead").annotate(
        next_due=Subquery(first.values("due_at")[:1]),
        next_step=Subquery(first.values("step__key")[:1]),
    )
    return with_light(shown, days)
