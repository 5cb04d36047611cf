"""The state slot of a case and the base of every flow: viewflow's FSM over `case.state`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from viewflow import fsm

from .definitions import Actor, ActSpec, Capacity, Guard, Rule, Step

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.utils.functional import _StrPromise

    from .actions.work import Work
    from .models import Case
    from .queries.scene import Scene, TaskView

F = TypeVar("F", bound=Callable[..., Any])

ANY = fsm.State.ANY
STAY = fsm.base.DEFAULT


class CaseState(fsm.State):
    """A `viewflow.fsm.State` whose value lives in `flow.case.state`.

    It changes the value in memory only: `actions.acts.act` locks, checks and saves.
    """

    def __init__(self) -> None:
        super().__init__(states=None)

    def get(self, instance: CaseFlow) -> str:
        return instance.case.state

    def set(self, instance: CaseFlow, value: str) -> None:
        instance.case.state = str(value)

    def act(
        self,
        *,
        source: Any,
        by: Rule,
        label: str | _StrPromise,
        target: Any = STAY,
        guards: Sequence[Guard] = (),
        legal_basis: str = "",
        step: str = "",
        needs_version: bool | None = None,
        changes_text: bool = False,
        when: Callable[[Any], bool] | None = None,
    ) -> Callable[[F], F]:
        """Declare an act: from where to where, who may, what must be met, on which legal basis.

        `when` makes it automatic: the system does it as soon as it holds. A person's act with
        a target needs the version that was decided on, unless `needs_version` says otherwise.
        """
        wants = needs_version if needs_version is not None else target is not STAY and not when
        spec = ActSpec(by, tuple(guards), legal_basis, step, wants, changes_text, when)
        decorator: Callable[[F], F] = self.transition(
            source=source, target=target, label=label, permission=by, custom={"spec": spec}
        )
        return decorator


@dataclass(slots=True)
class Call:
    """One act under way: what was asked, by whom, in which capacity, about which task."""

    name: str
    actor: Actor
    at: datetime
    today: date
    data: Mapping[str, Any] = field(default_factory=dict)
    task: TaskView | None = None
    capacity: Capacity | None = None
    text: str = ""


def _allows_task(flow: CaseFlow, capacity: Capacity) -> bool:
    return flow.call.task is not None and capacity.desk == flow.call.task.desk


task_desk = Rule(_("the desk to which the task is addressed"), _allows_task)
"""Whoever holds the desk of the task, or represents its holder."""

system = Rule(_("the system itself"), lambda _flow, _capacity: False, system=True)
"""No person: the last vote, the end of a period."""


class CaseFlow:
    """Base of every process; subclasses declare states, acts and steps, read top to bottom."""

    kind: ClassVar[str]
    label: ClassVar[str | _StrPromise]
    states: ClassVar[type[TextChoices]]
    initial: ClassVar[str]
    final: ClassVar[frozenset[str]] = frozenset()
    steps: ClassVar[Mapping[str, tuple[Step, ...]]] = {}
    # Steps that no state opens by itself: conditions, questions, plans.
    extra_steps: ClassVar[tuple[Step, ...]] = ()
    # What the system tries after each act, in this order.
    automatic: ClassVar[tuple[str, ...]] = ()
    # Who may open a case of this kind; None: only the system.
    opener: ClassVar[Rule | None] = None
    # Whether every person with an account may ask for acts (the rules still decide).
    open_to_all: ClassVar[bool] = False
    # Name of the URL that shows a case of this kind; takes the case's id.
    url_name: ClassVar[str] = ""

    state: ClassVar[CaseState] = CaseState()

    def __init__(self, case: Case, scene: Scene, work: Work, call: Call) -> None:
        self.case, self.scene, self.work, self.call = case, scene, work, call

    # --- acts that every task knows -------------------------------------------------------

    @state.act(source=ANY, by=task_desk, label=_("claim"))
    def claim(self) -> None:
        """Take a task of one's desk; taking it from a colleague tells the colleague."""
        self.work.claim(self._open_task(), person=self._person())

    @state.act(source=ANY, by=task_desk, label=_("give back"))
    def give_back(self) -> None:
        """Put a claimed task back to the desk."""
        self.work.give_back(self._open_task())

    @state.act(source=ANY, by=task_desk, label=_("hand over"))
    def hand_over(self) -> None:
        """Give a task to another holder of the desk, who is told."""
        self.work.hand_over(self._open_task(), to=int(self.call.data["to"]))

    # --- what subclasses may say ----------------------------------------------------------

    def on_enter(self) -> None:
        """Called after a change of state, before its steps open: audience, rounds."""

    def on_task_desk_missing(self, step: Step) -> None:
        """Called when a step found no desk at all; the work reports it to the organisation."""

    # --- helpers --------------------------------------------------------------------------

    @classmethod
    def step(cls, key: str) -> Step | None:
        """The definition of a step; None if this version of the flow no longer knows it."""
        for step in cls.all_steps():
            if step.key == key:
                return step
        return None

    @classmethod
    def all_steps(cls) -> Iterable[Step]:
        """Every step of the flow."""
        for steps in cls.steps.values():
            yield from steps
        yield from cls.extra_steps

    @classmethod
    def transition(cls, name: str, source: str) -> fsm.base.Transition | None:
        """The declared act of that name from that state; None if there is none."""
        method = getattr(cls, name, None)
        if not isinstance(method, fsm.base.TransitionMethod):
            return None
        return method._descriptor.get_transition(source)  # noqa: SLF001 - no public access

    @classmethod
    def act_names(cls) -> tuple[str, ...]:
        """All acts of the flow, sorted."""
        return tuple(sorted(method.slug for method in cls.state.get_transitions()))  # type: ignore[attr-defined]

    def _open_task(self) -> TaskView:
        task = self.call.task
        assert task is not None, "the rule of the act has seen the task"
        return task

    def _person(self) -> int:
        person = self.call.actor.person
        assert person is not None, "the rule of the act lets no system pass"
        return person


def spec_of(transition: fsm.base.Transition) -> ActSpec:
    """What the engine knows of a declared act."""
    spec: ActSpec = transition.custom["spec"]
    return spec


TaskId = UUID
