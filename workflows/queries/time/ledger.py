"""A case's deadlines as people read them: who has them, why then, what happened, what comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext, ngettext

from ...calendars import (
    Period,
    PeriodError,
    PeriodUnit,
    Step,
    WorkingCalendar,
    end_of_day,
    local_date,
)
from ...enums import Access, DeadlineChange, DeadlineStatus, Recipient, TaskStatus
from ...machine import CaseFlow, RouteFacts, flow_for
from ...models import Case, Deadline, DeadlineEntry, Desk, Reminder, Task, User
from ...models.deadline import LIVE
from ...wire.known import VERSION, Known
from ..inbox.topics import NamesTopics
from ..people.staff import Asked, staff_between
from ..together import Lists, Rows
from .ladder import Coming as Climber
from .preview import Foreseen, in_order

_MOVED = (DeadlineChange.EXTENDED, DeadlineChange.SHORTENED, DeadlineChange.RESUMED)


@dataclass(frozen=True, slots=True)
class Reached:
    """A rung that was reached: who was told, in which role; nobody if a higher one spoke."""

    reminder: Reminder
    # Which one it was, in words.
    words: str
    roles: str
    people: Sequence[str]


@dataclass(frozen=True, slots=True)
class Coming:
    """What happens next if nobody does anything: these desks are told, or the clock acts."""

    foreseen: Foreseen
    # Which reminder it is, in words.
    words: str
    desks: Sequence[str]
    # What the clock does at the end of the period, in words; empty where somebody is told.
    effect: str = ""


@dataclass(slots=True)
class DeadlineLine:
    """A deadline with everything that is known about it."""

    deadline: Deadline
    title: Any
    topic: str = ""
    tasks: list[Task] = field(default_factory=list)
    entries: list[DeadlineEntry] = field(default_factory=list)
    reached: list[Reached] = field(default_factory=list)
    coming: Coming | None = None
    # Why it ends on this day; empty once people have moved it, then the entries say why.
    explanation: Sequence[Step] = ()

    @property
    def is_live(self) -> bool:
        """Whether it still runs or is paused."""
        return self.deadline.closed_at is None

    @property
    def is_paused(self) -> bool:
        """Whether time stands still."""
        return self.deadline.status == DeadlineStatus.PAUSED

    @property
    def seen(self) -> DeadlineEntry | None:
        """Who has noted last that they have seen it, since it was moved for the last time."""
        last = next(
            (e for e in reversed(self.entries) if e.change in (DeadlineChange.SEEN, *_MOVED)), None
        )
        return last if last and last.change == DeadlineChange.SEEN and self.is_live else None

    @property
    def announced(self) -> DeadlineEntry | None:
        """Who has announced until when it is done, since it was moved for the last time."""
        wanted = (DeadlineChange.ANNOUNCED, *_MOVED)
        last = next((e for e in reversed(self.entries) if e.change in wanted), None)
        return last if last and last.change == DeadlineChange.ANNOUNCED and self.is_live else None

    @property
    def last_words(self) -> str:
        """What happened to it last: a rung, or what somebody did; empty for nothing."""
        reached = [(row.reminder.fired_at, row.words) for row in self.reached]
        done = [(entry.at, str(entry.get_change_display())) for entry in self.entries]
        if not reached and not done:
            return ""
        at, words = max(reached + done)
        return f"{words}, {local_date(at):%d.%m.%Y}"

    @property
    def holders(self) -> list[Task]:
        """The tasks at the desks that have the work; those that had it, once it is over."""
        live = [task for task in self.tasks if task.closed_at is None]
        return live or self.tasks


def _listed(case: int) -> QuerySet[Deadline]:
    """The live deadlines of a case and the ended ones that have a history."""
    changed = Exists(DeadlineEntry.objects.filter(deadline=OuterRef("pk")))
    reminded = Exists(Reminder.objects.filter(deadline=OuterRef("pk")))
    rows = Deadline.objects.filter(LIVE | changed | reminded, case=case)
    return rows.select_related("step")


def _tasks(case: int) -> QuerySet[Task]:
    """The open tasks of a case, and those of its steps with a deadline whatever became of them."""
    dated = Exists(Deadline.objects.filter(step=OuterRef("step")))
    rows = Task.objects.filter(Q(status=TaskStatus.OPEN) | dated, case=case)
    return rows.select_related("step", "desk__unit", "claimed_by").order_by("position", "pk")


def _entries(case: int) -> QuerySet[DeadlineEntry]:
    rows = DeadlineEntry.objects.filter(deadline__case=case)
    return rows.select_related("by").order_by("at", "pk")


def _reminders(case: int) -> QuerySet[Reminder]:
    return Reminder.objects.filter(deadline__case=case).order_by("rung_at", "level")


def _told(case: int) -> QuerySet[User]:
    """Whoever was reminded in a case."""
    return User.objects.filter(pk__in=RawSQL(_TOLD, [case]))  # noqa: S611 - a constant


_TOLD = """
SELECT unnest(r.people) FROM workflows_reminder r JOIN workflows_deadline d ON d.id = r.deadline_id
 WHERE d.case_id = %s
"""

LEDGER: Mapping[str, Rows] = {
    "deadlines": _listed,
    "tasks": _tasks,
    "entries": _entries,
    "reminders": _reminders,
    "told": _told,
}
"""What a ledger is made of, by the key of the case: to be read together with what else a page
shows.
"""


def ledger_of(
    case: Case,
    found: Lists,
    *,
    at: datetime,
    route: RouteFacts,
    known: Known,
    topics: Mapping[str, str] | None = None,
) -> list[DeadlineLine]:
    """The live deadlines of a case and the ended ones that have a history; live ones first.

    `found` are the rows of LEDGER. `topics` says what steps are about, if that is read already,
    else it takes two statements; the organisation is read where it is not known.
    """
    rows = sorted(
        found["deadlines"],
        key=lambda row: (row.closed_at is not None, row.due_at, str(row.pk)),
    )
    if not rows:
        return []
    titles = _titles(rows, flow_for(case.kind), topics)
    lines = [
        DeadlineLine(row, title, topic, explanation=_explanation(row, route.calendar))
        for row, (title, topic) in zip(rows, titles, strict=True)
    ]
    _add_tasks(lines, found["tasks"])
    _add_history(lines, found, case, route, known, at=at)
    return lines


def title_of(row: Deadline, case: Case) -> tuple[object, str]:
    """What is to be done until a deadline, and what it is about where a step has several."""
    (title,) = _titles([row], flow_for(case.kind))
    return title


def titles_of(keys: Iterable[str], case: Case) -> Mapping[str, str]:
    """The deadlines of a case in words, by their ids; three statements at most."""
    rows = list(Deadline.objects.select_related("step").filter(pk__in=keys, case=case.pk))
    titles = _titles(rows, flow_for(case.kind))
    return {
        str(row.pk): f"{title}: {topic}" if topic else str(title)
        for row, (title, topic) in zip(rows, titles, strict=True)
    }


def _titles(
    rows: Sequence[Deadline], flow: type[CaseFlow], topics: Mapping[str, str] | None = None
) -> list[tuple[object, str]]:
    """Title and topic of each; two statements at most, none for the topics that are given."""
    subjects = [row.step.subject for row in rows if row.step and row.step.subject]
    found = dict(topics or {})
    missing = [subject for subject in subjects if subject not in found]
    namer: object = flow
    if missing and isinstance(namer, NamesTopics):
        found |= namer.topics(missing)
    return [_title(row, flow, found) for row in rows]


def _title(row: Deadline, flow: type[CaseFlow], topics: Mapping[str, str]) -> tuple[object, str]:
    if row.step is None:
        return flow.route_words.periods.get(row.kind, row.kind), ""
    step = flow.step(row.step.key)
    return step.title if step else row.step.key, topics.get(row.step.subject, "")


def _explanation(row: Deadline, calendar: WorkingCalendar) -> Sequence[Step]:
    """How the day was reckoned; nothing if it was named, or is another one by now."""
    if row.amount is None:
        return ()
    try:
        reckoning = calendar.forward(row.starts_on, Period(row.amount, PeriodUnit(row.unit)))
    except (PeriodError, ValueError):
        return ()
    return reckoning.explanation if reckoning.due_on == row.due_on else ()


def _add_tasks(lines: Sequence[DeadlineLine], rows: Iterable[Task]) -> None:
    by_step: dict[UUID, list[Task]] = defaultdict(list)
    for task in rows:
        by_step[task.step_id].append(task)
    for line in lines:
        if line.deadline.step_id:
            line.tasks = by_step[line.deadline.step_id]


def _add_history(
    lines: Sequence[DeadlineLine],
    found: Lists,
    case: Case,
    route: RouteFacts,
    known: Known,
    *,
    at: datetime,
) -> None:
    coming = _coming(lines, case, route, known, at=at)
    people = _by_key({row.pk: str(row) for row in found["told"]})
    desks = _names_of_desks((d for item in coming.values() for d in item.desks), known)
    roles = {rung.level: _roles(rung.recipients) for rung in route.ladder}
    rungs = {rung.level: rung_words(rung.offset) for rung in route.ladder}
    by_key = {line.deadline.pk: line for line in lines}
    for entry in found["entries"]:
        by_key[entry.deadline_id].entries.append(entry)
    for row in found["reminders"]:
        words = rungs.get(row.level) or gettext("rung %(level)s") % {"level": row.level}
        reached = Reached(row, words, roles.get(row.level, ""), people(row.people))
        by_key[row.deadline_id].reached.append(reached)
    flow = flow_for(case.kind)
    for key, item in coming.items():
        effect = _effect(flow, item.effect)
        by_key[key].coming = Coming(item, rungs.get(item.level, ""), desks(item.desks), effect)


def rung_words(offset: int) -> str:
    """A level of the ladder by its day, which says more than its name."""
    days = abs(offset)
    if offset < 0:
        text = ngettext(
            "reminder %(n)s working day before", "reminder %(n)s working days before", days
        )
        return text % {"n": days}
    if offset == 0:
        return gettext("reminder on the due day")
    text = ngettext("notice %(n)s working day after", "notice %(n)s working days after", days)
    return text % {"n": days}


def _coming(
    lines: Sequence[DeadlineLine], case: Case, route: RouteFacts, known: Known, *, at: datetime
) -> Mapping[UUID, Foreseen]:
    """The next thing that each running deadline comes to, by the ladder of all deadlines."""
    running = [line.deadline for line in lines if line.is_live and not line.is_paused]
    ends = [row.next_rung_at for row in running if row.next_rung_at]
    ends += [row.due_at for row in running if row.effect]
    if not ends:
        return {}
    until: date = max(local_date(max(ends)), local_date(at))
    last = end_of_day(until)
    foreseen = in_order(
        [_climbing(line, case) for line in lines if _climbs(line.deadline, last)],
        [row for row in running if row.effect and row.due_at <= last],
        ladder=lambda _route: route.ladder,
        staff=staff_between(local_date(at), until, known=known),
        at=at,
        last=last,
    )
    found: dict[UUID, Foreseen] = {}
    for item in foreseen:
        found.setdefault(item.deadline, item)
    return found


def _climbs(row: Deadline, last: datetime) -> bool:
    is_running = row.status == DeadlineStatus.RUNNING and row.step is not None
    return is_running and row.next_rung_at is not None and row.next_rung_at <= last


def _climbing(line: DeadlineLine, case: Case) -> Climber:
    """The deadline as the ladder knows it."""
    row = line.deadline
    tasks = sorted((t for t in line.tasks if t.status == TaskStatus.OPEN), key=lambda t: t.pk)
    assert row.step is not None
    return Climber(
        id=row.pk,
        case=case.pk,
        route=case.route_id,
        is_restricted=case.access != Access.NORMAL,
        key=row.step.key,
        due_on=row.due_on,
        task=tasks[0].pk if tasks else None,
        asked=tuple(Asked(task.desk_id, task.claimed_by_id) for task in tasks),
        next_rung=row.next_rung or 0,
        rungs=tuple(row.rungs),
        ends_at=row.due_at if row.effect else None,
    )


def _names_of_desks(keys: Iterable[int], known: Known) -> Callable[[Iterable[int]], list[str]]:
    def read(missing: list[int]) -> tuple[str, dict[int, str]]:
        asked = Desk.objects.filter(pk__in=missing)
        rows = list(asked.annotate(seen=RawSQL(VERSION, ())))  # noqa: S611 - a constant
        return rows[0].seen if rows else "", {row.pk: str(row) for row in rows}

    return _by_key(known.all_of("desk name", list(dict.fromkeys(keys)), read))


def _by_key(names: Mapping[int, str]) -> Callable[[Iterable[int]], list[str]]:
    return lambda asked: [names[key] for key in asked if names.get(key)]


def _roles(recipients: Iterable[str]) -> str:
    return ", ".join(str(Recipient(name).label) for name in recipients)


def _effect(flow: type[CaseFlow], name: str) -> str:
    """The words of an act of the clock; empty where none is named."""
    transitions = flow.declared(name) if name else ()
    return str(transitions[0].label) if transitions else name
