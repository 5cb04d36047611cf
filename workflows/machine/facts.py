"""What is read about a case, as plain data: tasks, answers, conditions, deadlines, its route.

The views are frozen. A scene changes while an act goes on, and only the unit of work changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from ..calendars import Period, Rung, WorkingCalendar
from ..definitions import Capacity
from ..wire.known import Known


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task of the case together with its step."""

    id: UUID
    step: UUID
    key: str
    subject: str
    mode: str
    desk: int
    addressed_to: int
    position: int
    status: str
    claimed_by: int | None
    state: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """A co-signature item of the present round and its current answer."""

    id: UUID
    unit: int
    step: UUID | None
    participation: str
    status: str
    silence: str
    reason: str
    carried: bool
    vote: UUID | None = None
    choice: str = ""
    # The item that holds the vote: itself, or the one of an earlier round that it carries on.
    origin: UUID | None = None
    # The desk as which the current answer was given; None for silence.
    answered_at_desk: int | None = None


@dataclass(frozen=True, slots=True)
class ConditionView:
    """A condition of the present round."""

    id: UUID
    vote: UUID
    unit: int
    status: str
    material: bool | None
    item: UUID
    is_settled: bool


@dataclass(frozen=True, slots=True)
class CommandView:
    """The earlier use of a command id."""

    by: int | None
    payload_digest: bytes
    result: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """A deadline with the desks that have the work, their units and all units above them."""

    id: UUID
    step: UUID | None
    kind: str
    subject: str
    starts_on: date
    due_on: date
    due_at: datetime
    status: str
    effect: str
    remaining: int | None
    rungs: tuple[datetime | None, ...]
    next_rung: int | None
    desks: frozenset[int]
    units: frozenset[int]
    # The last day on which somebody was reminded, by hand or by the ladder.
    reminded_on: date | None
    # What has happened with regard to the present due day: the rungs that were reached and when,
    # when a superior last noted it as seen, whether a day was announced.
    reached: Mapping[str, datetime]
    seen_at: datetime | None
    is_announced: bool
    # Since when its time stands still.
    paused_at: datetime | None


@dataclass(frozen=True, slots=True)
class RouteFacts:
    """What an act needs of its route and of the town's calendar."""

    periods: Mapping[str, Period]
    limits: Mapping[str, Decimal]
    calendar: WorkingCalendar
    ladder: tuple[Rung, ...]
    # Function keys of the units that may ask for more time to co-sign.
    extenders: frozenset[str]


@dataclass(slots=True)
class Scene:
    """The case's surroundings; the unit of work keeps it true while an act goes on."""

    sees: bool
    capacities: tuple[Capacity, ...]
    command: CommandView | None
    tasks: list[TaskView] = field(default_factory=list)
    items: list[ItemView] = field(default_factory=list)
    conditions: list[ConditionView] = field(default_factory=list)
    # In whose names deputies opened the case and wrote its present text.
    in_names_of: frozenset[int] = frozenset()
    # The unit of the desk at which the case was opened.
    opened_in: int | None = None
    # For whom the person is entered as a deputy today, of whatever order.
    stands_in_for: frozenset[int] = frozenset()
    # Offices that named each other as responsible too often, in the act under way.
    disputed: frozenset[int] = frozenset()
    # What vacant desks leave to the person; read when it is first asked for.
    stand_ins: Callable[[], tuple[Capacity, ...]] = tuple
    # What is known of the organisation in the version that was read.
    known: Known = field(default_factory=lambda: Known("", date.min))

    def met_by(self, capacity: Capacity, *, stands_in_for: frozenset[int]) -> Scene:
        """The same surroundings for another person."""
        return replace(self, capacities=(capacity,), stands_in_for=stands_in_for)

    def task(self, task_id: UUID) -> TaskView | None:
        """A live task by its id."""
        return next((task for task in self.tasks if task.id == task_id), None)

    def tasks_of(self, key: str, subject: str | None = None) -> list[TaskView]:
        """The live tasks of a step, of one subject or of all, in their order."""
        found = (t for t in self.tasks if t.key == key and subject in (None, t.subject))
        return sorted(found, key=lambda task: task.position)

    def item(self, item_id: UUID) -> ItemView | None:
        """An item of the present round by its id."""
        return next((item for item in self.items if item.id == item_id), None)


class SceneFacts(Protocol):
    """A scene as those see it who decide: nothing of it can be changed."""

    @property
    def sees(self) -> bool: ...

    @property
    def capacities(self) -> tuple[Capacity, ...]: ...

    @property
    def command(self) -> CommandView | None: ...

    @property
    def tasks(self) -> Sequence[TaskView]: ...

    @property
    def items(self) -> Sequence[ItemView]: ...

    @property
    def conditions(self) -> Sequence[ConditionView]: ...

    @property
    def in_names_of(self) -> frozenset[int]: ...

    @property
    def opened_in(self) -> int | None: ...

    @property
    def stands_in_for(self) -> frozenset[int]: ...

    @property
    def disputed(self) -> frozenset[int]: ...

    @property
    def stand_ins(self) -> Callable[[], tuple[Capacity, ...]]: ...

    @property
    def known(self) -> Known: ...

    def met_by(self, capacity: Capacity, *, stands_in_for: frozenset[int]) -> SceneFacts: ...

    def task(self, task_id: UUID) -> TaskView | None: ...

    def tasks_of(self, key: str, subject: str | None = None) -> Sequence[TaskView]: ...

    def item(self, item_id: UUID) -> ItemView | None: ...
