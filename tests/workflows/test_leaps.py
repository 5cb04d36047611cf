"""A clock that leaps, the database's with it, ends no deadline before somebody has looked."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from tests.kinds import make_office, sent
from workflows import jobs
from workflows.actions.time import heartbeats
from workflows.models import Case, Heartbeat
from workflows.queries.time.leaps import Boot, has_leapt

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
HOST, OTHER = uuid4(), uuid4()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ticked(host: UUID, boot: Boot, *, at: datetime = AT) -> None:
    role = Heartbeat.Role.TICK
    heartbeats.beat(key=host, role=role, host="a", pid=1, at=at, boot=boot)


@pytest.mark.parametrize(
    ("boot", "passed", "leapt"),
    [
        # The same start of the machine: its uptime says how much time has passed.
        (Boot("one", 160), timedelta(minutes=1), False),
        (Boot("one", 160), timedelta(minutes=50), False),
        (Boot("one", 160), 2 * HOUR, True),
        (Boot("one", 160), -2 * HOUR, True),
        (Boot("one", 100 + 30 * 86_400), 30 * DAY, False),
        (Boot("one", 100 + 30 * 86_400), DAY, True),
        # Another start, or a machine that does not number them: only the days count.
        (Boot("two", 20), 6 * DAY, False),
        (Boot("two", 20), 8 * DAY, True),
        (Boot("two", 20), -2 * HOUR, True),
        (Boot("", 20), 6 * DAY, False),
        (Boot("", 20), 8 * DAY, True),
    ],
)
def test_clock_has_leapt(boot: Boot, passed: timedelta, *, leapt: bool) -> None:
    ticked(HOST, Boot("one", 100))
    assert has_leapt(host=HOST, at=AT + passed, boot=boot) is leapt


def test_new_host_compares_with_the_last_tick_of_any() -> None:
    boot = Boot("three", 5)
    assert has_leapt(host=OTHER, at=AT, boot=boot) is False
    ticked(HOST, Boot("one", 100))
    assert has_leapt(host=OTHER, at=AT + DAY, boot=boot) is False
    assert has_leapt(host=OTHER, at=AT + 8 * DAY, boot=boot) is True


def test_tick_a_year_ahead_on_one_machine_waits_for_a_person(settings, tmp_path, monkeypatch):
    settings.SEAL_KEY_FILE = tmp_path / "key.pem"
    monkeypatch.setattr(jobs, "database_clock", timezone.now)
    jobs.tick()
    case = sent(make_office(), at=timezone.now()).case
    before = Heartbeat.objects.get().beat_at
    with time_machine.travel(timezone.now() + 365 * DAY, tick=False):
        heartbeats.beat(
            key=uuid4(), role=Heartbeat.Role.WORKERS, host="a", pid=1, at=timezone.now()
        )
        with pytest.raises(jobs.TickError, match="accept_clock"):
            jobs.tick()
        assert Case.objects.get(pk=case).state == "check"
        mark = Heartbeat.objects.get(role="tick")
        assert (mark.beat_at, mark.failed) == (before, jobs.LEAP)
        call_command("accept_clock")
        assert jobs.tick().startswith("1 effects")
