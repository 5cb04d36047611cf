"""`act()`: the one way in for everything that a person or the clock does to a case."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any, cast
from uuid import UUID, uuid4

from django.db import transaction

from ... import wire
from ...calendars import local_date
from ...definitions import Actor
from ...machine import Allowed, Call, CaseFlow, Look, Refused, Repeated, Scene, flow_for, judge
from ...machine.judge import is_due, refusal_at_the_door
from ...machine.stored_text import tidied_values
from ...models import Case, Command, Event
from ...queries.acting.looks import look_at
from ...queries.acting.scene import lock_and_read
from ...refusals import Invisible
from ...signals import case_moved
from ...spelling import tidied
from ..wire.retry import retried
from .waiting import place_in_line
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

    Locks the case, looks at everything the decision depends on, and asks the judge once. Raises
    what the judge answers: NotLoggedIn 401, Invisible 404, CommandReused 409 (the same command
    by the same person with the same content returns the first outcome instead), NotAllowed 403,
    WrongState, TaskClosed or Stale 409, GuardsUnmet 422 (all of them). Busy 503 if the case
    stays locked or too many wait for it. Deadlocks and lost connections are retried with the same
    command. `system` is for the clock and the demo's beginning, never for a request of a person.
    Texts are kept tidied.
    """
    if refusal := refusal_at_the_door(person=request.by, is_system=system):
        raise refusal
    request = replace(
        request,
        # A retry after a lost connection must find out whether the first try was committed.
        command=request.command or uuid4(),
        data=tidied_values(request.data),
        text=tidied(request.text),
    )
    return _act(request, system)


@retried
def _act(request: Request, system: bool) -> Outcome:  # noqa: FBT001 - private
    with wire.whole():
        case, scene = _lock(request, local_date(request.at))
        flow = flow_for(case.kind)
        look = look_at(case, scene, _call(request, scene))
        verdict = judge(flow, look, digest=request.digest, is_system=system)
        if isinstance(verdict, Refused):
            raise verdict.refusal
        if isinstance(verdict, Repeated):
            return Outcome(**{**verdict.outcome, "replayed": True})
        work = doer(flow, case, scene, verdict.look)
        facts = dict(_perform(flow, work, verdict).data)
        settle(flow, work)
        outcome = Outcome(case.pk, case.seq, case.state, case.version, facts=facts)
        remember(work, request, outcome)
        work.flush()
        announce(work, request.name)
    return outcome


def _lock(request: Request, today: date) -> tuple[Case, Scene]:
    """Lock the case before anything is read that the decision depends on, votes included."""
    try:
        with place_in_line(request.case):
            return lock_and_read(
                case=request.case, person=request.by, command=request.command, today=today
            )
    except Case.DoesNotExist:
        raise Invisible from None


def _call(request: Request, scene: Scene) -> Call:
    return Call(
        name=request.name,
        actor=Actor(request.by, scene.capacities),
        at=request.at,
        today=local_date(request.at),
        data=request.data,
        text=request.text,
        version=request.version,
        named=request.task,
    )


def doer(flow: type[CaseFlow], case: Case, scene: Scene, look: Look) -> Work:
    """The unit of work for one act: the one of the kind, or the engine's own."""
    kind = cast("type[Work]", flow.work or Work)  # the machine knows it by its methods only
    return kind(case, scene, look)


def _perform(
    flow: type[CaseFlow], work: Work, allowed: Allowed, caused_by: int | None = None
) -> Event:
    """Run the act's own code, move the state, close and open steps, record the event."""
    case, call, act = work.case, allowed.look.call, allowed.line.act
    source, name = case.state, act.name
    work.source = source
    # viewflow runs the code between the source and the target of the transition.
    getattr(flow(work), name)()
    moved = case.state != source
    if moved or act.changes_text:
        case.version += 1
    if act.changes_text:
        case.edited_by_id = call.actor.person
    task = work.scene.task(call.task.id) if act.step and call.task else None
    if task is not None:
        work.complete(task, outcome=name, person=call.actor.person)
    capacity = call.capacity
    event = work.record(
        action=name,
        source=source,
        target=case.state if moved else "",
        actor=call.actor.person,
        on_behalf_of=capacity.holder if capacity and capacity.is_deputy else None,
        desk=capacity.desk if capacity else None,
        legal_basis=act.legal_basis if work.basis is None else work.basis,
        text=call.text,
        caused_by=caused_by,
    )
    work.basis = None
    if moved:
        enter(flow, work, source)
    return event


def enter(flow: type[CaseFlow], work: Work, source: str) -> None:
    """What a new state brings: its own doings first, then its steps.

    A state whose work has only waited goes on with it instead of beginning anew.
    """
    case = work.case
    case.state_since = work.at
    case.closed_at = work.at if case.state in flow.final else None
    work.goes_on = case.state in flow.resting.get(source, ()) and any(
        task.state == case.state for task in work.scene.tasks
    )
    _leave(flow, work, source)
    for entering in flow.enters.get(case.state, ()):
        entering(cast("Any", work))  # the doer that the flow names for its stages
    steps = flow.steps.get(case.state, ())
    if steps and not work.goes_on:
        # What a matter asks of nobody is no work of it.
        asked = ((step, work.look.posts_of(step)) for step in steps)
        work.open(*(Opening(step, posts=posts) for step, posts in asked if posts))
    work.claim_rows()


def _leave(flow: type[CaseFlow], work: Work, source: str) -> None:
    """What was opened in the state is no longer needed, unless the case only rests or goes on."""
    target = work.case.state
    kept = {target, *flow.resting.get(target, ())}
    lasting = {step.key: step.lasts for step in flow.all_steps() if step.lasts}
    for state in (source, *flow.resting.get(source, ())):
        if state not in kept:
            work.void_state(state, besides=lasting)
    work.void_keys(key for key, states in lasting.items() if target not in states)


def settle(flow: type[CaseFlow], work: Work) -> None:
    """Do what follows by itself under the same lock, each its own event of the system."""
    caused_by, at, today = work.case.seq, work.at, work.today
    for _ in range(SETTLE_LIMIT):
        calls = (Call(name, Actor(None), at, today) for name in flow.automatic)
        due = (is_due(flow, work.look.about(call)) for call in calls)
        allowed = next(filter(None, due), None)
        if allowed is None:
            return
        work.look = allowed.look
        _perform(flow, work, allowed, caused_by)
    message = f"{flow.kind}: automatic acts do not come to rest"
    raise RuntimeError(message)


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
