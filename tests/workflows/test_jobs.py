"""The tick does everything once, whatever part of it fails; an act wakes a worker, once."""

import os
import socket
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from django_q.scheduler import scheduler
from django_q.signing import SignedPackage

from tests.kinds import make_office, opened, sent
from tests.turns import elsewhere
from workflows import jobs
from workflows.actions.acting.acts import Request, act
from workflows.actions.time import forgetting
from workflows.jobs import TickError, deliver, ensure_schedule, tick, wake
from workflows.models import Case, Deadline, Notice, Notification, Seal
from workflows.signals import ticked


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    settings.SEAL_KEY_FILE = tmp_path / "key.pem"


@pytest.fixture(autouse=True)
def day(monkeypatch):
    """What is forgotten at night has tests of its own; these run at any hour."""
    monkeypatch.setattr(forgetting, "NIGHT", ())


@pytest.fixture
def office(db):
    return make_office()


def without_mails():
    """Whether they go now depends on the hour, which these tests leave as it is."""
    Notification.objects.filter(channel="mail").delete()


def test_tick_takes_effects_then_tells_of_them_then_seals(office, mailoutbox):
    case = sent(office, at=timezone.now() - timedelta(days=30)).case
    without_mails()
    assert (
        tick()
        == "1 effects, 0 failed; 0 rungs, 0 messages; 0 delivered, 1 dropped, 0 failed; seal 1"
    )
    assert Case.objects.get(pk=case).state == "lapsed"
    assert Seal.objects.get().heads.get().seq == 3
    assert (
        tick()
        == "0 effects, 0 failed; 0 rungs, 0 messages; 0 delivered, 0 dropped, 0 failed; no seal"
    )
    assert mailoutbox == []


def test_part_that_fails_stops_no_other_one(office, settings):
    settings.SEAL_KEY_IS_MADE_WHEN_MISSING = False
    sent(office, at=timezone.now())
    with pytest.raises(TickError, match=r"^seal$"):
        tick()
    assert Notice.objects.count() == 1


def test_tick_asks_the_other_apps_and_names_who_fails(office, caplog):
    asked = []

    def other(*, at, **_signal):
        asked.append(at)
        if len(asked) > 1:
            raise RuntimeError("broken")
        return "something done"

    ticked.connect(other)
    try:
        assert tick().split("; ").count("something done") == 1
        with pytest.raises(TickError, match=r"^others$"):
            tick()
    finally:
        ticked.disconnect(other)
    assert len(asked) == 2


def test_broken_effect_is_told_by_the_same_tick(office):
    sent(office, title="broken", at=timezone.now() - timedelta(days=30))
    without_mails()
    assert (
        tick()
        == "0 effects, 1 failed; 0 rungs, 0 messages; 2 delivered, 0 dropped, 0 failed; seal 1"
    )
    assert Deadline.objects.get().status == "running"
    assert Notice.objects.filter(recipient=office.organiser).count() == 1


def test_delivery_ends_in_time_and_leaves_the_rest(office, monkeypatch):
    for _ in range(3):
        sent(office, at=timezone.now())
    without_mails()
    monkeypatch.setattr(jobs, "PATIENCE", 0)
    assert deliver() == "0 delivered, 0 dropped, 0 failed"
    monkeypatch.undo()
    assert deliver() == "3 delivered, 0 dropped, 0 failed"


@pytest.fixture
def hanging_server(settings):
    """A mail server that takes the call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = listening.getsockname()[:2]
        settings.EMAIL_TIMEOUT = 0.05
        yield listening


@pytest.fixture
def in_a_group(monkeypatch):
    monkeypatch.setenv("WORKER_GROUP", f"{uuid4()}:1")


def test_tick_of_a_group_never_waits_for_a_mail_server(office, queue, hanging_server, in_a_group):
    """What people are told here is told; the mail is left to another worker."""
    sent(office, at=timezone.now())
    queue.all().delete()
    assert "mails" not in tick()
    assert Notice.objects.count() == 1
    hanging_server.settimeout(0)
    with pytest.raises(BlockingIOError):
        hanging_server.accept()
    assert functions(queue) == ["workflows.jobs.send"]


def test_one_worker_of_a_group_at_most_waits_for_outside_systems(office, in_a_group):
    sent(office, at=timezone.now())
    undecided = Notification.objects.filter(channel="mail", digest_on=None)
    with elsewhere(f"send {os.environ['WORKER_GROUP']}"):
        jobs.send()
        assert undecided.count() == 1
    jobs.send()
    assert undecided.count() == 0


@pytest.fixture
def queue(transactional_db):
    OrmQ.objects.all().delete()
    return OrmQ.objects


def functions(queue):
    return [SignedPackage.loads(row.payload)["func"] for row in queue.order_by("pk")]


def test_act_wakes_a_worker_once_until_it_comes(queue):
    office = make_office()
    for _ in range(3):
        sent(office, at=timezone.now())
    assert functions(queue) == ["workflows.jobs.deliver"]
    # A worker has taken it: what happens from now on needs another one.
    queue.update(lock=timezone.now() + timedelta(minutes=45))
    sent(office, at=timezone.now())
    assert functions(queue) == ["workflows.jobs.deliver"] * 2


def test_act_that_tells_nobody_wakes_nobody(queue):
    office = make_office()
    case = opened(office, at=timezone.now()).case
    act(Request(case, "jot", office.clerk.pk, timezone.now(), command=uuid4(), data={"a": 1}))
    assert functions(queue) == []


def test_act_is_done_even_if_nobody_can_be_woken(queue, monkeypatch, caplog):
    def broken(*_args, **_kwargs):
        raise RuntimeError("no queue")

    monkeypatch.setattr(jobs, "async_task", broken)
    case = sent(make_office(), at=timezone.now()).case
    assert Case.objects.get(pk=case).state == "check"
    assert "no queue" in caplog.text


def test_message_for_later_wakes_nobody(queue):
    sent(make_office(), at=timezone.now())
    queue.all().delete()
    Notification.objects.update(send_at=timezone.now() + timedelta(hours=1))
    assert wake() is False
    assert functions(queue) == []


def test_queue_carries_no_personal_data(queue):
    sent(make_office(), at=timezone.now())
    package = SignedPackage.loads(queue.get().payload)
    assert (package["args"], package["kwargs"]) == ((), {})


@pytest.mark.django_db
def test_there_is_one_schedule_however_often_it_is_ensured():
    Schedule.objects.create(name="malformed", func="nothing", args="(1,")
    for _ in range(3):
        ensure_schedule()
    (schedule,) = Schedule.objects.all()
    assert (schedule.name, schedule.func) == ("tick", "workflows.jobs.tick")
    assert (schedule.schedule_type, schedule.minutes, schedule.repeats) == ("I", 1, -1)


@pytest.mark.django_db
def test_changed_schedule_is_put_right():
    ensure_schedule()
    Schedule.objects.update(repeats=0, minutes=60, args="(1,")
    ensure_schedule()
    schedule = Schedule.objects.get()
    assert (schedule.repeats, schedule.minutes, schedule.args) == (-1, 1, None)


def test_group_that_starts_ticks_at_once_whatever_was_killed_before(queue):
    ensure_schedule()
    scheduler()
    queue.update(lock=timezone.now() + timedelta(minutes=45))  # taken along by who was killed
    scheduler()
    assert queue.count() == 1
    ensure_schedule()
    scheduler()
    assert functions(queue) == ["workflows.jobs.tick"] * 2


def test_scheduler_of_the_queue_queues_the_tick(queue):
    ensure_schedule()
    Schedule.objects.update(next_run=timezone.now() - timedelta(days=3))
    scheduler()
    scheduler()
    assert functions(queue) == ["workflows.jobs.tick"]
    assert Schedule.objects.get().next_run > timezone.now()
