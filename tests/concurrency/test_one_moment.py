"""A page shows one moment, whatever happens between two of its statements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from coordination.measures.actions.measures import perform
from coordination.measures.models import Measure
from tests.situations import Stage
from tests.town import Town
from workflows.models import Case, Event, Task

MOST = 150
"""More statements than any page has."""

PAGES = {
    "the case": "/massnahmen/{case}/",
    "the list": "/massnahmen/",
    "the export": "/massnahmen/export/",
    "the inbox": "/",
}


@contextmanager
def meanwhile(number: int, deed: Callable[[], object]) -> Iterator[list[str]]:
    """Let somebody else act, over a connection of their own, before the `number`-th statement."""
    seen: list[str] = []

    def apart() -> None:
        try:
            deed()
        finally:
            connection.close()

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - as Django calls it
        seen.append(sql)
        if len(seen) == number:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(apart).result(30)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield seen


def deeds(town: Town, measure: Measure) -> Iterator[Callable[[], object]]:
    """Steps with their deadlines are opened and closed by turns."""

    def do(name: str, by: str, step: str) -> object:
        case = measure.case_id
        tasks = Task.objects.filter(case=case, status="open", step__key=step)
        task = tasks.exclude(step__key="cosign", desk__key__startswith="finance").first()
        version = Case.objects.values_list("version", flat=True).get(pk=case)
        return perform(
            case, name, by=town.person(by), at=town.now, command=uuid4(), version=version,
            task=task and task.pk, text="Welche Räume sind es?",
        )  # fmt: skip

    asks = lambda: do("ask_question", "school-head", "cosign")  # noqa: E731 - a line each
    answers = lambda: do("answer_question", "social-head", "answer_question")  # noqa: E731 - a line each
    return cycle((asks, answers))


def shown(response: Any) -> str:
    """What a page says, without its tokens and fresh ids."""
    content = b"".join(response) if response.streaming else response.content
    text = re.sub(r'(value|nonce)="[^"]{20,}"', "", content.decode())
    return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "", text)


@pytest.mark.parametrize("page", PAGES)
def test_page_shows_one_moment_whatever_happens_between_two_statements(
    page: str, town: Town
) -> None:
    measure = Stage(town).asked()
    client, deed = Client(), deeds(town, measure)
    client.force_login(town.person("social-head"))
    address = PAGES[page].format(case=measure.case_id)
    shown(client.get(address))
    for number in range(1, MOST):
        before = shown(client.get(address))
        events = Event.objects.count()
        with meanwhile(number, next(deed)) as seen:
            response = client.get(address)
            during = shown(response)
        assert response.status_code == 200
        if len(seen) < number:
            break
        assert Event.objects.count() == events + 1
        after = shown(client.get(address))
        assert during in (before, after), f"before statement {number}: {seen[number - 1]}"
    assert 5 < number < MOST - 1


@pytest.mark.django_db
def test_settings_of_a_session_let_nobody_wait_for_long() -> None:
    """A vanished host, or one that hangs, holds its locks for half a minute at most."""
    names = (
        "lock_timeout", "idle_in_transaction_session_timeout", "tcp_user_timeout",
        "tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, reset_val FROM pg_settings WHERE name = ANY(%s)", [list(names)]
        )
        found = dict(cursor.fetchall())
    assert (found["lock_timeout"], found["idle_in_transaction_session_timeout"]) == (
        "2500",
        "20000",
    )
    assert connection.get_connection_params()["tcp_user_timeout"] == 20_000
    given = connection.get_connection_params()["options"]
    assert all(f"-c {name}=" in given for name in names)
