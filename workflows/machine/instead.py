"""Whom a step asks where nobody who has the task may do it: somebody can always go on.

Whether somebody may is asked of the rules of the step's acts, the same that would refuse them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ..definitions import Post, Step
from ..enums import TaskStatus
from .acts import act
from .facts import TaskView
from .look import Look


class Asking(Protocol):
    """What a unit of work does to let others answer."""

    @property
    def look(self) -> Look: ...

    def ask_instead(self, tasks: Sequence[TaskView], post: Post) -> None: ...


def may_nobody(look: Look) -> bool:
    """Whether open work lies with people none of whom may do it, and others can be asked."""
    return next(_left_to_nobody(look), None) is not None


@act(_("ask others instead"), when=may_nobody)
def ask_instead(work: Asking) -> None:
    """Where all who have a task are barred from it (four eyes), it goes to whoever is named."""
    for tasks, post in list(_left_to_nobody(work.look)):
        work.ask_instead(tasks, post)


def _left_to_nobody(look: Look) -> Iterator[tuple[Sequence[TaskView], Post]]:
    """The open tasks of each such step, with the first post where somebody is free."""
    turns: dict[UUID, list[TaskView]] = defaultdict(list)
    for task in look.scene.tasks:
        if task.status == TaskStatus.OPEN:
            turns[task.step].append(task)
    for tasks in turns.values():
        step = look.flow.step(tasks[0].key)
        if step is None or step.instead is None:
            continue
        barred = {task.desk for task in tasks}
        about: Any = look.about_task(tasks[0])  # a step's posts are asked with the look of its kind
        if any(_is_free(about, step, desk) for desk in barred):
            continue
        for post in step.instead(about):
            if any(_is_free(about, step, desk) for desk in {*look.sources.desks(post)} - barred):
                yield tasks, post
                break


def _is_free(look: Look, step: Step, desk: int) -> bool:
    """Whether somebody is there for a desk against whom nothing is to be said."""
    for signer in look.sources.signers(desk, step.key):
        met = look.met_by(signer)
        if not any(look.flow.objection(name, met, signer.capacity) for name in step.acts):
            return True
    return False
