"""What the inbox shows of a task or a case; read only for the rows of one page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from viewflow.fsm.base import Transition

from ...machine import CaseFlow, UnknownKindError, flow_for


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case that the person has started, and where it lies now."""

    id: int
    kind: str
    title: str
    state: str
    state_since: datetime
    opened_at: datetime
    closed_at: datetime | None
    units: list[str]
    due_at: datetime | None

    @property
    def state_label(self) -> str:
        """The state in words."""
        return state_label(self.kind, self.state)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with everything that its line in the inbox says."""

    id: UUID
    case: int
    kind: str
    title: str
    state: str
    step: str
    desk: int
    desk_name: str
    unit: str
    opened_at: datetime | None
    due_at: datetime | None
    claimed_by: int | None
    claimer: str
    sender: str
    sender_unit: str
    closed_at: datetime | None
    outcome: str

    @property
    def step_title(self) -> str:
        """What is to be done; the step's key where the flow no longer knows it."""
        return step_label(self.kind, self.step)

    @property
    def outcome_label(self) -> str:
        """What was done with the task, in words."""
        return act_label(self.kind, self.outcome, self.state) or self.outcome.replace("_", " ")


def step_label(kind: str, key: str) -> str:
    """A step in words: what is to be done; its key where no flow of that kind knows it."""
    flow = _flow(kind)
    step = flow.step(key) if flow else None
    return str(step.title) if step else key.replace("_", " ")


def state_label(kind: str, state: str) -> str:
    """A state in words; its key where no flow of that kind knows it."""
    flow = _flow(kind)
    known = flow is not None and state in flow.states.values
    return str(flow.states(state).label) if flow and known else state.replace("_", " ")


def act_label(kind: str, name: str, state: str) -> str:
    """An act in words, as it is called in that state or any other; empty if nobody knows it."""
    flow = _flow(kind)
    if flow is None or not name:
        return ""
    transition = flow.transition(name, state)
    if transition is None:
        declared: Iterable[Transition] = getattr(
            getattr(flow, name, None), "get_transitions", tuple
        )()
        transition = next(iter(declared), None)
    label: str | Promise = transition.label if transition is not None else ""
    return str(label or "")


def _flow(kind: str) -> type[CaseFlow] | None:
    try:
        return flow_for(kind)
    except UnknownKindError:
        return None
