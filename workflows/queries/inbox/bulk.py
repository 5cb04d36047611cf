"""What a person has chosen for one act on many, and runs that somebody has to go on with."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from ...models import BulkItem, BulkRun, Task, User

S = BulkRun.Status

# As one column of a statement; parameter: viewer.
CHOSEN = """
(SELECT array_agg(i.task_id) FILTER (WHERE i.task_id IS NOT NULL) FROM workflows_bulkitem i
   JOIN workflows_bulkrun r ON r.id = i.run_id
  WHERE r.person_id = %(viewer)s AND r.status = 'choosing')
"""

STALLED = timedelta(seconds=45)
"""After this time without progress the work is taken to have been interrupted."""


def chosen_run(person: User) -> BulkRun | None:
    """What the person is choosing at present."""
    return BulkRun.objects.filter(person=person, status=S.CHOOSING).first()


def run_of(person: User, key: UUID) -> BulkRun | None:
    """A run of one's own."""
    return BulkRun.objects.filter(person=person, pk=key).first()


def items_of(run: BulkRun) -> QuerySet[BulkItem]:
    """Its items in their order, with what a line says of each."""
    found = run.items.select_related("case", "task__step", "deadline__step")
    return found.order_by("position", "pk")


def numbers_of(run: BulkRun) -> Mapping[str, int]:
    """How many items there are in each status."""
    counted = run.items.values_list("status").annotate(Count("pk"))
    return {**dict.fromkeys(BulkItem.Status.values, 0), **dict(counted)}


def latest_runs(person: User, *, most: int = 10) -> list[BulkRun]:
    """The last runs of a person that were begun."""
    mine = BulkRun.objects.filter(person=person).exclude(status=S.CHOOSING)
    return list(mine.order_by("-created_at", "-pk")[:most])


def runs_to_go_on(*, at: datetime) -> list[BulkRun]:
    """Those whose moment has come, and those at which nobody works any more."""
    due = Q(status=S.WAITING, begins_at__lte=at)
    lost = Q(status__in=(S.CHECKING, S.RUNNING), moved_at__lte=at - STALLED)
    return list(BulkRun.objects.filter(due | lost).select_related("person").order_by("moved_at"))


def steps_of(tasks: Collection[UUID]) -> Sequence[str]:
    """The kinds of steps of these tasks."""
    return list(Task.objects.filter(pk__in=tasks).values_list("step__key", flat=True).distinct())
