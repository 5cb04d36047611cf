"""The list of measures: filtered, searched and sorted within what a person sees.

The first `CAP` + 1 keys are read in the wanted order from an index that holds all that is asked,
the state among it; what lies elsewhere is asked of sets in memory. Rows are read for one page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Model, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from workflows.calendars import local_date
from workflows.enums import TaskStatus
from workflows.machine import flow_for
from workflows.models import Task, audience_holds
from workflows.queries.inbox.searching import NEARER, is_number
from workflows.queries.people.routes import working_calendar

from ...city.queries import capped
from ...city.queries.capped import Capped
from ...city.queries.reach import FEW
from ...city.queries.sets import IsIn, is_linked
from ...decisions.enums import MeasureState as S
from ...implementing.enums import TrafficLight
from ...implementing.queries.lights import LightDays, light_days, running_with, with_light
from ..models import Measure, MeasureQuerySet
from .phases import count_phases, phases_of
from .reach import Reach
from .search import matches

SORTS: Mapping[str, tuple[str, ...]] = {
    "title": ("title_sort_key", "pk"),
    "number": ("reference",),
    "moved": ("case__state_since", "case_id"),
    "cost": ("cost", "pk"),
    "end": ("ends_on", "pk"),
}
BY_CASE = "moved"
"""The order that lies in the case, not in the measure."""

KIND = "measure"
COLUMNS: Mapping[str, StrOrPromise] = {
    "state": _("State"),
    "lead": _("Lead"),
    "step": _("Next step"),
    "light": _("Traffic light"),
    "priority": _("Priority"),
    "path": _("Decision path"),
    "cost": _("Cost"),
    "start": _("Beginning"),
    "end": _("End"),
}
"""What the list shows beside number and title, in this order."""
USUAL = ("state", "lead", "step", "light", "priority", "cost", "end")
"""The columns of who has chosen none."""

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
    objective: int | None = None
    priority: str = ""
    decision_path: str = ""
    light: str = ""
    overdue: bool = False
    mine: bool = False
    sort: str = DEFAULT_SORT
    columns: tuple[str, ...] = ()
    # How far from the number that is sought those may be that are found.
    near: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether no more is asked than stands in the measure and its case themselves."""
        links = (self.field_of_action, self.target_group, self.district, self.objective)
        return not (self.text or self.light or self.overdue or any(links))


@dataclass(frozen=True, slots=True)
class Row:
    """A measure in the list, with the words for its state, light and next step."""

    measure: Any

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(S(self.measure.case.state).label)

    @property
    def priority_label(self) -> str:
        """The priority in words; empty where there is none."""
        return str(self.measure.get_priority_display())

    @property
    def path_label(self) -> str:
        """The decision path in words; empty where there is none."""
        return str(self.measure.get_decision_path_display())

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
class Listing(Capped[Row]):
    """The matches of a filter for one person: their first keys, and their rows on demand."""

    reach: Reach
    wanted: Filter
    days: LightDays
    matching: MeasureQuerySet
    # The same measures in all states, by phase; nothing where that would take too long.
    phases: Mapping[str, int]

    def all_keys(self) -> Sequence[int]:
        return list(_ordered(self.matching, self.wanted.sort).values_list("pk", flat=True))

    def rows(self, keys: Sequence[int], *links: str) -> list[Row]:
        rows = _described(self.reach.seen().filter(pk__in=keys), self.days).only(*_SHOWN)
        if self.reach.observes:
            inside = audience_holds(self.reach.inside, case=OuterRef("case_id"))
            rows = rows.annotate(is_inside=inside)
        found = {row.pk: _handed_out(row) for row in rows.prefetch_related(*links)}
        return [Row(found[pk]) for pk in keys if pk in found]


def _handed_out(measure: Any) -> Any:  # with what the row's statement has put to it
    """The measure as a row may show it: to who only observes without light and next step."""
    if not getattr(measure, "is_inside", True):
        measure.light, measure.next_step, measure.next_due = "", "", None
    return measure


def find(reach: Reach, wanted: Filter, *, at: datetime) -> Listing:
    """The measures within a person's reach that match; at most three statements before the rows.

    Where nothing has the number that is sought, those with a near one, for as many more.
    """
    days = light_days(working_calendar(reach.organisation), local_date(at))
    found = _found(reach, wanted, days, at=at)
    for near in NEARER[1:] if wanted.text and not found.keys and is_number(wanted.text) else ():
        closer = _found(reach, replace(wanted, near=near), days, at=at)
        if closer.keys:
            return closer
    return found


def _found(reach: Reach, wanted: Filter, days: LightDays, *, at: datetime) -> Listing:
    every = _filtered(reach, wanted, days, at=at)
    matching = _in_states(every, wanted)
    hits: list[tuple[int, str]] = []
    if not (wanted.states and reach.is_wide):
        most = capped.CAP if reach.is_wide else max(capped.CAP, FEW)
        hits = _first(every, wanted.sort, most)
        if len(hits) <= most:
            keys = [pk for pk, state in hits if not wanted.states or state in wanted.states]
            counts = phases_of(state for _pk, state in hits)
            return Listing(keys[: capped.CAP + 1], reach, wanted, days, matching, counts)
    if wanted.states:
        hits = _first(matching, wanted.sort, capped.CAP)
    keys = [pk for pk, _state in hits[: capped.CAP + 1]]
    return Listing(keys, reach, wanted, days, matching, _phases(reach, wanted, every, len(keys)))


def _phases(reach: Reach, wanted: Filter, every: MeasureQuerySet, found: int) -> Mapping[str, int]:
    """The phases of all that match in any state; nothing where they are too many to be read."""
    if wanted.is_plain:
        return count_phases(every)
    if not reach.is_wide or not wanted.states or found > capped.CAP:
        return {}
    hits = _first(every, wanted.sort, capped.CAP)
    return phases_of(state for _pk, state in hits) if len(hits) <= capped.CAP else {}


def _first(measures: MeasureQuerySet, sort: str, most: int) -> list[tuple[int, str]]:
    return list(_ordered(measures, sort).values_list("pk", "state")[: most + 1])


def _in_states(measures: MeasureQuerySet, wanted: Filter) -> MeasureQuerySet:
    if not wanted.states:
        return measures
    # In the order of the cases their own index knows the states.
    by_case = wanted.sort.removeprefix("-") == BY_CASE
    return measures.filter(**{f"{'case__' if by_case else ''}state__in": wanted.states})


def _filtered(reach: Reach, wanted: Filter, days: LightDays, *, at: datetime) -> MeasureQuerySet:
    plain = {
        "lead": wanted.lead,
        "priority": wanted.priority,
        "decision_path": wanted.decision_path,
    }
    found = reach.walked().filter(**{name: value for name, value in plain.items() if value})
    if wanted.mine:
        found = found.filter(lead__in=reach.units)
    for name in _LINKS:
        found = _linked(found, name, getattr(wanted, name))
    if wanted.overdue or wanted.light:
        # How the work goes is nothing that members of the council are shown.
        found = reach.known(found)
    if wanted.overdue:
        late = Task.objects.filter(status=TaskStatus.OPEN, due_at__lte=at)
        found = found.filter(IsIn("case_id", late.values("case")))
    if wanted.text:
        found = found.filter(matches(wanted.text, near=wanted.near))
    return _with_this_light(found, wanted.light, days) if wanted.light else found


def _with_this_light(measures: MeasureQuerySet, light: str, days: LightDays) -> MeasureQuerySet:
    if light == TrafficLight.GREY:
        return measures.filter(state__in=(S.RESOLVED, S.PAUSED, S.EXECUTION_BARRED))
    # Said as well, so that only those at work are walked through.
    return measures.filter(IsIn("pk", running_with(light, days)), state=S.IMPLEMENTATION)


_LINKS: Mapping[str, tuple[type[Model], str]] = {
    "field_of_action": (Measure.fields_of_action.through, "fieldofaction"),
    "target_group": (Measure.target_groups.through, "targetgroup"),
    "district": (Measure.districts.through, "district"),
    "objective": (Measure.serves.through, "objective"),
}


def _linked(measures: MeasureQuerySet, name: str, value: int | None) -> MeasureQuerySet:
    if value is None:
        return measures
    through, column = _LINKS[name]
    links = through._default_manager.filter(  # noqa: SLF001 - any of them
        **{column: value}
    )
    return measures.filter(is_linked(links, "measure"))


def _ordered(measures: MeasureQuerySet, sort: str) -> MeasureQuerySet:
    downwards = sort.startswith("-")
    names = SORTS.get(sort.removeprefix("-"), SORTS[DEFAULT_SORT])
    if names == SORTS[BY_CASE]:
        measures = measures.filter(case__kind=KIND)  # its index begins with the kind
    # The last name makes the order of equal values certain. What has no value stands last.
    if downwards:
        nullable = names[0] in NULLABLE
        return measures.order_by(
            F(names[0]).desc(nulls_last=True) if nullable else F(names[0]).desc(),
            *(F(name).desc() for name in names[1:]),
        )
    return measures.order_by(*names)


# The texts of a measure are long, and no row shows them.
_SHOWN = (
    "reference", "title", "lead__short_name", "priority", "decision_path", "cost", "starts_on",
    "ends_on", "is_urgent", "case__kind", "case__state", "case__state_since",
)  # fmt: skip


def _described(measures: MeasureQuerySet, days: LightDays) -> MeasureQuerySet:
    """What a row shows beside the measure itself: light, next deadline and its step."""
    waiting = Task.objects.filter(case=OuterRef("case_id"), status=TaskStatus.OPEN)
    first = waiting.order_by(F("due_at").asc(nulls_last=True), "pk")
    shown = measures.select_related("case", "lead").annotate(
        next_due=Subquery(first.values("due_at")[:1]),
        next_step=Subquery(first.values("step__key")[:1]),
    )
    return with_light(shown, days)
