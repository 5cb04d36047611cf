"""Acts that every task knows, whatever the kind of its case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from viewflow import fsm

from ..refusals import Taken, Unmet
from .acts import At, Stage, act
from .facts import SceneFacts, TaskView
from .instead import ask_instead
from .look import Look
from .rules import system, task_desk

ON_EVERY_TASK = frozenset({"claim", "give_back", "hand_over"})
"""Acts that every task knows; the inbox and the task's own line offer them."""


class TaskDoer(Protocol):
    """What a unit of work does to tasks."""

    @property
    def look(self) -> Look: ...

    @property
    def scene(self) -> SceneFacts: ...

    def claim(self, task: TaskView, *, person: int) -> None: ...

    def give_back(self, task: TaskView) -> None: ...

    def hand_over(self, task: TaskView, *, to: int) -> None: ...

    def pass_on(self, task: TaskView, *, desk: int | None, is_meant: bool = False) -> None: ...


def is_untaken(look: Look) -> Iterator[Unmet]:
    """No colleague works on the task; raises Taken."""
    yield from _untaken(look, None)


def is_untaken_but_by(look: Look) -> Iterator[Unmet]:
    """No colleague works on the task but the one whom the call names as `instead_of`."""
    yield from _untaken(look, look.call.data.get("instead_of"))


def _untaken(look: Look, instead_of: object) -> Iterator[Unmet]:
    worker = look.task.claimed_by
    if worker not in (None, look.call.person, instead_of):
        raise Taken(by=worker, state=look.case.state, version=look.case.version)
    yield from ()


def hands_to_a_worker(look: Look) -> Iterator[Unmet]:
    """Whoever gets the task may act at its desk."""
    if look.call.value("to", int) not in look.sources.workers(look.task):
        yield Unmet("no_holder", gettext("This person does not hold the desk."), "to")


@act(_("claim"), guards=[is_untaken_but_by])
def claim(work: TaskDoer) -> None:
    """Take a task of one's desk. Taking it from a colleague needs their id as `instead_of`,
    so that nobody does so unawares; the colleague is told.
    """
    work.claim(work.look.task, person=work.look.call.person)


@act(_("give back"), guards=[is_untaken])
def give_back(work: TaskDoer) -> None:
    """Put a claimed task back to the desk."""
    work.give_back(work.look.task)


@act(_("hand over"), guards=[is_untaken, hands_to_a_worker])
def hand_over(work: TaskDoer) -> None:
    """Give a task to another person who may act at its desk, and who is told."""
    work.hand_over(work.look.task, to=work.look.call.value("to", int))


@act(_("pass on left work"))
def return_work(work: TaskDoer) -> None:
    """Pass on or set free tasks that lie where nobody is; `moves`: desk or None by task."""
    data = work.look.call.data
    for key, desk in data["moves"].items():
        task = work.scene.task(UUID(key))
        if task is not None:
            work.pass_on(task, desk=desk, is_meant=bool(data.get("is_meant")))


EVERY_TASK = Stage(
    {
        fsm.State.ANY: At(
            acts=(
                claim.by(task_desk),
                give_back.by(task_desk),
                hand_over.by(task_desk),
                return_work.by(system),
                ask_instead.by(system),
            )
        )
    }
)
"""Every process has this stage."""
