"""Whoever asks past the pages meets the same rules."""

from uuid import uuid4

import pytest

from tests.kinds import AT, Office, make_office, person, sent
from workflows.actions.acting.acts import Request, act
from workflows.models import Desk, DeskHolder, Task, User
from workflows.refusals import GuardsUnmet, Taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def task(office: Office) -> Task:
    return Task.objects.get(case=sent(office).case)


@pytest.fixture
def colleague(office: Office, task: Task) -> User:
    found = person("colleague")
    DeskHolder.objects.create(desk=task.desk, person=found, valid_from=AT.date())
    return found


def do(task: Task, name: str, by: User, **data: object) -> None:
    act(Request(task.case_id, name, by.pk, AT, command=uuid4(), task=task.pk, data=data))


def in_hand_of(task: Task) -> User | None:
    return Task.objects.get(pk=task.pk).claimed_by


def test_a_task_in_hand_is_taken_only_from_whom_one_names(
    office: Office, task: Task, colleague: User
) -> None:
    do(task, "claim", colleague)
    for data in ({}, {"instead_of": office.clerk.pk}, {"instead_of": None}):
        with pytest.raises(Taken) as refusal:
            do(task, "claim", office.head, **data)
        assert refusal.value.by == colleague.pk
    do(task, "claim", office.head, instead_of=colleague.pk)
    assert in_hand_of(task) == office.head


def test_only_who_has_it_in_hand_gives_back_or_hands_over(
    office: Office, task: Task, colleague: User
) -> None:
    do(task, "claim", colleague)
    for name, data in (("give_back", {}), ("hand_over", {"to": office.head.pk})):
        with pytest.raises(Taken):
            do(task, name, office.head, **data)
    assert in_hand_of(task) == colleague


@pytest.mark.parametrize(
    ("to", "code"), [("clerk", "no_holder"), ("", "missing"), ("x", "invalid")]
)
def test_a_task_is_handed_only_to_who_may_act_at_its_desk(
    office: Office, task: Task, to: str, code: str
) -> None:
    wanted = office.clerk.pk if to == "clerk" else to
    with pytest.raises(GuardsUnmet) as refusal:
        do(task, "hand_over", office.head, to=wanted)
    assert [(item.code, item.field) for item in refusal.value.unmet] == [(code, "to")]
    assert in_hand_of(task) is None


def test_a_deputy_of_a_holder_may_be_handed_the_task(office: Office, task: Task) -> None:
    from workflows.models import Substitution

    Substitution.objects.create(
        represented=office.head, deputy=office.clerk, starts_on=AT, ends_on=AT, entered_at=AT
    )
    do(task, "hand_over", office.head, to=office.clerk.pk)
    assert in_hand_of(task) == office.clerk


def test_a_former_holder_may_not(office: Office, task: Task, colleague: User) -> None:
    Desk.objects.get(pk=task.desk_id).holders.filter(person=colleague).update(
        valid_until="2020-12-31", valid_from="2020-01-01"
    )
    with pytest.raises(GuardsUnmet):
        do(task, "hand_over", office.head, to=colleague.pk)
