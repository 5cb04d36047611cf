"""What is sent is judged once, under the lock; a page that is only shown is judged by itself."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.test import Client

from tests.kinds import AT, ErrandFlow, ErrandState, Office
from workflows.actions.acting.cases import open_case
from workflows.definitions import Capacity, Post
from workflows.machine import At, Look, Rule, Stage, act, register
from workflows.models import Case, User
from workflows.refusals import Unmet

asked: list[str] = []


def _is_clerk(_look: Look, capacity: Capacity) -> bool:
    asked.append("rule")
    return capacity.function == "clerk"


def _guard(_look: Look) -> Iterator[Unmet]:
    asked.append("guard")
    yield from ()


@act("send", guards=[_guard])
def send(_work: object) -> None:
    asked.append("act")


class CountedFlow(ErrandFlow):
    """An errand that notes what is asked about it."""

    kind = "counted-errand"
    opener = None
    url_name = "errand"
    stages = (Stage({ErrandState.DRAFT: At(acts=(send.by(Rule("clerk", _is_clerk)),))}),)


register(CountedFlow)


@pytest.fixture
def case(office: Office) -> int:
    clerk = Post(("clerk",), unit=office.unit.pk)
    made = open_case(
        kind="counted-errand", title="Errand", by=None, at=AT,
        attach=lambda _case, work: work.admit([clerk], "lead"),
    )  # fmt: skip
    asked.clear()
    return made.case


def test_what_is_sent_is_judged_once(
    login: Callable[[User], Client], office: Office, case: int
) -> None:
    values = {"command": str(uuid4()), "version": Case.objects.get(pk=case).version}
    response = login(office.clerk).post(f"/errands/{case}/send/", values)
    assert response.status_code == 302
    # The clerk acts in one capacity, so the rule is asked once for each judgement.
    assert asked == ["rule", "guard", "act"]
