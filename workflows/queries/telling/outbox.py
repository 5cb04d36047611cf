"""What the dispatcher has to know of the rows it delivers; set-based, whatever their number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from textwrap import shorten
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import Promise

from ...calendars import local_date
from ...enums import Access, Channel, DeadlineStatus, Recipient, TaskStatus
from ...machine import flow_for
from ...models import Case, Deadline, Desk, Notification, Unit, User
from ...spelling import within_quotes

_NEED_OPEN_TASK = frozenset({"task_opened", "task_handed"})
"""Messages that ask for work: they are pointless once it is done."""

ESCALATED = "deadline_escalated"

LONGEST_ABOUT = 300
"""Signs of what a task is about that a message repeats; the rest is on its page."""

_DAY = re.compile(r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")

# All that a message is made of: a row of the outbox is wide, and there are many.
_READ = (
    *("key", "template", "channel", "data", "event_seq", "attempts", "case_id", "task_id"),
    *("created_at", "send_at"),
    *("recipient__email", "recipient__language", "recipient__deactivated_at"),
    *("case__kind", "case__title", "case__state", "case__access"),
    *("deadline_id", "deadline__status", "deadline__due_on", "deadline__kind"),
    *("task__status", "task__due_at", "task__step_id", "task__step__key", "task__step__subject"),
)

# Who did the acts that are told.
_ACTORS = """
SELECT e.case_id, e.seq, e.actor_id
  FROM unnest(%(cases)s::bigint[], %(seqs)s::int[]) k(case_id, seq)
  JOIN workflows_event e ON e.case_id = k.case_id AND e.seq = k.seq
 WHERE e.actor_id IS NOT NULL
"""

# Who has the work of deadlines, as offices.
_UNITS = """
SELECT k.id, string_agg(DISTINCT u.short_name, ', ' ORDER BY u.short_name)
  FROM unnest(%(ids)s::uuid[]) k(id)
  JOIN workflows_deadline d ON d.id = k.id
  JOIN workflows_task t ON t.step_id = d.step_id AND t.status = 'open'
  JOIN workflows_desk o ON o.id = t.desk_id
  JOIN workflows_unit u ON u.id = o.unit_id
 GROUP BY k.id
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a message may say; texts of the city's people, never of the law."""

    recipient: User
    number: str = ""
    title: str = ""
    kind: str | Promise = ""
    to_do: str | Promise = ""
    # What the task is about, e.g. the words of a condition.
    about: str = ""
    due_on: date | None = None
    state: str | Promise = ""
    actor: str = ""
    # What the row's data name, days as dates; and the persons, desk and office among it.
    data: Mapping[str, Any] = field(default_factory=dict)
    represented: User | None = None
    deputy: User | None = None
    desk: Desk | None = None
    unit: str = ""
    # The offices that have the late work.
    units: str = ""
    # Whom the level of the ladder tells that the row is about.
    told: str = ""


def due_notifications(channel: Channel, *, at: datetime) -> QuerySet[Notification]:
    """Undelivered rows whose moment has come, locked for the one who asks, oldest first.

    Rows that another dispatcher holds are passed over.
    """
    return (
        Notification.objects.select_related("recipient", "case", "task__step", "deadline")
        .only(*_READ)
        .filter(channel=channel, sent_at=None, dropped_at=None, send_at__lte=at)
        .order_by("send_at", "pk")
        .select_for_update(skip_locked=True, of=("self",))
    )


def is_obsolete(row: Notification) -> bool:
    """Whether the reason for the message is gone: the task is done or the account closed."""
    if row.recipient.deactivated_at is not None:
        return True
    if row.deadline is not None:
        return _is_met(row.deadline, row.data.get("due"))
    if row.template not in _NEED_OPEN_TASK:
        return False
    return row.task is None or row.task.status != TaskStatus.OPEN


def _is_met(deadline: Deadline, due: str | None) -> bool:
    """Whether the deadline is over or stands still, or is due on another day than it was."""
    return deadline.status != DeadlineStatus.RUNNING or str(deadline.due_on) != due


def facts_of(rows: Sequence[Notification]) -> list[Facts]:
    """The facts of each row, in their order; a handful of statements for all of them."""
    numbers, actors = _numbers(rows), _actors(rows)
    desks, units, told = _desks(rows), _units(rows), _told(rows)
    subjects, named_units = _subjects(rows), _named_units(rows)
    named = {*actors.values(), *_named(rows, "represented"), *_named(rows, "deputy")}
    people = User.objects.in_bulk(named) if named else {}
    return [
        Facts(
            recipient=row.recipient,
            number=numbers.get(row.case_id or 0, ""),
            title=_title(row, numbers),
            kind=flow_for(row.case.kind).label if row.case else "",
            to_do=_task_in_words(row),
            about=_about(row, subjects),
            due_on=_due_on(row),
            state=_state(row),
            actor=_actor(row, actors, people),
            data=_with_days(row.data),
            represented=people.get(row.data.get("represented", 0)),
            deputy=people.get(row.data.get("deputy", 0)),
            unit=named_units.get(row.data.get("unit", 0), ""),
            desk=desks.get(row.data.get("desk", 0)),
            units=units.get(row.deadline_id, "") if row.deadline_id else "",
            told=told.get((row.case_id or 0, row.data.get("level", "")), ""),
        )
        for row in rows
    ]


def _numbers(rows: Sequence[Notification]) -> dict[int, str]:
    """Under which number people know the cases."""
    cases: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.case:
            cases[row.case.kind].add(row.case.pk)
    return {
        case: number
        for kind, keys in cases.items()
        for case, number in flow_for(kind).references(sorted(keys)).items()
    }


def _actors(rows: Sequence[Notification]) -> dict[tuple[int, int], int]:
    wanted = [(row.case_id, row.event_seq) for row in rows if row.case_id and row.event_seq]
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            _ACTORS, {"cases": [case for case, _ in wanted], "seqs": [seq for _, seq in wanted]}
        )
        return {(case, seq): actor for case, seq, actor in cursor.fetchall()}


def _actor(
    row: Notification, actors: Mapping[tuple[int, int], int], people: Mapping[int, User]
) -> str:
    """Who acted, for colleagues only: a mail leaves the house and names nobody."""
    if row.channel == Channel.MAIL:
        return ""
    person = people.get(actors.get((row.case_id or 0, row.event_seq or 0), 0))
    return str(person) if person else ""


def _desks(rows: Sequence[Notification]) -> Mapping[int, Desk]:
    wanted = _named(rows, "desk")
    return Desk.objects.select_related("unit").in_bulk(wanted) if wanted else {}


def _named_units(rows: Sequence[Notification]) -> Mapping[int, str]:
    """The offices that the data name, by short name."""
    wanted = _named(rows, "unit")
    found = Unit.objects.filter(pk__in=wanted).values_list("pk", "short_name") if wanted else ()
    return dict(found)


def _subjects(rows: Sequence[Notification]) -> Mapping[tuple[str, str], str]:
    """What the tasks are about, by kind of case and subject."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.task and row.task.step.subject and row.case:
            wanted[row.case.kind].add(row.task.step.subject)
    return {
        (kind, subject): within_quotes(" ".join(words.split()))
        for kind, subjects in wanted.items()
        for subject, words in flow_for(kind).about(sorted(subjects)).items()
    }


def _about(row: Notification, subjects: Mapping[tuple[str, str], str]) -> str:
    """What the task is about, in one short line; like the title nothing if restricted."""
    if row.task is None or row.case is None or _is_kept_inside(row):
        return ""
    return shorten(
        subjects.get((row.case.kind, row.task.step.subject), ""), LONGEST_ABOUT, placeholder=" …"
    )


def _units(rows: Sequence[Notification]) -> dict[UUID, str]:
    """Which offices have the work of the deadlines, by short name."""
    wanted = {row.deadline_id for row in rows if row.deadline_id}
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_UNITS, {"ids": list(wanted)})
        return dict(cursor.fetchall())


def _told(rows: Sequence[Notification]) -> dict[tuple[int, str], str]:
    """Whom the levels of escalations tell, in words, by case and level."""
    wanted = {row.case_id for row in rows if row.case_id and row.template == ESCALATED}
    if not wanted:
        return {}
    rungs = Case.objects.filter(pk__in=wanted, route__rungs__isnull=False).values_list(
        "pk", "route__rungs__level", "route__rungs__recipients"
    )
    return {
        (case, level): ", ".join(str(Recipient(name).label) for name in names)
        for case, level, names in rungs
    }


def _named(rows: Sequence[Notification], key: str) -> set[int]:
    """The ids that the rows' data name under a key."""
    return {row.data[key] for row in rows if isinstance(row.data.get(key), int)}


def _with_days(data: Mapping[str, object]) -> dict[str, object]:
    return {
        key: date.fromisoformat(value) if isinstance(value, str) and _DAY.match(value) else value
        for key, value in data.items()
    }


def _title(row: Notification, numbers: Mapping[int, str]) -> str:
    """The title of the case, unless it is restricted and the message leaves the house.

    Without the number, which titles begin with so that lists show it, and messages name anyway.
    """
    if row.case is None or _is_kept_inside(row):
        return ""
    return row.case.title.removeprefix(numbers.get(row.case.pk, "")).strip()


def _is_kept_inside(row: Notification) -> bool:
    """Whether the case is restricted and the message leaves the house."""
    return bool(row.channel == Channel.MAIL and row.case and row.case.access != Access.NORMAL)


def _task_in_words(row: Notification) -> str | Promise:
    """What is to be done; empty where this version of the flow no longer knows the step."""
    if row.task is None or row.case is None:
        return ""
    step = flow_for(row.case.kind).step(row.task.step.key)
    return step.title if step else ""


def _state(row: Notification) -> str:
    """The state that the message tells of, in words; else that of the case now."""
    if row.case is None:
        return ""
    states = flow_for(row.case.kind).states
    key = str(row.data.get("state", row.case.state))
    return str(states(key).label) if key in states.values else ""


def _due_on(row: Notification) -> date | None:
    """The last day on which the task is in time; its deadline is the midnight after."""
    if row.task is None or row.task.due_at is None:
        return None
    return local_date(row.task.due_at - timedelta(microseconds=1))
