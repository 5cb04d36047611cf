"""Several people reach for the same task at the same moment, in real threads."""

from collections import Counter
from datetime import date
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.concurrency.threads import at_once
from tests.kinds import Office, make_office, person, sent
from workflows.models import Desk, DeskHolder, Event, Task, User

PEOPLE = 8
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def holders(office: Office) -> list[User]:
    """Eight people who hold the same desk."""
    desk = Desk.objects.get(unit=office.unit, function="head")
    people = [person(f"holder-{letter}") for letter in "abcdefgh"]
    DeskHolder.objects.bulk_create(
        DeskHolder(desk=desk, person=someone, valid_from=date(2020, 1, 1)) for someone in people
    )
    return people


def post_at_once(clients: list[Client], url: str, commands: list[UUID]) -> list[str]:
    """Where each request led, all sent at the same moment."""

    def send(client: Client, command: UUID) -> str:
        response = client.post(url, {"command": str(command)})
        return f"{response.status_code} {response.headers.get('Location', '')}"

    return at_once([partial(send, *one) for one in zip(clients, commands, strict=True)])


def logged_in(users: list[User]) -> list[Client]:
    clients = [Client() for _user in users]
    for client, user in zip(clients, users, strict=True):
        client.force_login(user)
    return clients


def test_of_many_who_accept_one_gets_the_task_the_others_are_asked(
    office: Office, holders: list[User]
) -> None:
    task = Task.objects.get(case=sent(office, at=timezone.now()).case)
    url = f"/aufgaben/{task.pk}/annehmen/"
    led = post_at_once(logged_in(holders), url, [uuid4() for _ in holders])
    assert Counter(led) == {"302 /": 1, f"302 /aufgaben/{task.pk}/uebernehmen/": PEOPLE - 1}
    winner = holders[led.index("302 /")]
    assert Task.objects.get(pk=task.pk).claimed_by == winner
    assert list(
        Event.objects.filter(case=task.case_id, action="claim").values_list("actor", flat=True)
    ) == [winner.pk]


def test_a_shower_of_clicks_is_one_act(office: Office, holders: list[User]) -> None:
    task = Task.objects.get(case=sent(office, at=timezone.now()).case)
    clients, command = logged_in(holders[:1] * PEOPLE), uuid4()
    led = post_at_once(clients, f"/aufgaben/{task.pk}/annehmen/", [command] * PEOPLE)
    assert set(led) == {"302 /"}
    assert Event.objects.filter(case=task.case_id, action="claim").count() == 1
