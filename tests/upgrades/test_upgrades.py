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
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F
from pytest_django.plugin import DjangoDbBlocker

from coordination.mandates.actions import ask_who_leads
from coordination.mandates.queries import lead_on, waiting_without_lead
from coordination.measures.actions import measures
from tests import database
from tests.migrating import models_made_once
from tests.town import NOW
from tests.upgrades.schema import schema_of
from workflows.actions.time.ladder import climb
from workflows.calendars import local_date, opening
from workflows.models import Case, Deadline, Reminder, RouteRung, Task, User
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
    schema: list[str]
    schema_of_new: list[str]


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
                with models_made_once():
                    call_command("migrate", verbosity=0, interactive=False)
                yield City(before, rows(), schema_of(name), schema_of(str(usual)))
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


def test_city_has_the_tables_of_a_new_one(city: City) -> None:
    """A new city gets all at once, an old one each change after the other."""
    assert len(city.schema_of_new) > 4000
    assert city.schema == city.schema_of_new


def test_nothing_is_left_to_migrate(city: City) -> None:
    """What replaces many counts as done once they are."""
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    replacing = {key for key, one in executor.loader.disk_migrations.items() if one.replaces}
    assert len(replacing) == 2
    assert replacing <= set(executor.loader.applied_migrations)


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
    # What the impact check asks today, a draft of yesterday has not said yet.
    said = {"impact_none": not case.measure.impacts()}
    for name, version, data in (("edit", case.version, said), ("submit", case.version + 1, {})):
        measures.perform(
            case.pk, name, by=head, at=NOW, command=uuid4(), version=version, data=data
        )
    deadline = Deadline.objects.get(case=case, kind="check")
    assert deadline.next_rung_at == opening(date(2026, 3, 5))


def test_who_led_integration_goes_on_until_it_is_recorded(city: City) -> None:
    """The city is asked once; until then nothing that waits for a release stands still."""
    today = local_date(NOW)
    assert lead_on(today).mandate is None
    assert lead_on(today).unrecorded_since is not None
    assert list(waiting_without_lead(today)) == []
    assert ask_who_leads(at=NOW)
    assert not ask_who_leads(at=NOW)
    assert Task.objects.filter(step__key="record_mandate", desk__key="mayor-mayor").count() == 1
