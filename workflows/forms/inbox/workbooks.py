"""The lists of a person's work as tables, with the rows that their pages show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...calendars import local_date
from ...machine import UnknownKindError, flow_for
from ...queries.inbox import CaseRow, TaskRow
from ...queries.inbox.personal import ResubmissionRow
from ...queries.people.desks import HeldDesk
from ...queries.time.agenda import DeadlineRow
from ...refusals import GuardsUnmet, Unmet
from ...tables import Cell

MOST_ROWS = 10_000
"""A workbook is put together in memory."""


def task_table(
    rows: Sequence[TaskRow], *, desks: Sequence[HeldDesk], topics: Mapping[UUID, str]
) -> Iterator[list[Cell]]:
    """Tasks that are open."""
    absent = _absent(desks)
    yield [
        _("What is to be done"), _("About what"), _("Matter"), _("Kind of matter"), _("Due"),
        _("Since"), pgettext("who sent it", "From"), _("Desk"), _("standing in for"),
        _("Who is working on it"),
    ]  # fmt: skip
    for row in rows:
        yield [
            row.step_title, topics.get(row.id, ""), row.title, _kind(row.kind),
            last_day(row.due_at), _day(row.opened_at), _sender(row), _desk(row),
            absent.get(row.desk, ""), row.claimer,
        ]  # fmt: skip


def done_table(rows: Sequence[TaskRow], *, topics: Mapping[UUID, str]) -> Iterator[list[Cell]]:
    """Tasks that the person has done."""
    yield [
        _("What was to be done"), _("About what"), _("Matter"), _("Kind of matter"),
        _("What was done"), _("done on"), _("Desk"),
    ]  # fmt: skip
    for row in rows:
        yield [
            row.step_title, topics.get(row.id, ""), row.title, _kind(row.kind),
            row.outcome_label, _day(row.closed_at), _desk(row),
        ]  # fmt: skip


def started_table(rows: Sequence[CaseRow]) -> Iterator[list[Cell]]:
    """Cases that the person has started."""
    yield [
        _("Matter"), _("Kind of matter"), _("State"), _("in this state since"), _("started on"),
        _("lies with"), _("Due"),
    ]  # fmt: skip
    for row in rows:
        yield [
            row.title, _kind(row.kind), row.state_label, _day(row.state_since),
            _day(row.opened_at), ", ".join(row.units), last_day(row.due_at),
        ]  # fmt: skip


def resubmission_table(rows: Sequence[ResubmissionRow]) -> Iterator[list[Cell]]:
    """What the person has put off."""
    yield [
        _("Show again on"), _("Matter"), _("Kind of matter"), _("What is to be done"), _("State"),
        _("Note to yourself"),
    ]  # fmt: skip
    for row in rows:
        kind = _kind(row.kind)
        yield [row.due_on, row.title, kind, row.step_title, row.state_label, row.note]


def deadline_table(
    rows: Sequence[DeadlineRow], *, desks: Sequence[HeldDesk]
) -> Iterator[list[Cell]]:
    """Live deadlines; of paused ones the working days that are left instead of a day."""
    absent = _absent(desks)
    yield [
        _("Due"), _("Paused, working days left"), _("What is to be done"), _("Matter"),
        _("Kind of matter"), _("Desk"), _("standing in for"), _("Who is working on it"),
    ]  # fmt: skip
    for row in rows:
        yield [
            None if row.is_paused else row.due_on, row.remaining if row.is_paused else None,
            row.step_title, row.title, _kind(row.kind), _desk(row), absent.get(row.desk, ""),
            row.claimer,
        ]  # fmt: skip


def check_length(*, is_cut: bool) -> None:
    """Refuse a workbook that would leave something out: GuardsUnmet 422."""
    if is_cut:
        text = _("This list is too long for one workbook. Please filter it.")
        raise GuardsUnmet([Unmet("too_many", text)])


def last_day(due_at: datetime | None) -> date | None:
    """The last day on which it is in time: the moment lies at its end."""
    return _day(due_at - timedelta(microseconds=1)) if due_at else None


def _day(moment: datetime | None) -> date | None:
    return local_date(moment) if moment else None


def _kind(kind: str) -> str:
    try:
        return str(flow_for(kind).label)
    except UnknownKindError:
        return kind


def _sender(row: TaskRow) -> str:
    return f"{row.sender} ({row.sender_unit})" if row.sender_unit else row.sender


def _desk(row: TaskRow | DeadlineRow) -> str:
    return f"{row.desk_name} ({row.unit})"


def _absent(desks: Sequence[HeldDesk]) -> Mapping[int, str]:
    return {desk.id: ", ".join(desk.names) for desk in desks if not desk.is_own}
