"""The one place that decides who may do what, when, and with what unmet guards.

It looks and answers, and writes nothing. Only it knows in which order reasons are told: 401, 404,
the first outcome of a repeated command, 403 with role and reason, 409, 422 with everything at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any, cast

from django.utils.translation import gettext
from viewflow.fsm.base import Transition

from ..definitions import Capacity
from ..enums import TaskStatus
from ..refusals import (
    CommandReused,
    GuardsUnmet,
    Invisible,
    NotAllowed,
    NotLoggedIn,
    OnlyOnce,
    Refusal,
    Stale,
    TaskClosed,
    Unmet,
    WrongState,
)
from .acts import Guard, Line
from .facts import TaskView
from .flow import CaseFlow, line_of
from .look import Look
from .rules import Rule
from .stored_text import unstorable


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the doer gets: the transition, and the look with its call completed.

    The call says in which capacity the person acts, on which task, and which step that answers.
    """

    transition: Transition
    look: Look

    @property
    def line(self) -> Line:
        """The act in the table of its flow."""
        return line_of(self.transition)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why not. `capacity` is set for a person who has the role but may not use it here."""

    refusal: Refusal
    look: Look

    @property
    def objection(self) -> str:
        """The reason against somebody who has the role (four-eyes); empty where there is none."""
        barred = isinstance(self.refusal, NotAllowed) and self.look.call.capacity
        return self.refusal.reason if barred and isinstance(self.refusal, NotAllowed) else ""


@dataclass(frozen=True, slots=True)
class Repeated:
    """The same command was done before: its first outcome."""

    outcome: Mapping[str, Any]


Verdict = Allowed | Refused | Repeated


def refusal_at_the_door(*, person: int | None, is_system: bool) -> Refusal | None:
    """401, before anything is read."""
    return NotLoggedIn() if person is None and not is_system else None


def judge(
    flow: type[CaseFlow], look: Look, *, digest: Callable[[], bytes], is_system: bool = False
) -> Verdict:
    """What becomes of a request; `digest` tells it from others with the same command id."""
    if not (is_system or look.scene.sees or flow.open_to_all):
        return Refused(Invisible(), look)
    if earlier := look.scene.command:
        is_same = earlier.by == look.call.actor.person and earlier.payload_digest == digest()
        return Repeated(earlier.result) if is_same else Refused(CommandReused(), look)
    if look.case.state in flow.gone:
        return Refused(Invisible(), look)
    verdict = permit(flow, look)
    if isinstance(verdict, Refused):
        return verdict
    try:
        unmet = [*unstorable(look.call.data, look.call.text)] or [*unmet_of(verdict)]
    except Refusal as refusal:
        return Refused(refusal, verdict.look)
    return Refused(GuardsUnmet(unmet), verdict.look) if unmet else verdict


def permit(flow: type[CaseFlow], look: Look) -> Allowed | Refused:
    """Role, state, version and task: everything but what a filled form brings.

    What a page offers is asked in the same way, with the version that it shows.
    """
    try:
        return _permit(flow, look)
    except Refusal as refusal:
        # What the call names is not there.
        return Refused(refusal, look)


def _permit(flow: type[CaseFlow], look: Look) -> Allowed | Refused:
    declared = [line_of(transition) for transition in flow.declared(look.call.name)]
    if not declared:
        return Refused(WrongState(**_present(look)), look)
    task = look.named_task()
    transition = flow.transition(look.call.name, look.case.state)
    line = line_of(transition) if transition else declared[0]
    look = _with(look, task=task, step=flow.answered(line, task))
    if transition is None:
        # Whoever may do it in another state learns that the moment is wrong, others only who may.
        seen = _in_capacity(_any_of(declared), look)
        return seen if isinstance(seen, Refused) else Refused(WrongState(**_present(look)), seen)
    seen = _in_capacity(_rule_of(line), look)
    if isinstance(seen, Refused):
        # The case has moved on to where others may do it: that is news, not a missing right.
        is_news = _is_stale(line, look) and _any_of(declared).capacity(look) is not None
        return Refused(Stale(**_present(look)), look) if is_news else seen
    return _in_time(transition, seen)


def unmet_of(allowed: Allowed) -> Iterator[Unmet]:
    """What the guards still miss; a guard may raise another refusal."""
    for guard in allowed.line.act.guards:
        yield from _asked(guard, allowed.look)


def obstacles_of(allowed: Allowed) -> Iterator[Unmet]:
    """The same before anything is filled in: a guard that needs what a form brings is left out.

    What can be done only once and was done is in the way whatever is filled in.
    """
    for guard in allowed.line.act.guards:
        try:
            yield from _asked(guard, allowed.look)
        except OnlyOnce as refusal:
            yield Unmet("only_once", refusal.text)
        except Refusal:
            continue


def refusal_by_guards(allowed: Allowed) -> Refusal | None:
    """What a guard answers that no form can mend: a colleague works on the task, for example."""
    for guard in allowed.line.act.guards:
        try:
            for _unmet in _asked(guard, allowed.look):
                pass
        except GuardsUnmet:
            continue
        except Refusal as refusal:
            return refusal
    return None


def may_open(flow: type[CaseFlow], look: Look) -> Look | Refused:
    """Whether a person may open a case of this kind: the look in their capacity, or why not."""
    return _in_capacity(flow.opener, look) if flow.opener else look


def is_due(flow: type[CaseFlow], look: Look) -> Allowed | None:
    """The system's call, if its act follows by itself now."""
    transition = flow.transition(look.call.name, look.case.state)
    when = line_of(transition).act.when if transition else None
    if transition is None or when is None:
        return None
    return Allowed(transition, look) if when(cast("Any", look)) else None  # the flow's own look


def _in_capacity(rule: Rule[Look], look: Look) -> Look | Refused:
    """The look of a caller who has the role and against whom nothing is to be said, or 403."""
    if look.call.actor.person is None:
        return look if rule.system else Refused(NotAllowed(str(rule.role)), look)
    capacity = rule.capacity(look)
    if capacity is None:
        beyond = rule.is_out_of_scope(look)
        return Refused(NotAllowed(str(rule.role), _beyond_the_scope() if beyond else ""), look)
    look = _with(look, capacity=capacity)
    reason = rule.objection(look, capacity)
    return Refused(NotAllowed(str(rule.role), reason), look) if reason else look


def _beyond_the_scope() -> str:
    return gettext("Your substitution does not cover this kind of task.")


def _in_time(transition: Transition, look: Look) -> Allowed | Refused:
    """The version is the present one, and the task that the act answers is open."""
    line, call = line_of(transition), look.call
    late = line.act.late
    if _is_stale(line, look):
        return Refused(Stale(**_present(look)), look)
    if line.act.step and call.task is None and call.capacity is not None:
        task = _task_at(call.capacity, look.scene.tasks_of(line.act.step))
        if task is None:
            return Refused((late or WrongState)(**_present(look)), look)
        look = _with(look, task=task)
    task = look.call.task
    if task is not None and task.status != TaskStatus.OPEN:
        return Refused((late or TaskClosed)(**_present(look)), look)
    if task is not None and line.act.step not in ("", task.key):
        return Refused(WrongState(**_present(look)), look)
    return Allowed(transition, look)


def _task_at(capacity: Capacity, tasks: Iterable[TaskView]) -> TaskView | None:
    return next((task for task in tasks if task.desk == capacity.desk), None)


def _is_stale(line: Line, look: Look) -> bool:
    is_person = look.call.actor.person is not None
    return is_person and line.needs_version and look.call.version != look.case.version


def _any_of(lines: Iterable[Line]) -> Rule[Look]:
    return reduce(or_, (_rule_of(line) for line in lines))


def _rule_of(line: Line) -> Rule[Look]:
    # Its flow names the look that its rules take; which one that is, only the flow knows.
    return cast("Rule[Look]", line.rule)


def _asked(guard: Guard, look: Look) -> Iterable[Unmet]:
    return guard(cast("Any", look))  # as above


def _with(look: Look, **more: Any) -> Look:
    return look.about(replace(look.call, **more))


def _present(look: Look) -> dict[str, Any]:
    return {"state": look.case.state, "version": look.case.version}
