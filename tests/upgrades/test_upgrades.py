"""A city of each landed release, migrated to this one: it is whole, and what is due speaks."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from pytest_django.plugin import DjangoDbBlocker

from coordination.measures.actions import measures
from tests import database
from tests.town import NOW
from workflows.actions.time.ladder import climb
from workflows.calendars import local_date, opening
from workflows.models import Case, Deadline, Reminder, RouteRung, User
from workflows.queries.proof.verification import verify
from workflows.queries.time.health import silent_routes

FILES = sorted(Path(__file__).parent.glob("*.sql.gz"))

WHOLE = {
    "cases": "SELECT id, kind, state, version, title, seq, head, closed_at FROM workflows_case",
    "events": "SELECT case_id, seq, action, digest FROM workflows_event",
    "tasks": "SELECT id, step_id, desk_id, claimed_by_id, status, due_at FROM workflows_task",
    "votes": "SELECT id, item_id, choice, is_current FROM workflows_vote",
    "deadlines": "SELECT id, kind, status, due_on, due_at, effect FROM workflows_deadline",
    "sight": "SELECT case_id, desk_id, reason FROM workflows_caseaudience",
}


@dataclass(frozen=True)
class City:
    """A city of before, after its migration."""

    before: dict[str, list[Any]]
    # Read at once, for the tests of the city come in any order and let time pass.
    after: dict[str, list[Any]]


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.name.split(".")[0])
def city(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[City]:
    with django_db_blocker.unblock(), database.maintenance() as server:
        usual = connection.settings_dict["NAME"]
        with database.unused_name(server, "test_upgrade") as name:
            database.drop(server, name)
            server.execute(f'CREATE DATABASE "{name}"')
            database.use(name)
            try:
                _load(gzip.decompress(request.param.read_bytes()).decode())
                before = rows()
                call_command("migrate", verbosity=0, interactive=False)
                yield City(before, rows())
            finally:
                database.use(usual)
                database.drop(server, name)


def _load(statements: str) -> None:
    given = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{n: given[n] for n in names if n in given}) as opened:
        opened.execute(statements)


def rows() -> dict[str, list[Any]]:
    """What must be the same before and after."""
    found = {}
    with connection.cursor() as cursor:
        for name, statement in WHOLE.items():
            cursor.execute(statement)
            found[name] = sorted(cursor.fetchall(), key=str)
    return found


def test_city_comes_over_whole(city: City) -> None:
    assert all(city.before.values())
    assert city.after == city.before
    assert list(verify()) == []


def test_every_route_has_its_ladder(city: City) -> None:
    assert silent_routes(on=date(2026, 4, 1)) == []
    assert list(RouteRung.objects.values_list("level", "offset").order_by("position")) == [
        ("E-2", -5), ("E-1", -2), ("E0", 0), ("E1", 1), ("E2", 3), ("E3", 5), ("E4", 10),
    ]  # fmt: skip


def test_what_is_due_speaks(city: City) -> None:
    """Sixty days pass and nobody does anything: each deadline climbs to the top of its ladder."""
    running = Deadline.objects.filter(status="running", step__isnull=False)
    known = set(running.values_list("pk", flat=True))
    first = local_date(NOW)
    for day in range(60):
        climb(at=opening(first + timedelta(days=day)) + timedelta(minutes=1))
    over = running.filter(due_on__lt=first + timedelta(days=40), due_on__gte=first)
    spoken = Reminder.objects.filter(is_skipped=False, due_on=F("deadline__due_on"))
    assert len(over) > 15
    assert set(over.values_list("pk", flat=True)) <= known
    told = {(key, level) for key, level in spoken.values_list("deadline", "level")}
    assert [d for d in over if not {(d.pk, "E0"), (d.pk, "E4")} <= told] == []
    assert all(people for people in spoken.values_list("people", flat=True))


def test_next_deadline_has_its_moments(city: City) -> None:
    """Of a case that was opened before."""
    case = Case.objects.filter(kind="measure", state="draft").earliest("pk")
    head = User.objects.get(email="social-head@town.example")
    measures.perform(
        case.pk, "submit", by=head, at=NOW, command=uuid4(), version=case.version, data={}
    )
    deadline = Deadline.objects.get(case=case, kind="check")
    assert deadline.next_rung_at == opening(date(2026, 3, 5))
