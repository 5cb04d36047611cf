"""What the pages of cases say about tasks: who works on one, and what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.template import Context, Library

from ..machine import TaskView
from ..models import Task, User
from ..queries.acting.waiting import Waiting

register = Library()


@register.simple_tag
def worker_of(task: TaskView, waiting: Sequence[Waiting]) -> User | None:
    """Who is working on the task; None if it is free."""
    return next((row.claimed_by for row in _rows(waiting) if row.pk == task.id), None)


@register.simple_tag
def worker_elsewhere(task: TaskView, waiting: Sequence[Waiting]) -> User | None:
    """Who is working on the same step at another desk, which may do it as well."""
    twins = (row for row in _rows(waiting) if row.step_id == task.step and row.pk != task.id)
    return next((row.claimed_by for row in twins if row.claimed_by), None)


def _rows(waiting: Sequence[Waiting]) -> Iterator[Task]:
    return (row for work in waiting for row in work.tasks)


@register.simple_tag(takes_context=True)
def task_name(context: Context, task: TaskView) -> str:
    """What one of several tasks of a step is about, as the page of the case knows it."""
    topics: Mapping[str, str] = context.get("topics") or {}
    return topics.get(task.subject, "")
