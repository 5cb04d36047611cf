"""A process: the stages that it lists, put together to one table on viewflow's state machine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast

from django.db.models import TextChoices
from viewflow import fsm
from viewflow import utils as viewflow_utils

from ..definitions import Capacity, RouteWords, Step, Tie
from .acts import Act, Entering, Line, Stage
from .facts import TaskView
from .look import Look
from .rules import Rule
from .tasks import EVERY_TASK, ON_EVERY_TASK

if TYPE_CHECKING:
    from datetime import date

    from django.utils.functional import _StrPromise

ANY = fsm.State.ANY
"""The key of a stage's acts that there are in every state."""


class MovingCase(Protocol):
    """A case whose state can be set."""

    state: str


class Doer(Protocol):
    """The unit of work, as far as a process has to know it."""

    @property
    def case(self) -> MovingCase: ...


class CaseState(fsm.State):
    """A `viewflow.fsm.State` whose value lives in the state of the case under way.

    It changes the value in memory only; the act locks before and saves afterwards.
    """

    def __init__(self) -> None:
        super().__init__(states=None)

    def get(self, instance: object) -> str:
        return cast("CaseFlow", instance).doer.case.state

    def set(self, instance: object, value: str) -> None:
        cast("CaseFlow", instance).doer.case.state = str(value)


@dataclass(frozen=True, slots=True)
class _Table:
    """The stages of a process as one: by state its steps, what entering it does, its acts."""

    steps: Mapping[str, tuple[Step, ...]]
    enters: Mapping[str, tuple[Entering, ...]]
    lines: tuple[tuple[str, Line], ...]
    resting: Mapping[str, tuple[str, ...]]
    extra_steps: tuple[Step, ...]


class CaseFlow:
    """Base of every process. Subclasses say of what they are, and list their stages.

    An instance runs one act of one case: viewflow moves the state, the act's code gets the doer.
    Nobody asks viewflow for permission (it says no to everybody): `judge` decides.
    """

    kind: ClassVar[str]
    label: ClassVar[str | _StrPromise]
    states: ClassVar[type[TextChoices]]
    initial: ClassVar[str]
    final: ClassVar[frozenset[str]] = frozenset()
    # States in which there is nothing left to act on: everybody is told 404.
    gone: ClassVar[frozenset[str]] = frozenset()
    # What the process is made of, read from top to bottom.
    stages: ClassVar[tuple[Stage, ...]] = ()
    # What its rules look at, and who does its acts: a subclass of the unit of work.
    look: ClassVar[type[Look]] = Look
    work: ClassVar[type[Doer] | None] = None
    # Kinds of deadlines that nobody may move, because a rule says how long they run.
    fixed_deadlines: ClassVar[frozenset[str]] = frozenset()
    # Kinds of deadlines whose day a plan has set: they get a new one also when it has passed.
    dated_deadlines: ClassVar[frozenset[str]] = frozenset()
    # Who may open a case of this kind; None: only the system.
    opener: ClassVar[Rule[Any] | None] = None  # its own look, which only a subclass knows
    # Whether every person with an account may ask for acts (the rules still decide).
    open_to_all: ClassVar[bool] = False
    # The kind whose route its cases follow; empty: its own.
    route_of: ClassVar[str] = ""
    # What the versions of its route may name.
    route_words: ClassVar[RouteWords] = RouteWords()
    # Name of the URL that shows a case of this kind; takes the case's id.
    url_name: ClassVar[str] = ""

    # Put together from the stages.
    steps: ClassVar[Mapping[str, tuple[Step, ...]]] = {}
    extra_steps: ClassVar[tuple[Step, ...]] = ()
    enters: ClassVar[Mapping[str, tuple[Entering, ...]]] = {}
    resting: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    automatic: ClassVar[tuple[str, ...]] = ()
    decisions: ClassVar[frozenset[str]] = frozenset()

    state: ClassVar[CaseState] = CaseState()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if hasattr(cls, "kind"):
            cls._put_together()

    @classmethod
    def _put_together(cls) -> None:
        table = _joined((EVERY_TASK, *cls.stages))
        # In the order of the states: so the steps are listed wherever people choose among them.
        cls.steps = {
            state: table.steps[state] for state in cls.states.values if table.steps.get(state)
        }
        cls.extra_steps = table.extra_steps
        cls.enters, cls.resting = table.enters, table.resting
        acts = [line.act for _, line in table.lines]
        cls.automatic = tuple(dict.fromkeys(act.name for act in acts if act.when))
        cls.decisions = frozenset(act.name for act in acts if act.decides)
        declared: dict[str, Any] = {}  # viewflow's descriptors, by act
        for state, line in table.lines:
            name = line.act.name
            declared[name] = _declare(state, line, onto=declared.get(name))
        for name, descriptor in declared.items():
            setattr(cls, name, descriptor)

    def __init__(self, doer: Doer) -> None:
        self.doer = doer

    # --- what subclasses may say ----------------------------------------------------------

    @classmethod
    def references(cls, cases: Sequence[int]) -> Mapping[int, str]:  # noqa: ARG003 - for subclasses
        """Under which number people know these cases; one statement, whatever their number."""
        return {}

    @classmethod
    def urgent(cls, cases: Sequence[int]) -> Collection[int]:  # noqa: ARG003 - for subclasses
        """Which of these cases are urgent; one statement, whatever their number."""
        return ()

    @classmethod
    def about(cls, subjects: Sequence[str]) -> Mapping[str, str]:  # noqa: ARG003 - for subclasses
        """What the tasks with these subjects are about, as a message says it; what needs no words
        is left out.
        """
        return {}

    @classmethod
    def led_by(cls, unit: int) -> Mapping[int, str]:  # noqa: ARG003 - for subclasses
        """The running cases that a unit leads, by their numbers; they have the act `transfer_lead`.

        Whoever keeps the organisation may read the numbers, not the contents.
        """
        return {}

    @classmethod
    def ties(cls, unit: int) -> Sequence[str]:  # noqa: ARG003 - for subclasses
        """What else refers to a unit and needs another in its place, in words without contents."""
        return ()

    @classmethod
    def hangs_on(cls, person: int, *, on: date) -> Sequence[Tie]:  # noqa: ARG003 - for subclasses
        """What of its cases hangs on a person who leaves, beside tasks; names without contents."""
        return ()

    # --- what the table says --------------------------------------------------------------

    @classmethod
    def step(cls, key: str) -> Step | None:
        """The definition of a step; None if this version of the flow no longer knows it."""
        return next((step for step in cls.all_steps() if step.key == key), None)

    @classmethod
    def all_steps(cls) -> Iterable[Step]:
        """Every step of the flow."""
        for steps in cls.steps.values():
            yield from steps
        yield from cls.extra_steps

    @classmethod
    def answered(cls, line: Line, task: TaskView | None) -> str:
        """The key of the step that an act answers, by its declaration or on the named task.

        A task that does not offer the act lends it nothing: whoever may only vote for somebody
        does not edit by naming the task to vote.
        """
        if line.act.step or task is None:
            return line.act.step
        step = cls.step(task.key)
        offered = ON_EVERY_TASK | set(step.acts if step else ())
        return task.key if line.act.name in offered else ""

    @classmethod
    def transition(cls, name: str, source: str) -> fsm.base.Transition | None:
        """The declared act of that name from that state; None if there is none."""
        method = getattr(cls, name, None)
        if not isinstance(method, fsm.base.TransitionMethod):
            return None
        return method._descriptor.get_transition(source)  # noqa: SLF001 - no public access

    @classmethod
    def objection(cls, act: str, look: Look, capacity: Capacity) -> str:
        """What is to be said against whoever does an act now in that capacity; else empty."""
        transition = cls.transition(act, look.case.state)
        rule = cast("Rule[Look]", line_of(transition).rule) if transition else None  # its own look
        return rule.objection(look, capacity) if rule else ""

    @classmethod
    def declared(cls, name: str) -> Sequence[fsm.base.Transition]:
        """The declared acts of that name from all states; none if there is no such act."""
        method = getattr(cls, name, None)
        if not isinstance(method, fsm.base.TransitionMethod):
            return ()
        return tuple(method.get_transitions())

    @classmethod
    def act_names(cls) -> tuple[str, ...]:
        """All acts of the flow, sorted."""
        return tuple(sorted(method.slug for method in cls.state.get_transitions()))


def line_of(transition: fsm.base.Transition) -> Line:
    """The line of the table from which a transition was made."""
    line: Line = transition.custom["line"]
    return line


def _joined(stages: Iterable[Stage]) -> _Table:
    steps: dict[str, tuple[Step, ...]] = {}
    enters: dict[str, tuple[Entering, ...]] = {}
    lines: dict[tuple[str, str], Line] = {}
    resting: dict[str, tuple[str, ...]] = {}
    extra: list[Step] = []
    for stage in stages:
        extra += stage.steps
        for state, at in stage.states.items():
            steps[state] = (*steps.get(state, ()), *at.steps)
            enters[state] = (*enters.get(state, ()), *at.enters)
            if at.rests_from:
                resting[state] = (*resting.get(state, ()), *at.rests_from)
            for line in at.acts:
                if lines.setdefault((state, line.act.name), line) is not line:
                    raise ValueError(f"{line.act.name} is declared twice in {state}")
    return _Table(steps, enters, tuple(_by_state(lines)), resting, tuple(extra))


def _by_state(lines: Mapping[tuple[str, str], Line]) -> Iterator[tuple[str, Line]]:
    for (state, _), line in lines.items():
        yield state, line


def _declare(state: str, line: Line, *, onto: Any) -> Any:
    """viewflow's descriptor of an act with one more transition; both are untyped there."""
    targets = line.targets
    target = targets[0] if len(targets) == 1 else fsm.State.RETURN_VALUE(*targets)
    decorate = CaseFlow.state.transition(
        source=state,
        target=target if targets else viewflow_utils.DEFAULT,
        label=cast("str", line.act.label),
        custom={"line": line},
    )
    return decorate(onto or _run(line.act))


def _run(act: Act) -> Callable[[CaseFlow], str | None]:
    @wraps(act.effect)
    def run(flow: CaseFlow) -> str | None:
        # The kind of doer is the one that the flow names for its stages.
        return act.effect(flow.doer)  # type: ignore[arg-type] # the doer of this flow

    return run
