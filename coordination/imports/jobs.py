"""Work on uploaded lists in the background, and the one way to ask for it. The clock's edge.

Nothing else here hangs on a queue: another one would be put in here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from workflows.wire.turns import turn

from .actions.uploads import longest_waiting, reclaim
from .reading import work_on

SLICE = timedelta(seconds=8)
"""After this time one run leaves the rest to the next: no list holds a worker for longer."""


def wake(import_id: int) -> None:
    """Ask a worker to go on with an uploaded list; asking twice does nothing twice."""
    async_task("coordination.imports.jobs.work_on_import", import_id, save=False)  # type: ignore[no-untyped-call] # django-q has no types


def work_on_import(import_id: int) -> None:
    """Check or take an uploaded list, a piece at a time; in the whole city one list at a time.

    Lists take turns: after a piece of one comes the one that has waited longest. Who comes while
    another is at it leaves the work to that one.
    """
    with turn("imports") as is_ours:
        if not is_ours:
            return
        try:
            work_on(import_id, clock=timezone.now, until=timezone.now() + SLICE)
        finally:
            following = longest_waiting()
    if following is not None:
        wake(following)


def resume_imports(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: imports whose worker was lost go on without anybody asking for it."""
    with transaction.atomic():
        lost = reclaim(at=at)
        for import_id in lost:
            wake(import_id)
    return f"{len(lost)} imports resumed" if lost else ""
