"""`act()`: the one way in for everything that a person or the clock does to a case."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial, reduce
from operator import or_
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext
from viewflow.fsm.base import Transition

from ... import wire
from ...calendars import local_date
from ...definitions import Actor, ActSpec, Rule, flow_for
from ...enums import TaskStatus
from ...machine import Call, CaseFlow, spec_of
from ...models import Case, Command, Event, Task
from ...queries.acting.scene import Scene, TaskView, lock_and_read
from ...refusals import (
    CommandReused,
    GuardsUnmet,
    Invisible,
    NotAllowed,
    NotLoggedIn,
    Stale,
    TaskClosed,
    WrongState,
)
from ...signals import case_moved
from ...spelling import tidied
from ..wire.retry import retried
from .legible import legible, unstorable
from .work import Opening, Work

SETTLE_LIMIT = 20
"""More automatic acts in a row than any honest process has: then a flow is wrong."""


@dataclass(frozen=True, slots=True)
class Request:
    """One act as asked for. `by` is a person's id, None the system; `command` its unique id."""

    case: int
    name: str
    by: int | None
    at: datetime
    command: UUID | None = None
    version: int | None = None
    task: UUID | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""

    def digest(self) -> bytes:
        """A digest of everything that the person decided on."""
        content = [self.case, self.name, self.version, str(self.task or ""), self.data, self.text]
        return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).digest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act came to; `replayed` if the same command had been done before."""

    case: int
    seq: int
    state: str
    version: int
    replayed: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)


def act(request: Request, *, system: bool = False) -> Outcome:
    """Do one act to one case, all or nothing, and settle what follows from it.

    Locks the case, reads everything the decision depends on, then refuses in this order:
    NotLoggedIn 401, Invisible 404, CommandReused 409 (the same command by the same person
    with the same content returns the first outcome instead), NotAllowed 403, WrongState,
    TaskClosed or Stale 409, GuardsUnmet 422 (all of them). Busy 503 if the case stays locked.
    Deadlocks and lost connections are retried with the same command. `system` is for the
    clock and the demo's beginning, never for a request of a person. Texts are kept tidied.
    """
    if request.by is None and not system:
        raise NotLoggedIn
    request = replace(
        request,
        # A retry after a lost connection must find out whether the first try was committed.
        command=request.command or uuid4(),
        data=legible(request.data),
        text=tidied(request.text),
    )
    return _act(request, system)


@retried
def _act(request: Request, system: bool) -> Outcome:  # noqa: FBT001 - private
    with wire.whole():
        today = local_date(request.at)
        case, scene = _lock(request, today)
        definition = flow_for(case.kind)
        if not (system or scene.sees or definition.open_to_all):
            raise Invisible
        if scene.command:
            return _replay(scene, request)
        if case.state in definition.gone:
            raise Invisible
        work = Work(case, scene, at=request.at, today=today)
        call = Call(
            name=request.name,
            actor=Actor(request.by, scene.capacities),
            at=request.at,
            today=today,
            data=request.data,
            text=request.text,
        )
        flow = definition(case, scene, work, call)
        work.bind(flow)
        transition = _permitted(flow, request)
        facts = dict(_perform(flow, transition).data)
        settle(flow)
        outcome = Outcome(case.pk, case.seq, case.state, case.version, facts=facts)
        remember(work, request, outcome)
        work.flush()
        announce(work, request.name)
    return outcome


def _lock(request: Request, today: date) -> tuple[Case, Scene]:
    """Lock the case before anything is read that the decision depends on, votes included."""
    try:
        return lock_and_read(
            case=request.case, person=request.by, command=request.command, today=today
        )
    except Case.DoesNotExist:
        raise Invisible from None


def _replay(scene: Scene, request: Request) -> Outcome:
    earlier = scene.command
    assert earlier is not None
    if earlier.by != request.by or earlier.payload_digest != request.digest():
        raise CommandReused
    return Outcome(**{**earlier.result, "replayed": True})


def _permitted(flow: CaseFlow, request: Request) -> Transition:
    """The transition to do, once person, state, task, version and guards have passed."""
    case = flow.case
    declared = flow.declared(request.name)
    if not declared:
        raise WrongState(state=case.state, version=case.version)
    flow.call.task = _task(flow, request)
    transition = flow.transition(request.name, case.state)
    if transition is None:
        # Whoever may do it in another state learns that the moment is wrong, others only who may.
        flow.call.step = flow.answered(request.name, spec_of(declared[0]), flow.call.task)
        _check_person(flow, reduce(or_, (spec_of(other).rule for other in declared)))
        raise WrongState(state=case.state, version=case.version)
    spec = spec_of(transition)
    flow.call.step = flow.answered(request.name, spec, flow.call.task)
    try:
        _check_person(flow, spec.rule)
    except NotAllowed:
        # The case has moved on to where others may do it: that is news, not a missing right.
        rule = reduce(or_, (spec_of(other).rule for other in declared))
        if _is_stale(flow, spec, request) and rule.capacity(flow, flow.call.actor):
            raise Stale(state=case.state, version=case.version) from None
        raise
    _check_timeliness(flow, spec, request)
    unmet = [*unstorable(request.data, request.text)]
    unmet = unmet or [item for guard in spec.guards for item in guard(flow)]
    if unmet:
        raise GuardsUnmet(unmet)
    return transition


def _task(flow: CaseFlow, request: Request) -> TaskView | None:
    """The task that the act names; a closed one is read too, so that its desk is told 409."""
    if request.task is None:
        return None
    live = flow.scene.task(request.task)
    if live:
        return live
    row = Task.objects.select_related("step").filter(pk=request.task, case=flow.case).first()
    if row is None:
        raise Invisible
    return TaskView(
        row.pk,
        row.step_id,
        row.step.key,
        row.step.subject,
        row.step.mode,
        row.desk_id,
        row.addressed_to_id,
        row.position,
        row.status,
        row.claimed_by_id,
        row.step.state,
    )


def _check_person(flow: CaseFlow, rule: Rule) -> None:
    actor = flow.call.actor
    if actor.person is None:
        if not rule.system:
            raise NotAllowed(str(rule.role))
        return
    capacity = rule.capacity(flow, actor)
    if capacity is None:
        beyond = rule.is_out_of_scope(flow, actor)
        raise NotAllowed(str(rule.role), _beyond_the_scope() if beyond else "")
    flow.call.capacity = capacity
    if rule.objection:
        reason = rule.objection(flow, capacity)
        if reason:
            raise NotAllowed(str(rule.role), str(reason))


def _beyond_the_scope() -> str:
    return gettext("Your substitution does not cover this kind of task.")


def _is_stale(flow: CaseFlow, spec: ActSpec, request: Request) -> bool:
    is_person = flow.call.actor.person is not None
    return is_person and spec.needs_version and request.version != flow.case.version


def _check_timeliness(flow: CaseFlow, spec: ActSpec, request: Request) -> None:
    case, call = flow.case, flow.call
    if _is_stale(flow, spec, request):
        raise Stale(state=case.state, version=case.version)
    if spec.step and call.task is None and call.capacity is not None:
        desk = call.capacity.desk
        call.task = next((t for t in flow.scene.tasks_of(spec.step) if t.desk == desk), None)
        if call.task is None:
            raise flow.too_late(WrongState)
    if call.task is None:
        return
    if call.task.status != TaskStatus.OPEN:
        raise flow.too_late(TaskClosed)
    if spec.step and call.task.key != spec.step:
        raise WrongState(state=case.state, version=case.version)


def _perform(flow: CaseFlow, transition: Transition, caused_by: int | None = None) -> Event:
    """Run the act's own code, move the state, close and open steps, record the event."""
    case, call, spec = flow.case, flow.call, spec_of(transition)
    source, name = case.state, transition.slug
    getattr(flow, name)()
    moved = case.state != source
    if moved or spec.changes_text:
        case.version += 1
    if spec.changes_text:
        case.edited_by_id = call.actor.person
    if spec.step and call.task in flow.scene.tasks and call.task is not None:
        flow.work.complete(call.task, outcome=name, person=call.actor.person)
    capacity = call.capacity
    event = flow.work.record(
        action=name,
        source=source,
        target=case.state if moved else "",
        actor=call.actor.person,
        on_behalf_of=capacity.holder if capacity and capacity.is_deputy else None,
        desk=capacity.desk if capacity else None,
        legal_basis=spec.legal_basis,
        text=call.text,
        caused_by=caused_by,
    )
    if moved:
        enter(flow, source)
    return event


def enter(flow: CaseFlow, source: str) -> None:
    case = flow.case
    case.state_since = flow.call.at
    case.closed_at = flow.call.at if case.state in flow.final else None
    _leave(flow, source)
    flow.on_enter()
    steps = flow.steps.get(case.state, ())
    if steps:
        flow.work.open(*(Opening(step) for step in steps))


def _leave(flow: CaseFlow, source: str) -> None:
    """What was opened in the state is no longer needed, unless the case only rests or goes on."""
    resting, target = flow.resting, flow.case.state
    if resting.get(target) == source:
        return
    flow.work.void_state(source)
    if source in resting and resting[source] != target:
        flow.work.void_state(resting[source])


def settle(flow: CaseFlow) -> None:
    """Do what follows by itself under the same lock, each its own event of the system."""
    caused_by, call = flow.case.seq, flow.call
    for _ in range(SETTLE_LIMIT):
        name = next((n for n in flow.automatic if _is_due(flow, n)), None)
        if name is None:
            return
        flow.call = Call(name=name, actor=Actor(None), at=call.at, today=call.today)
        transition = flow.transition(name, flow.case.state)
        assert transition is not None
        _perform(flow, transition, caused_by)
    message = f"{flow.kind}: automatic acts do not come to rest"
    raise RuntimeError(message)


def _is_due(flow: CaseFlow, name: str) -> bool:
    transition = flow.transition(name, flow.case.state)
    if transition is None:
        return False
    when = spec_of(transition).when
    return when is not None and when(flow)


def announce(work: Work, action: str) -> None:
    """Let observers know after the commit; `tells` says whether there is anything to deliver."""
    send = partial(case_moved.send_robust, sender=Case, case_id=work.case.pk, action=action)
    transaction.on_commit(partial(send, seq=work.case.seq, tells=work.tells))


def remember(work: Work, request: Request, outcome: Outcome) -> None:
    if request.command is None:
        return
    work.insert(
        Command(
            id=request.command,
            by_id=request.by,
            payload_digest=request.digest(),
            result={
                "case": outcome.case,
                "seq": outcome.seq,
                "state": outcome.state,
                "version": outcome.version,
                "facts": dict(outcome.facts),
            },
            at=request.at,
        )
    )
