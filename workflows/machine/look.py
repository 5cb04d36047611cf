"""The look: a case as one call meets it. Rules and guards are asked with it and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Generic, Never, Protocol, Self, TypeVar, cast, overload
from uuid import UUID

from django.utils.translation import gettext

from ..calendars import Period, WorkingCalendar
from ..definitions import Actor, Capacity, Post, Signer, Step
from ..refusals import GuardsUnmet, Invisible, Unmet
from .facts import DeadlineView, RouteFacts, SceneFacts, TaskView

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Call:
    """One act as asked for; the judge adds which task it answers and in which capacity."""

    name: str
    actor: Actor
    at: datetime
    today: date
    data: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    # The version of the case that was decided on, and the task that the request names.
    version: int | None = None
    named: UUID | None = None
    task: TaskView | None = None
    capacity: Capacity | None = None
    # The kind of task that the act answers; deputies may be limited to some.
    step: str = ""

    @property
    def person(self) -> int:
        """The id of who acts; asked only where no rule lets the system pass."""
        assert self.actor.person is not None, "the rule of the act lets no system pass"
        return self.actor.person

    def value(self, key: str, parse: Callable[[Any], T]) -> T:
        """A value of the act's data; raises GuardsUnmet if it is missing or cannot be read."""
        if self.data.get(key) in (None, ""):
            raise GuardsUnmet([Unmet("missing", gettext("Please fill in this field."), key)])
        try:
            return parse(self.data[key])
        except (TypeError, ValueError, ArithmeticError):
            text = gettext("This value cannot be read. Please check it.")
            raise GuardsUnmet([Unmet("invalid", text, key)]) from None


class CaseFacts(Protocol):
    """What may be asked of a case."""

    @property
    def pk(self) -> Any: ...  # as Django types it

    @property
    def kind(self) -> str: ...

    @property
    def state(self) -> str: ...

    @property
    def state_since(self) -> datetime: ...

    @property
    def version(self) -> int: ...

    @property
    def round(self) -> int: ...

    @property
    def access(self) -> str: ...

    @property
    def route_id(self) -> int | None: ...

    @property
    def opened_by_id(self) -> int | None: ...

    @property
    def edited_by_id(self) -> int | None: ...


class Declared(Protocol):
    """What a look may ask of the flow of its case."""

    @property
    def kind(self) -> str: ...

    @property
    def resting(self) -> Mapping[str, tuple[str, ...]]: ...

    @property
    def fixed_deadlines(self) -> frozenset[str]: ...

    @property
    def dated_deadlines(self) -> frozenset[str]: ...

    def step(self, key: str) -> Step | None: ...

    def objection(self, act: str, look: Look, capacity: Capacity) -> str: ...


class Sources(Protocol):
    """What is read only when somebody asks for it, each thing once for a case."""

    @property
    def route(self) -> RouteFacts: ...

    @property
    def deadlines(self) -> Sequence[DeadlineView]: ...

    def deadline(self, key: UUID) -> DeadlineView | None: ...

    def task(self, key: UUID) -> TaskView | None: ...

    def workers(self, task: TaskView) -> frozenset[int]: ...

    def desks(self, post: Post) -> Sequence[int]: ...

    def signers(self, desk: int, step: str) -> Sequence[Signer]: ...


class fact(Generic[T_co]):  # noqa: N801 - used like property
    """Something read of the domain when it is first asked for, once for all calls on a case."""

    def __init__(self, reading: Callable[[Any], T_co]) -> None:
        self._reading = reading
        self.__doc__ = reading.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, look: None, owner: type) -> Self: ...

    @overload
    def __get__(self, look: Look, owner: type) -> T_co: ...

    def __get__(self, look: Look | None, owner: type) -> Self | T_co:
        if look is None:
            return self
        if self._name not in look.known:
            look.known[self._name] = self._reading(look)
        return look.known[self._name]  # type: ignore[no-any-return] # what was read, by its name


@dataclass(frozen=True, eq=False)
class Look:
    """A case with all that a decision may depend on. Nothing can be written through it.

    A kind of case has a subclass that reads its domain: a `fact` is read once for all calls, a
    `cached_property` for one call.
    """

    flow: Declared
    case: CaseFacts
    scene: SceneFacts
    call: Call
    sources: Sources
    known: dict[str, Any] = field(default_factory=dict, repr=False)

    def about(self, call: Call) -> Self:
        """The same case as another call meets it."""
        return replace(self, call=call)

    def about_task(self, task: TaskView) -> Self:
        """The same case as a call meets it that answers this task."""
        return self.about(replace(self.call, task=task, named=None))

    def met_by(self, signer: Signer) -> Self:
        """The same case as another person meets it, as far as objections ask."""
        actor = Actor(signer.person, (signer.capacity,))
        call = replace(self.call, actor=actor, capacity=signer.capacity)
        seen = self.scene.met_by(signer.capacity, stands_in_for=signer.stands_in_for)
        return replace(self, call=call, scene=seen)

    def knowing(self, subject: object) -> Self:
        """The same case with a subject that is read already, and nothing else of the domain."""
        return replace(self, known={"subject": subject})

    @fact
    def subject(self) -> object:
        """The domain object of the case; None for kinds that have none."""
        return None

    @property
    def route(self) -> RouteFacts:
        """Periods and limits of the case's route, and the calendar."""
        return self.sources.route

    @property
    def calendar(self) -> WorkingCalendar:
        """The working calendar of the city."""
        return self.route.calendar

    @property
    def periods(self) -> Mapping[str, Period]:
        """The periods of the case's route."""
        return self.route.periods

    @property
    def deadlines(self) -> Sequence[DeadlineView]:
        """Every deadline of the case that is running or paused."""
        return self.sources.deadlines

    @cached_property
    def deadline(self) -> DeadlineView:
        """The deadline that the call names; raises Invisible if the case has no such one."""
        try:
            found = self.sources.deadline(UUID(str(self.call.data.get("deadline"))))
        except ValueError:
            found = None
        if found is None:
            raise Invisible
        return found

    @property
    def task(self) -> TaskView:
        """The task that the call answers; asked only where the act answers a step."""
        assert self.call.task is not None, "the act answers a step"
        return self.call.task

    def named_task(self) -> TaskView | None:
        """The task that the call names, also one that is closed; Invisible if there is none."""
        key = self.call.named
        if self.call.task is not None or key is None:
            return self.call.task
        found = self.scene.task(key) or self.sources.task(key)
        if found is None:
            raise Invisible
        return found

    def posts_of(self, step: Step) -> Sequence[Post]:
        """Whom a step of this kind addresses here."""
        return step.posts(cast("Never", self))  # the steps of a kind are asked with its look

    def taker_of(self, step: Step) -> int | None:
        """Who has the work of a step in hand from the beginning; None: whoever accepts it."""
        return step.taker(cast("Never", self)) if step.taker else None

    def watches(self, capacity: Capacity) -> bool:  # noqa: ARG002 - for subclasses
        """Whether an office that is no superior may remind of a deadline by hand."""
        return False
