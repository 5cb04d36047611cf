"""Work that no desk was found for: the office passes it on without seeing its contents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from ...enums import DeskFunction
from ...models import Desk, Task
from ...queries.people.work import undeliverable_work
from ...refusals import Unmet

if TYPE_CHECKING:
    from .flow import OrganisationFlow


def can_pass_on(flow: OrganisationFlow) -> Iterable[Unmet]:
    """A task that lies at the office, and another open desk that is not asked in the same step."""
    entry = flow.entry
    task = _task(entry.text("task", longest=36))
    if task is None:
        entry.note("unknown", _("This work has already been passed on or done."), "task")
    open_desks = Desk.objects.filter(closed_on=None).exclude(function=DeskFunction.ORGANISATION)
    desk = entry.row("desk", open_desks)
    if task and desk and _is_asked(task, desk):
        text = _("This desk is already asked in the same step. Please choose another one.")
        entry.note("already_asked", text, "desk")
    return entry.unmet


def pass_on(flow: OrganisationFlow) -> None:
    """Note where the task goes; the case that it belongs to moves it in its own trail."""
    flow.work.note(task=flow.entry["task"], desk=flow.entry["desk"].pk)


def _task(key: str) -> Task | None:
    try:
        return undeliverable_work().filter(pk=UUID(key)).first()
    except ValueError:
        return None


def _is_asked(task: Task, desk: Desk) -> bool:
    return Task.objects.filter(step=task.step_id, addressed_to=desk).exclude(pk=task.pk).exists()
