"""Work that no desk was found for: the office passes it on without seeing its contents."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...actions.acting.lasting import LastingLook
from ...enums import DeskFunction
from ...machine import act
from ...models import Desk, Task
from ...queries.people.work import undeliverable_work
from ...refusals import Unmet
from .base import OrganisationWork


def can_pass_on(look: LastingLook) -> Iterable[Unmet]:
    """A task that lies at the office, and another open desk that is not asked in the same step."""
    entry = look.entry
    task = _task(entry.text("task", longest=36))
    if task is None:
        entry.note("unknown", _("This work has already been passed on or done."), "task")
    open_desks = Desk.objects.filter(closed_on=None).exclude(function=DeskFunction.ORGANISATION)
    desk = entry.row("desk", open_desks)
    if task and desk and _is_asked(task, desk):
        text = _("This desk is already asked in the same step. Please choose another one.")
        entry.note("already_asked", text, "desk")
    return entry.unmet


@act(gettext_lazy("pass on work"), guards=[can_pass_on])
def pass_on_work(work: OrganisationWork) -> None:
    """Note where the task goes; the case that it belongs to moves it in its own trail."""
    work.note(task=work.look.entry["task"], desk=work.look.entry["desk"].pk)


def _task(key: str) -> Task | None:
    try:
        return undeliverable_work().filter(pk=UUID(key)).first()
    except ValueError:
        return None


def _is_asked(task: Task, desk: Desk) -> bool:
    return Task.objects.filter(step=task.step_id, addressed_to=desk).exclude(pk=task.pk).exists()
