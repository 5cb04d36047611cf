"""What a process definition is made of: plain data and a registry, no ORM."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Never

from .enums import StepMode

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise

TIES_SHOWN = 5
"""So many names of what hangs on somebody; the rest is counted."""

Posts = Callable[[Never], "Sequence[Post]"]
"""Whom a step addresses; asked with the look of its kind of case."""


@dataclass(frozen=True, slots=True)
class Post:
    """Whom a step addresses: desks of these functions in one unit, named by id or function key.

    `desk` narrows it to one of them.
    """

    functions: tuple[str, ...]
    unit: int | None = None
    unit_function: str = ""
    desk: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Human work that a state waits for.

    `posts` says whom (one task per desk); `acts` are the acts offered on the task, the first
    is the usual one; `period` is the key of the route's period, `key` where it is empty.
    `instead` names, in their order, whom else may be asked where nobody of the posts may do it.
    `taker` names who has the work in hand from the beginning, if they hold a desk that is asked.
    `lasts` are the states among which the work goes on; other work ends with its state.
    """

    key: str
    title: Text
    posts: Posts
    acts: tuple[str, ...] = ()
    mode: StepMode = StepMode.ANY
    period: str = ""
    effect: str = ""
    instead: Posts | None = None
    taker: Callable[[Never], int | None] | None = None
    lasts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tie:
    """What hangs on somebody who leaves: how much, under which names, and what becomes of it."""

    what: str
    count: int
    fate: str
    names: Sequence[str] = ()

    @property
    def shown(self) -> str:
        """The first names of it, and dots for the rest."""
        return ", ".join(self.names[:TIES_SHOWN]) + (" …" if len(self.names) > TIES_SHOWN else "")


@dataclass(frozen=True, slots=True)
class Scope:
    """The steps to which a deputy's right is limited: `only` these (empty: all), `besides` those.

    An act that answers no task has the step "": it needs a deputy for everything.
    """

    only: frozenset[str] = frozenset()
    besides: frozenset[str] = frozenset()

    def covers(self, step: str) -> bool:
        """Whether the deputy may do this kind of task."""
        return (not self.only or step in self.only) and step not in self.besides

    def __or__(self, other: Scope) -> Scope:
        """What one or the other of the two covers."""
        mine, theirs = self.only - self.besides, other.only - other.besides
        if self.only and other.only:
            return Scope(only=mine | theirs) if mine or theirs else self
        if self.only or other.only:
            barred = other.besides - mine if self.only else self.besides - theirs
            return Scope(besides=barred)
        return Scope(besides=self.besides & other.besides)


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Capacity:
    """A desk as which a person acts, in their own right or for somebody they represent."""

    desk: int
    function: str
    unit: int
    unit_function: str
    ancestors: tuple[int, ...]
    signs: str
    holder: int
    is_deputy: bool
    scope: Scope = EVERYTHING
    # Ended units whose place the unit has taken: their ids and functions.
    taken_over: tuple[tuple[int, str], ...] = ()

    def fits(self, post: Post) -> bool:
        """Whether this desk is one of the post's."""
        if self.function not in post.functions or post.desk not in (None, self.desk):
            return False
        if post.unit is not None:
            return any(unit == post.unit for unit, _ in self.units)
        return not post.unit_function or any(name == post.unit_function for _, name in self.units)

    @property
    def units(self) -> tuple[tuple[int, str], ...]:
        """The unit of the desk and those whose place it has taken: their ids and functions."""
        return ((self.unit, self.unit_function), *self.taken_over)


@dataclass(frozen=True, slots=True)
class Signer:
    """A person who is there for a desk, and for whom they are entered as a deputy today.

    Of the capacity only the desk, its function and unit, and the holder are read.
    """

    person: int
    capacity: Capacity
    stands_in_for: frozenset[int]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with their capacities, or the system itself (`person` is None)."""

    person: int | None
    capacities: tuple[Capacity, ...] = ()


@dataclass(frozen=True, slots=True)
class RouteWords:
    """What the route of a kind may name, each key with the words that people read.

    `periods` are those beside the periods of the steps; `functions` are those of units, and
    `unit_functions` stand for units that only the case knows (the district's office).
    """

    predicates: Mapping[str, Text] = field(default_factory=dict)
    functions: Mapping[str, Text] = field(default_factory=dict)
    unit_functions: Mapping[str, Text] = field(default_factory=dict)
    periods: Mapping[str, Text] = field(default_factory=dict)
    thresholds: Mapping[str, Text] = field(default_factory=dict)
    # What old versions name and nothing reads any more: it is neither shown nor taken on.
    retired_periods: frozenset[str] = frozenset()
    retired_thresholds: frozenset[str] = frozenset()
