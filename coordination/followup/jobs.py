"""What follows from resolutions and notes in the background. The clock's edge."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django_q.tasks import async_task

from workflows.wire.turns import turn

from .actions.noting import work_on_note
from .actions.resolutions import record_resolutions
from .actions.seats import follow_the_seats
from .models import FollowUpNote

SLICE = timedelta(seconds=8)
"""After this time one run leaves the rest to the next: no note holds a worker for longer."""


def list_resolutions(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: what was resolved goes on the list."""
    made = record_resolutions(at=at)
    return f"{made} resolutions put on the list" if made else ""


def show_to_members(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: what is not public is seen by who sits in the body on that day."""
    done = follow_the_seats(at=at)
    return f"{done} items follow the seats of their body" if done else ""


def wake(note_id: int) -> None:
    """Ask a worker to go on with a note; asking twice does nothing twice."""
    async_task("coordination.followup.jobs.note_items", note_id, save=False)  # type: ignore[no-untyped-call] # django-q has no types


def note_items(note_id: int) -> None:
    """Note the items of a report, a piece at a time; one worker at a time."""
    until = timezone.now() + SLICE
    with turn("notes") as is_ours:
        is_done = not is_ours or work_on_note(
            note_id, at=timezone.now(), goes_on=lambda _done: timezone.now() < until
        )
    if not is_done:
        wake(note_id)


def resume_notes(*, at: datetime, **_signal: object) -> str:
    """Observer of `ticked`: notes whose worker was lost go on by themselves."""
    left = FollowUpNote.objects.filter(finished_at=None, recorded_at__lt=at - timedelta(minutes=1))
    waiting = list(left.values_list("pk", flat=True)[:5])
    for note in waiting:
        wake(note)
    return f"{len(waiting)} notes go on" if waiting else ""
