"""What is due while somebody is away, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import ngettext

from ...queries.inbox.rows import step_label
from ...queries.people.absences import DueTask

SHOWN = 5
"""So many tasks are named; the rest is counted."""


def due_words(due: Sequence[DueTask], *, titled: bool) -> str:
    """How much is due in this time and on which days; with `titled` also what."""
    if not due:
        return ""
    text = ngettext(
        "%(count)s task is due in this time: %(list)s",
        "%(count)s tasks are due in this time: %(list)s",
        len(due),
    )
    lines = [_line(task, titled=titled) for task in due[:SHOWN]]
    more = " …" if len(due) > SHOWN else ""
    return text % {"count": len(due), "list": "; ".join(lines) + more}


def left_words(left: Sequence[DueTask]) -> str:
    """How much of it no deputy does, because they stand in for other tasks only."""
    text = ngettext(
        "For %(count)s of them no deputy is named; the desk above does it.",
        "For %(count)s of them no deputy is named; the desk above does them.",
        len(left),
    )
    return text % {"count": len(left)} if left else ""


def _line(task: DueTask, *, titled: bool) -> str:
    day = f"{task.last_day:%d.%m.%Y}"
    return f"{day} {step_label(task.kind, task.step)}, {task.title}" if titled else day
