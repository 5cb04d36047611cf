"""The probes: what they ask, what they say, and what they keep to themselves."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.checks import Tags, run_checks
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.kinds import Office, make_office, sent
from workflows.actions.time import heartbeats
from workflows.jobs import TickError, tick
from workflows.models import Case, Heartbeat, Notification, RouteRung, RouteVersion, Seal

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def office() -> Office:
    """An office whose route reminds."""
    made = make_office()
    RouteRung.objects.create(
        route=RouteVersion.objects.get(kind="errand"),
        position=0, level="E0", offset=0, recipients=["responsible"],
    )  # fmt: skip
    return made


def ready(client: Client) -> tuple[int, dict[str, object]]:
    response = client.get("/readyz", headers={"Accept": "application/json"})
    return response.status_code, response.json()


def beat(role: str, *, ago: timedelta) -> None:
    role = Heartbeat.Role(role)
    heartbeats.beat(key=uuid4(), role=role, host="one", pid=1, at=timezone.now() - ago)


def reasons(client: Client) -> dict[str, str]:
    return ready(client)[1]["reasons"]


def test_process_says_that_it_lives_without_asking_the_database(
    anonymous: Client, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        response = anonymous.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_well_installation_is_ready_in_four_statements(
    anonymous: Client, django_assert_num_queries
) -> None:
    beat("tick", ago=MINUTE)
    beat("workers", ago=MINUTE)
    anonymous.get("/readyz")  # reads the migrations from the disk
    with django_assert_num_queries(4):
        status, data = ready(anonymous)
    checks = data["checks"]
    assert (status, data["ready"], data["reasons"]) == (200, True, {})
    assert 60 <= checks.pop("tick_seconds") < 90
    assert 60 <= checks.pop("workers_seconds") < 90
    assert checks == {
        "database": True, "missing_migrations": 0, "newer_migrations": 0,
        "undelivered_seconds": None, "tick_failed": None, "delivery_held": False,
        "routes_without_ladder": 0, "damaged_files": 0,
    }  # fmt: skip


def test_text_is_for_people(anonymous: Client) -> None:
    beat("tick", ago=0 * MINUTE)
    response = anonymous.get("/readyz")
    assert response.headers["Content-Type"] == "text/plain"
    assert response.content.decode().splitlines() == [
        "ready", "", "database: True", "missing_migrations: 0", "newer_migrations: 0",
        "undelivered_seconds: -", "workers_seconds: -", "tick_seconds: 0",
        "tick_failed: -", "delivery_held: False",
        "routes_without_ladder: 0", "damaged_files: 0",
    ]  # fmt: skip


def test_tick_makes_it_ready(anonymous: Client, settings: Settings, tmp_path) -> None:
    settings.SEAL_KEY_FILE = tmp_path / "key.pem"
    assert ready(anonymous)[0] == 503
    assert reasons(anonymous) == {"tick": "there has never been a tick"}
    tick()
    assert ready(anonymous)[0] == 200


@pytest.mark.parametrize(
    ("role", "reason"), [("tick", "no tick for 6 minutes"),
                         ("workers", "no worker has lived for 6 minutes")]
)  # fmt: skip
def test_silence_is_a_reason(anonymous: Client, role: str, reason: str) -> None:
    beat("tick", ago=7 * MINUTE)
    beat("workers", ago=7 * MINUTE)
    for name in {"tick", "workers"} - {role}:
        beat(name, ago=MINUTE)
    beat(role, ago=6 * MINUTE)
    assert reasons(anonymous) == {role: reason}


def test_one_living_group_is_enough(anonymous: Client) -> None:
    beat("tick", ago=MINUTE)
    for ago in (100 * MINUTE, MINUTE, 50 * MINUTE):
        beat("workers", ago=ago)
    assert ready(anonymous)[0] == 200


def test_message_that_waits_is_a_reason_once_it_is_due(anonymous: Client) -> None:
    beat("tick", ago=MINUTE)
    sent(office(), at=timezone.now())
    for send_at in (MINUTE, -14 * MINUTE):
        Notification.objects.update(send_at=timezone.now() + send_at)
        assert ready(anonymous)[0] == 200
    Notification.objects.filter(channel="mail").update(send_at=timezone.now() - 17 * MINUTE)
    assert reasons(anonymous) == {"undelivered": "a message waits for 17 minutes"}
    Notification.objects.filter(channel="mail").update(dropped_at=timezone.now())
    assert ready(anonymous)[0] == 200


def test_route_without_a_ladder_is_a_reason(anonymous: Client) -> None:
    """As long as it is in force, or a running case follows it."""
    beat("tick", ago=MINUTE)
    errands = office()
    old = RouteVersion.objects.create(kind="measure", number=1, valid_from=date(2020, 1, 1))
    assert reasons(anonymous) == {"routes": "no reminders on the routes measure 1"}
    found = run_checks(tags=[Tags.database], databases=["default"])
    assert [(each.id, "measure 1" in each.msg) for each in found] == [("config.W002", True)]
    new = RouteVersion.objects.create(kind="measure", number=2, valid_from=date(2021, 1, 1))
    RouteRung.objects.create(
        route=new, position=0, level="E0", offset=0, recipients=["responsible"]
    )
    assert reasons(anonymous) == {}
    sent(errands, at=timezone.now())
    Case.objects.update(route=old)
    assert reasons(anonymous) == {"routes": "no reminders on the routes measure 1"}
    Case.objects.update(closed_at=timezone.now())
    assert reasons(anonymous) == {}
    assert run_checks(tags=[Tags.database], databases=["default"]) == []


def test_missing_migration_is_a_reason(anonymous: Client) -> None:
    beat("tick", ago=MINUTE)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'coordination'")
    status, data = ready(anonymous)
    missing = data["checks"]["missing_migrations"]
    assert (status, missing > 0) == (503, True)
    assert data["reasons"] == {"migrations": f"{missing} migrations are not applied"}


def test_tables_of_a_newer_release_are_a_reason(anonymous: Client) -> None:
    """A process that was not stopped at the update writes what the new tables do not take."""
    beat("tick", ago=MINUTE)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('coordination', '9999_next', now()), ('gone', '0001_initial', now())"
        )
    status, data = ready(anonymous)
    assert (status, data["checks"]["newer_migrations"]) == (503, 1)
    assert data["reasons"] == {"newer_migrations": "1 migrations are of a newer release"}


def test_database_that_does_not_answer_is_told_without_its_words(anonymous: Client) -> None:
    def fail(*_statement: object) -> None:
        raise DatabaseError("password of app wrong at db.example")

    with connection.execute_wrapper(fail):
        response = anonymous.get("/readyz")
    assert response.status_code == 503
    assert response.content.decode().splitlines() == [
        "not ready", "the database does not answer", "", "database: False",
    ]  # fmt: skip


def test_probes_are_kept_in_no_cache(anonymous: Client) -> None:
    for path in ("/healthz", "/readyz"):
        assert "no-store" in anonymous.get(path).headers["Cache-Control"]


def test_a_beat_never_goes_back_and_forgets_the_dead(db: None) -> None:
    key, now = uuid4(), timezone.now()
    beat("workers", ago=timedelta(days=8))
    for at in (now, now - MINUTE):
        heartbeats.beat(key=key, role=Heartbeat.Role.WORKERS, host="one", pid=1, at=at)
    row = Heartbeat.objects.get()
    assert (row.pk, row.started_at, row.beat_at) == (key, now, now)
    heartbeats.end(key=key)
    assert not Heartbeat.objects.exists()


def test_failing_tick_is_a_fault_until_one_succeeds(client: Client, settings: Settings) -> None:
    """Without its key every tick fails at the seal, and all else looks well."""
    office()
    settings.SEAL_KEY_IS_MADE_WHEN_MISSING = False
    settings.SEAL_KEY_FILE = settings.SEAL_NOTE_FILE.with_name("no-key")
    with pytest.raises(TickError):
        tick()
    assert reasons(client)["tick_failed"].endswith(": seal")
    settings.SEAL_KEY_IS_MADE_WHEN_MISSING = True
    settings.SEAL_KEY_FILE = settings.SEAL_NOTE_FILE.with_name("keys") / f"{uuid4()}.pem"
    tick()
    assert "tick_failed" not in reasons(client)


def test_sign_of_life_in_the_future_is_a_fault(client: Client) -> None:
    beat("tick", ago=-2 * MINUTE)
    beat("workers", ago=0 * MINUTE)
    assert reasons(client) == {"clock": "a sign of life lies in the future: tick"}


def test_tick_by_a_wrong_clock_does_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A year ahead it would end deadlines that have not passed, and stop the seals for a year."""
    case = sent(office(), at=timezone.now()).case
    now = timezone.now
    for ahead in (timedelta(days=365), timedelta(minutes=2), -timedelta(minutes=2)):
        monkeypatch.setattr(timezone, "now", lambda ahead=ahead: now() + ahead)
        with pytest.raises(TickError, match=r"^clock$"):
            tick()
    monkeypatch.undo()
    assert Case.objects.get(pk=case).state == "check"
    assert not Seal.objects.exists()
    assert reasons(client)["tick_failed"].endswith(": clock")
