"""Opening a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError

from ... import wire
from ...calendars import local_date
from ...definitions import Actor
from ...enums import Access
from ...machine import Call, Refused, flow_for, may_open
from ...machine.stored_text import tidied_values, unstorable
from ...models import Case, Command
from ...queries.acting.looks import look_at
from ...queries.acting.scene import first_scene
from ...refusals import CommandReused, GuardsUnmet
from ...spelling import one_line, tidied
from ..wire.retry import retried
from .acts import Outcome, Request, announce, doer, enter, remember, settle
from .work import Work


def open_case(
    *,
    kind: str,
    title: str,
    by: int | None,
    at: datetime,
    attach: Callable[[Case, Work], object] | None = None,
    command: UUID | None = None,
    access: str = Access.NORMAL,
    data: Mapping[str, object] | None = None,
    text: str = "",
) -> Outcome:
    """Open a case in its flow's initial state, with the domain object that `attach` makes.

    All or nothing; event 1 of the trail is "open". `attach` gets the case with its key and
    the work, before the steps of the initial state are opened, and returns the domain object.
    The same command again returns the first outcome; with other content it raises
    CommandReused. NotAllowed if the flow's `opener` rule lets nobody in whom this person is,
    GuardsUnmet for texts that cannot be stored. Retried like `act()`.
    """
    title = one_line(title)
    request = Request(
        case=0,
        name=f"open:{kind}",
        by=by,
        at=at,
        # A retry after a lost connection must find out whether the first try was committed.
        command=command or uuid4(),
        data=tidied_values({**(data or {}), "title": title}),
        text=tidied(text),
    )
    unmet = [*unstorable(request.data, request.text)]
    if unmet:
        raise GuardsUnmet(unmet)
    return _open_once(kind, request, title=title, access=access, attach=attach)


@retried
def _open_once(
    kind: str,
    request: Request,
    *,
    title: str,
    access: str,
    attach: Callable[[Case, Work], object] | None,
) -> Outcome:
    try:
        with wire.whole():
            return _open(kind, request, title=title, access=access, attach=attach)
    except IntegrityError:
        # The command's key is unique: the first of two is done, the second told its outcome.
        earlier = _earlier(request)
        if earlier is None:
            raise
        return earlier


def _open(
    kind: str,
    request: Request,
    *,
    title: str,
    access: str,
    attach: Callable[[Case, Work], object] | None,
) -> Outcome:
    flow, today = flow_for(kind), local_date(request.at)
    key, route, scene = first_scene(kind=flow.route_of or kind, person=request.by, today=today)
    case = Case(
        id=key, kind=kind, state=str(flow.initial), title=title, access=access, route_id=route,
        opened_by_id=request.by, edited_by_id=request.by, opened_at=request.at,
        state_since=request.at,
    )  # fmt: skip
    call = Call(
        name="open", actor=Actor(request.by, scene.capacities), at=request.at, today=today,
        data=request.data, text=request.text,
    )  # fmt: skip
    work = doer(flow, case, scene, look_at(case, scene, call))
    if attach and (subject := attach(case, work)) is not None:
        work.look = work.look.knowing(subject)
    if request.by is not None:
        verdict = may_open(flow, work.look)
        if isinstance(verdict, Refused):
            raise verdict.refusal
        work.look = verdict
    capacity = work.call.capacity
    work.record(
        action="open", target=case.state, actor=request.by, text=request.text,
        on_behalf_of=capacity.holder if capacity and capacity.is_deputy else None,
        desk=capacity.desk if capacity else None,
    )  # fmt: skip
    enter(flow, work, "")
    settle(flow, work)
    outcome = Outcome(case.pk, case.seq, case.state, case.version)
    remember(work, request, outcome)
    work.flush()
    announce(work, "open")
    return outcome


def _earlier(request: Request) -> Outcome | None:
    if request.command is None:
        return None
    row = Command.objects.filter(pk=request.command).first()
    if row is None:
        return None
    if row.by_id != request.by or bytes(row.payload_digest) != request.digest():
        raise CommandReused
    return replace(Outcome(**row.result), replayed=True)
