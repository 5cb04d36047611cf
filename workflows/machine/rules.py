"""Who may do an act: named roles over the look, denied by default."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from django.utils.translation import gettext_lazy as _

from ..definitions import Capacity
from .look import Look

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise

L_contra = TypeVar("L_contra", bound=Look, contravariant=True)
M = TypeVar("M", bound=Look)


@dataclass(frozen=True, slots=True)
class Rule(Generic[L_contra]):
    """Who may do an act. A capacity must be named to pass.

    `role` is what a refused person is told. An objection is a reason against somebody who has
    the role, e.g. four-eyes; it is told in full. Rules compose with `&` and `|` and keep every
    objection of both.
    """

    role: Text
    test: Callable[[L_contra, Capacity], bool]
    system: bool = False
    objections: tuple[Callable[[L_contra, Capacity], Text], ...] = ()

    def __or__(self: Rule[M], other: Rule[M]) -> Rule[M]:
        return Rule(
            role=_Joined(self.role, other.role),  # type: ignore[arg-type] # str() gives the words
            test=lambda look, capacity: self.test(look, capacity) or other.test(look, capacity),
            system=self.system or other.system,
            objections=(*self.objections, *other.objections),
        )

    def __and__(self: Rule[M], other: Rule[M]) -> Rule[M]:
        return Rule(
            role=self.role,
            test=lambda look, capacity: self.test(look, capacity) and other.test(look, capacity),
            system=self.system and other.system,
            objections=(*self.objections, *other.objections),
        )

    def unless(self: Rule[M], objection: Callable[[M, Capacity], Text]) -> Rule[M]:
        """The same rule with one more objection."""
        return Rule(self.role, self.test, self.system, (*self.objections, objection))

    def objection(self, look: L_contra, capacity: Capacity) -> str:
        """All that is to be said against somebody who has the role; empty if nothing is."""
        said = (str(objection(look, capacity) or "") for objection in self.objections)
        return " ".join(dict.fromkeys(text for text in said if text))

    def capacity(self, look: L_contra) -> Capacity | None:
        """The capacity in which the caller may act: own desks before represented ones.

        Whoever gets the work of a vacant desk may do what that desk may; a capacity against
        which nothing is to be said is taken before one with an objection.
        """
        actor = look.call.actor
        fitting = self._fitting(look, sorted(actor.capacities, key=lambda one: one.is_deputy))
        if not fitting and actor.person is not None:
            fitting = self._fitting(look, look.scene.stand_ins())
        if not self.objections or len(fitting) <= 1:
            return next(iter(fitting), None)
        free = (item for item in fitting if not self.objection(look, item))
        return next(free, fitting[0])

    def _fitting(self, look: L_contra, capacities: Iterable[Capacity]) -> list[Capacity]:
        step = look.call.step
        return [item for item in capacities if item.scope.covers(step) and self.test(look, item)]

    def is_out_of_scope(self, look: L_contra) -> bool:
        """Whether a deputy lacks the act only because of the kind of task."""
        return any(self.test(look, item) for item in look.call.actor.capacities if item.is_deputy)


class _Joined:
    """Role names, joined when shown, in the reader's language."""

    def __init__(self, *parts: object) -> None:
        self.parts = parts

    def __str__(self) -> str:
        return ", ".join(dict.fromkeys(str(part) for part in self.parts))


def at_step(key: str, role: Text) -> Rule[Look]:
    """Whoever holds the desk of the step's task; before and after it, of the step's posts.

    So a person with the role learns that the moment is wrong (409), a stranger only that the
    role is missing (403).
    """

    def test(look: Look, capacity: Capacity) -> bool:
        named = look.call.task
        if named is not None and named.key == key:
            return capacity.desk == named.desk
        if any(capacity.desk == task.desk for task in look.scene.tasks_of(key)):
            return True
        step = look.flow.step(key)
        return step is not None and any(capacity.fits(post) for post in look.posts_of(step))

    return Rule(role, test)


task_desk: Rule[Look] = Rule(
    _("the desk to which the task is addressed"),
    lambda look, capacity: look.call.task is not None and capacity.desk == look.call.task.desk,
)
"""Whoever holds the desk of the task, or represents its holder."""

system: Rule[Look] = Rule(_("the system itself"), lambda _look, _capacity: False, system=True)
"""No person: the last vote, the end of a period."""
