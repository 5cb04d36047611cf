"""The state slot of a case and the base of every flow: viewflow's FSM over `case.state`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from viewflow import fsm
from viewflow import utils as viewflow_utils

from ..definitions import Actor, ActSpec, Capacity, Guard, RouteWords, Rule, Step
from ..refusals import Conflict, GuardsUnmet, Taken, Unmet

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.utils.functional import _StrPromise

    from ..actions.acting.work import Work
    from ..models import Case
    from ..queries.acting.scene import Scene, TaskView

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

ON_EVERY_TASK = frozenset({"claim", "give_back", "hand_over"})
"""Acts that every task knows; the inbox and the task's own line offer them."""

ANY = fsm.State.ANY
STAY = viewflow_utils.DEFAULT


class CaseState(fsm.State):
    """A `viewflow.fsm.State` whose value lives in `flow.case.state`.

    It changes the value in memory only: `actions.acts.act` locks, checks and saves.
    """

    def __init__(self) -> None:
        super().__init__(states=None)

    def get(self, instance: object) -> str:
        return cast("CaseFlow", instance).case.state

    def set(self, instance: object, value: str) -> None:
        cast("CaseFlow", instance).case.state = str(value)

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
            source=source,
            target=target,
            label=cast("str", label),
            permission=by,
            custom={"spec": spec},
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
    # The kind of task that the act answers; deputies may be limited to some.
    step: str = ""

    def value(self, key: str, parse: Callable[[Any], T]) -> T:
        """A value of the act's data; raises GuardsUnmet if it is missing or cannot be read."""
        if self.data.get(key) in (None, ""):
            raise GuardsUnmet([Unmet("missing", gettext("Please fill in this field."), key)])
        try:
            return parse(self.data[key])
        except (TypeError, ValueError, ArithmeticError):
            text = gettext("This value cannot be read. Please check it.")
            raise GuardsUnmet([Unmet("invalid", text, key)]) from None


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
    # States in which there is nothing left to act on: everybody is told 404.
    gone: ClassVar[frozenset[str]] = frozenset()
    steps: ClassVar[Mapping[str, tuple[Step, ...]]] = {}
    # Steps that no state opens by itself: conditions, questions, plans.
    extra_steps: ClassVar[tuple[Step, ...]] = ()
    # States in which the work of another state waits for its return: {resting: base}.
    resting: ClassVar[Mapping[str, str]] = {}
    # What the system tries after each act, in this order.
    automatic: ClassVar[tuple[str, ...]] = ()
    # The acts that decide something even where the state stays: those who watch hear of them.
    decisions: ClassVar[frozenset[str]] = frozenset()
    # Who may open a case of this kind; None: only the system.
    opener: ClassVar[Rule | None] = None
    # Whether every person with an account may ask for acts (the rules still decide).
    open_to_all: ClassVar[bool] = False
    # What the versions of its route may name.
    route_words: ClassVar[RouteWords] = RouteWords()
    # Name of the URL that shows a case of this kind; takes the case's id.
    url_name: ClassVar[str] = ""

    state: ClassVar[CaseState] = CaseState()

    def __init__(self, case: Case, scene: Scene, work: Work, call: Call) -> None:
        self.case, self.scene, self.work, self.call = case, scene, work, call

    # --- acts that every task knows -------------------------------------------------------

    @state.act(source=ANY, by=task_desk, label=_("claim"))
    def claim(self) -> None:
        """Take a task of one's desk. Taking it from a colleague needs their id as `instead_of`,
        so that nobody does so unawares; the colleague is told.
        """
        task = self._untaken(self.call.data.get("instead_of"))
        self.work.claim(task, person=self.person_id())

    @state.act(source=ANY, by=task_desk, label=_("give back"))
    def give_back(self) -> None:
        """Put a claimed task back to the desk."""
        self.work.give_back(self._untaken())

    @state.act(source=ANY, by=task_desk, label=_("hand over"))
    def hand_over(self) -> None:
        """Give a task to another person who may act at its desk, and who is told."""
        task, to = self._untaken(), self.call.value("to", int)
        if to not in self.work.workers(task):
            text = gettext("This person does not hold the desk.")
            raise GuardsUnmet([Unmet("no_holder", text, "to")])
        self.work.hand_over(task, to=to)

    @state.act(source=ANY, by=system, label=_("pass on left work"))
    def return_work(self) -> None:
        """Pass on or set free tasks that lie where nobody is; `moves`: desk or None by task."""
        for key, desk in self.call.data["moves"].items():
            task = self.scene.task(UUID(key))
            if task is not None:
                self.work.pass_on(task, desk=desk, is_meant=bool(self.call.data.get("is_meant")))

    # --- what subclasses may say ----------------------------------------------------------

    def on_enter(self) -> None:
        """Called after a change of state, before its steps open: audience, rounds."""

    def on_task_desk_missing(self, step: Step) -> None:
        """Called when a step found no desk at all; the work reports it to the organisation."""

    def too_late(self, conflict: type[Conflict]) -> Conflict:
        """What to tell a person whose task is not open (any more); a flow may know better."""
        return conflict(state=self.case.state, version=self.case.version)

    # --- helpers --------------------------------------------------------------------------

    @classmethod
    def references(cls, cases: Sequence[int]) -> Mapping[int, str]:  # noqa: ARG003 - for subclasses
        """Under which number people know these cases; one statement, whatever their number."""
        return {}

    @classmethod
    def urgent(cls, cases: Sequence[int]) -> Collection[int]:  # noqa: ARG003 - for subclasses
        """Which of these cases are urgent; one statement, whatever their number."""
        return ()

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
    def answered(cls, name: str, spec: ActSpec, task: TaskView | None) -> str:
        """The key of the step that an act answers, by its declaration or on the named task.

        A task that does not offer the act lends it nothing: whoever may only vote for somebody
        does not edit by naming the task to vote.
        """
        if spec.step or task is None:
            return spec.step
        step = cls.step(task.key)
        offered = ON_EVERY_TASK | set(step.acts if step else ())
        return task.key if name in offered else ""

    @classmethod
    def transition(cls, name: str, source: str) -> fsm.base.Transition | None:
        """The declared act of that name from that state; None if there is none."""
        method = getattr(cls, name, None)
        if not isinstance(method, fsm.base.TransitionMethod):
            return None
        return method._descriptor.get_transition(source)  # noqa: SLF001 - no public access

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

    def _open_task(self) -> TaskView:
        task = self.call.task
        assert task is not None, "the rule of the act has seen the task"
        return task

    def _untaken(self, instead_of: int | None = None) -> TaskView:
        """The task, if no colleague works on it but the one named; raises Taken."""
        task = self._open_task()
        if task.claimed_by not in (None, self.person_id(), instead_of):
            case = self.case
            raise Taken(by=task.claimed_by, state=case.state, version=case.version)
        return task

    def person_id(self) -> int:
        person = self.call.actor.person
        assert person is not None, "the rule of the act lets no system pass"
        return person


def spec_of(transition: fsm.base.Transition) -> ActSpec:
    """What the engine knows of a declared act."""
    spec: ActSpec = transition.custom["spec"]
    return spec
