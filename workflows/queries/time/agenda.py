"""A person's deadlines: as a list in their order, and those of one month.

It reads what the inbox reads, the open tasks at the desks of the person, by the same indexes, and
of these the tasks on which a deadline runs or rests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ...calendars import end_of_day
from ...enums import DeadlineStatus, DeskFunction
from ...spelling import sought
from ..inbox.listing import Page, page_rows, paged
from ..inbox.order import Beside, Order
from ..inbox.place import Cursor, Due
from ..inbox.rows import step_label
from ..inbox.statements import AT_DESKS, FREE, OPEN, Branch, Query, due_range, filter_scope
from ..people.desks import HeldDesk

PAGE = 50
MOST = 500
"""More deadlines than that no month shows sensibly."""

_DUE = Order("due_at", nullable=True)
_IN_HAND = OPEN + "NOT NULL AND t.desk_id = d.desk"
# A deadline belongs to its step; at most one of a step is live.
_LIVE = " JOIN workflows_deadline l ON l.step_id = t.step_id AND l.status IN ('running', 'paused')"


class When(TextChoices):
    """Which part of the list is wanted; empty: all."""

    OVERDUE = Due.OVERDUE.value, _("overdue")
    WEEK = Due.WEEK.value, _("this week")


@dataclass(frozen=True, slots=True)
class Spot:
    """The list, filtered, at a page: what its address says. Empty text means: no wish."""

    due: str = ""
    kind: str = ""
    step: str = ""
    after: str = ""
    before: str = ""

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Spot:
        """The spot that an address names; what makes no sense is left out."""
        known = {field.name: sought(values.get(field.name, ""))[:200] for field in fields(cls)}
        if known["due"] not in When.values:
            known["due"] = ""
        return cls(**known)

    def at(self, **changes: str) -> Spot:
        """The same list at another page."""
        return replace(self, **{"after": "", "before": "", **changes})

    def query(self) -> str:
        """The query string without its question mark."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return urlencode({name: value for name, value in said.items() if value})

    @property
    def is_filtered(self) -> bool:
        """Whether rows may be missing because of a filter."""
        return bool(self.due or self.kind or self.step)


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A deadline with the task that it is about, as one line."""

    id: UUID
    deadline: UUID
    case: int
    kind: str
    title: str
    step: str
    due_on: date
    due_at: datetime | None
    status: str
    remaining: int | None
    desk: int
    desk_name: str
    unit: str
    claimed_by: int | None
    claimer: str

    @property
    def step_title(self) -> str:
        """What is to be done."""
        return step_label(self.kind, self.step)

    @property
    def is_paused(self) -> bool:
        """Whether time stands still."""
        return self.status == DeadlineStatus.PAUSED


def agenda(
    spot: Spot, *, desks: Sequence[HeldDesk], at: datetime, size: int = PAGE
) -> Page[DeadlineRow, Spot]:
    """The live deadlines of work at these desks, overdue first, then due; paused ones last."""
    query = _query(desks)
    if spot.kind:
        query.joins += " JOIN workflows_case c ON c.id = t.case_id"
        query.where.append("c.kind = %(kind)s")
        query.params["kind"] = spot.kind
    if spot.step:
        query.joins += " JOIN workflows_steprun s ON s.id = t.step_id"
        query.where.append("s.key = %(step)s")
        query.params["step"] = spot.step
    if spot.due:
        query.where.append(due_range(Due(spot.due), query.params, at))
    return paged(
        spot,
        lambda beside: [
            DeadlineRow(*row) for row in page_rows(query, _DUE, beside, size + 1, _ROWS)
        ],
        lambda row: Cursor(row.due_at, row.id),
        Cursor.parse(spot.before or spot.after),
        size,
    )


def of_month(first: date, last: date, *, desks: Sequence[HeldDesk]) -> list[DeadlineRow]:
    """Those that end from one day to another, both included, in order; MOST at most.

    Paused ones are left out: nobody knows on which day they will end.
    """
    query = _query(desks)
    query.where.append("t.due_at > %(first)s AND t.due_at <= %(last)s")
    query.params |= {"first": end_of_day(first - timedelta(days=1)), "last": end_of_day(last)}
    return [DeadlineRow(*row) for row in page_rows(query, _DUE, Beside(), MOST, _ROWS)]


def _query(desks: Sequence[HeldDesk]) -> Query:
    # What found no desk lies with the organisation office, whose own page names no case.
    shown = [desk for desk in desks if desk.function != DeskFunction.ORGANISATION]
    params: dict[str, Any] = {"desks": [desk.id for desk in shown]}
    query = Query([Branch(FREE, AT_DESKS), Branch(_IN_HAND, AT_DESKS)], params, joins=_LIVE)
    filter_scope(query, shown)
    return query


_ROWS = """
SELECT t.id, l.id, c.id, c.kind, c.title, s.key, l.due_on, t.due_at, l.status, l.remaining,
       t.desk_id, d.name, u.short_name, t.claimed_by_id,
       COALESCE(btrim(p.given_name || ' ' || p.family_name), '')
  FROM ({hits}) h
  JOIN workflows_task t ON t.id = h.id
  JOIN workflows_deadline l ON l.step_id = t.step_id AND l.status IN ('running', 'paused')
  JOIN workflows_case c ON c.id = t.case_id
  JOIN workflows_steprun s ON s.id = t.step_id
  JOIN workflows_desk d ON d.id = t.desk_id
  JOIN workflows_unit u ON u.id = d.unit_id
  LEFT JOIN workflows_user p ON p.id = t.claimed_by_id
{order}
"""
