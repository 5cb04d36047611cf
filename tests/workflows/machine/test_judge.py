"""The judge looks and answers; it writes nothing and knows the order of refusals."""

import dataclasses
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kinds import AT, ErrandFlow, Office, make_office, opened, sent
from workflows.actions.acting.acts import Request, act
from workflows.definitions import Actor
from workflows.machine import Allowed, Call, Look, Refused, Repeated, judge
from workflows.models import Case, Task
from workflows.queries.acting.looks import look_at
from workflows.queries.acting.offers import situation
from workflows.queries.acting.scene import read_scene
from workflows.refusals import (
    CommandReused,
    GuardsUnmet,
    Invisible,
    NotAllowed,
    Stale,
    TaskClosed,
    WrongState,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


def look(request: Request) -> Look:
    """The look of a request as the act takes it under the lock."""
    case = Case.objects.get(pk=request.case)
    scene = read_scene(
        case=case.pk, person=request.by, command=request.command, today=request.at.date()
    )
    call = Call(
        request.name, Actor(request.by, scene.capacities), request.at, request.at.date(),
        request.data, request.text, request.version, request.task,
    )  # fmt: skip
    return look_at(case, scene, call)


def verdict(request: Request) -> Allowed | Refused | Repeated:
    return judge(ErrandFlow, look(request), digest=request.digest)


def refusal(request: Request) -> type[Exception] | None:
    found = verdict(request)
    return type(found.refusal) if isinstance(found, Refused) else None


def test_reasons_are_told_in_this_order(office: Office) -> None:
    """Each request has every fault of those below it, and is told the first."""
    case = sent(office).case
    task = Task.objects.get(case=case).pk
    done = uuid4()
    act(Request(case, "answer", office.head.pk, AT, command=done, task=task))
    stranger, clerk, head = office.organiser.pk, office.clerk.pk, office.head.pk
    unstorable = {"title": "\x00"}

    def asked(name: str, by: int, **more: object) -> type[Exception] | None:
        return refusal(Request(case, name, by, AT, **{"version": 1, "data": unstorable, **more}))

    assert [
        asked("send", stranger, command=done),
        asked("send", head, command=done),
        asked("send", head),
        asked("send", clerk),
        asked("nonsense", clerk),
    ] == [Invisible, CommandReused, NotAllowed, WrongState, WrongState]
    assert asked("answer", head, task=uuid4()) is Invisible


def test_a_closed_task_a_stale_version_and_missing_values_come_after_the_role(
    office: Office,
) -> None:
    case = sent(office).case
    task = Task.objects.get(case=case).pk
    Task.objects.filter(pk=task).update(status="done", closed_at=AT)
    assert refusal(Request(case, "answer", office.clerk.pk, AT, task=task)) is NotAllowed
    assert refusal(Request(case, "answer", office.head.pk, AT, task=task)) is TaskClosed
    draft = opened(office).case
    broken = {"copies": "\x00"}
    stale = Request(draft, "send", office.clerk.pk, AT, version=7, data=broken)
    assert refusal(stale) is Stale
    assert refusal(replace(stale, version=1)) is GuardsUnmet
    assert refusal(replace(stale, version=1, data={})) is None


def test_the_same_command_gets_its_first_outcome(office: Office) -> None:
    draft, command = opened(office).case, uuid4()
    request = Request(draft, "jot", office.clerk.pk, AT, command=command)
    act(request)
    found = verdict(request)
    assert isinstance(found, Repeated)
    assert (found.outcome["case"], found.outcome["seq"]) == (draft, 2)


def test_the_doer_gets_what_the_judge_allowed(office: Office) -> None:
    case = sent(office).case
    found = verdict(Request(case, "answer", office.head.pk, AT))
    assert isinstance(found, Allowed)
    call, task = found.look.call, Task.objects.get(case=case)
    assert (found.line.act.name, call.step) == ("answer", "check")
    assert call.task is not None
    assert call.task.id == task.pk
    assert call.capacity is not None
    assert call.capacity.desk == task.desk_id


def test_a_look_is_frozen_and_judging_writes_nothing(office: Office) -> None:
    case = sent(office).case
    request = Request(case, "answer", office.head.pk, AT)
    seen = look(request)
    for thing, name in ((seen, "case"), (seen.call, "name"), (seen.scene.tasks[0], "status")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(thing, name, None)
    before = repr(seen.scene)
    with CaptureQueriesContext(connection) as queries:
        first, second = (judge(ErrandFlow, seen, digest=request.digest) for _ in range(2))
    assert isinstance(first, Allowed)
    assert isinstance(second, Allowed)
    assert first.look.call == second.look.call
    assert repr(seen.scene) == before
    assert [q["sql"] for q in queries if not q["sql"].lstrip().startswith(("SELECT", "WITH"))] == []


def test_offers_are_what_the_judge_allows(office: Office) -> None:
    case = Case.objects.get(pk=sent(office).case)
    for person in (office.head, office.clerk):
        seen = situation(case, person=person.pk, at=AT)
        allowed = {
            name
            for name in ErrandFlow.act_names()
            if verdict_is_allowed(case.pk, name, person.pk) and name != "claim"
        }
        assert {offer.name for offer in seen.offers} == allowed


def verdict_is_allowed(case: int, name: str, by: int) -> bool:
    version = Case.objects.get(pk=case).version
    return isinstance(verdict(Request(case, name, by, AT, version=version)), Allowed)
