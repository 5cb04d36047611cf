"""How many rows several lists have, asked in one statement."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from workflows.calendars import local_date
from workflows.models import User

from ...demands.queries.demands import unanswered
from ...followup.models import FollowUp
from ...group.queries.orders import orders_seen_by
from .changes import changed_for

Lists = dict[str, QuerySet[Any]]  # rows of several tables


def lists_of(person: User, *, at: datetime) -> Lists:
    """What is counted for whoever leads: orders, demands, answers to the council, changes."""
    owed = unanswered(person, at=at)
    listed = listed_followups(person, at=at)
    return {
        "orders": orders_seen_by(person, at=at),
        "late_orders": orders_seen_by(person, at=at, overdue_on=local_date(at)),
        "demands": owed,
        "late_demands": owed.filter(answer_due_on__lt=local_date(at)),
        "late_answers": listed.filter(next_report_on__lt=local_date(at)),
        "changes": changed_for(person, at=at),
    }


def listed_followups(person: User, *, at: datetime) -> QuerySet[FollowUp]:
    """What stands on the list of the council and this person sees."""
    return FollowUp.objects.visible_to(person, at=at).filter(next_report_on__isnull=False)


def counted(lists: Lists) -> dict[str, int]:
    """The number of rows of each; one statement."""
    parts: list[str] = []
    values: list[Any] = []
    for rows in lists.values():
        sql, params = rows.order_by().values("pk").query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) listed)")  # noqa: S608 - put together by Django
        values += params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        found = cursor.fetchone()
    return dict(zip(lists, found, strict=True))
