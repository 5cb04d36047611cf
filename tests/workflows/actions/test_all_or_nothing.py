"""Whichever statement fails: an act, a tick and the dispatcher have done all of it or nothing."""

from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core import mail as outbox
from django.db import DatabaseError, OperationalError, connection

from tests.kinds import AT, make_office, opened, sent, want_mails_at_once
from workflows.actions.acting.acts import Request, act
from workflows.actions.proof.sealing import seal
from workflows.actions.telling.delivery import Tally, deliver_mails, deliver_notices
from workflows.actions.time.clock import Effects, take_effects
from workflows.models import (
    Case,
    CaseAudience,
    Command,
    Deadline,
    Event,
    EventText,
    Notice,
    Notification,
    Seal,
    SealedHead,
    StepRun,
    Task,
)
from workflows.queries.proof.verification import verify

pytestmark = pytest.mark.django_db(transaction=True)

MIDNIGHT = datetime(2026, 3, 9, 23, 0, tzinfo=UTC)
TABLES = (
    Case, CaseAudience, Command, Deadline, Event, EventText, Notice, Notification, Seal,
    SealedHead, StepRun, Task,
)  # fmt: skip
MOST = 60
"""More statements than any of these actions has."""


@contextmanager
def failing(number, *, error=DatabaseError):
    """Fail the `number`-th statement, once. Yields a list that tells whether it came to that."""
    seen = []

    def wrapper(execute, sql, params, many, context):
        seen.append(sql)
        if len(seen) == number:
            raise error(f"statement {number} fails")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield seen


def rows():
    """Everything that the engine keeps."""
    return {model.__name__: sorted(map(repr, model.objects.values_list())) for model in TABLES}


@pytest.fixture
def office():
    return make_office()


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    settings.SEAL_KEY_FILE = tmp_path / "key.pem"


def numbers(run, *, error=DatabaseError):
    """Run with the 1st, 2nd, 3rd … statement failing, until none is left to fail."""
    for number in range(1, MOST):
        with failing(number, error=error) as seen:
            run(number)
        if len(seen) < number:
            return number - 1
    raise AssertionError("it never came through")


def test_act_is_done_or_not(office):
    case = opened(office).case
    request = Request(
        case, "send", office.clerk.pk, AT, command=uuid4(), version=1, text="Please look."
    )
    before, failed = rows(), []

    def run(number):
        try:
            act(request)
        except DatabaseError as error:
            assert str(error) == f"statement {number} fails"  # noqa: PT017 - each statement has its error
            failed.append(number)
            assert rows() == before

    last = numbers(run)
    # The last one is no part of the act: an observer asks for a worker once all is committed.
    assert failed == list(range(1, last))
    assert last > 8
    assert Event.objects.filter(case=case, action="send").count() == 1
    assert (Task.objects.count(), Notification.objects.count()) == (1, 2)
    assert list(verify()) == []


def test_act_is_tried_again_when_the_connection_breaks(office):
    """A lost connection, at whichever statement, costs neither the act nor its uniqueness."""
    cases = []
    for number in range(1, MOST):
        case = opened(office).case
        request = Request(case, "send", office.clerk.pk, AT, command=uuid4(), version=1)
        with failing(number, error=OperationalError) as seen:
            outcome = act(request)
        assert (outcome.seq, outcome.state) == (2, "check")
        cases.append(case)
        if len(seen) < number:
            break
    assert Event.objects.filter(action="send").count() == len(cases) >= 8
    assert list(verify()) == []


def test_effect_of_a_deadline_is_taken_or_not(office):
    case = sent(office, text="Please look.").case

    def run(number):
        effects = None
        with suppress(DatabaseError):  # of reading which deadlines are due
            effects = take_effects(at=MIDNIGHT)
        deadline, task = Deadline.objects.get(case=case), Task.objects.get(case=case)
        state = (Case.objects.get(pk=case).state, deadline.status, task.status)
        whole = {("check", "running", "open"), ("lapsed", "expired", "void")}
        assert state in ({("check", "running", "open")} if effects == Effects(failed=1) else whole)
        if effects is not None and effects.failed:
            seen.append(number)

    seen = []

    numbers(run)
    assert len(seen) >= 8
    assert Event.objects.filter(case=case, action="lapse").count() == 1
    assert list(verify()) == []


def undelivered():
    return Notification.objects.filter(sent_at=None, dropped_at=None)


def test_notices_are_delivered_all_or_stay_with_their_error(office):
    reached = 0
    for number in range(1, MOST):
        Notice.objects.all().delete()
        Notification.objects.all().delete()
        for _ in range(3):
            sent(office)
        Notification.objects.filter(channel="mail").delete()
        with failing(number) as seen:
            try:
                done = deliver_notices(at=AT)
            except DatabaseError:
                done = Tally()
        delivered = set(Notification.objects.exclude(sent_at=None).values_list("pk", flat=True))
        assert set(Notice.objects.values_list("notification", flat=True)) == delivered
        assert done.sent == len(delivered)
        # Whatever failed can be delivered by the next call.
        Notification.objects.update(send_at=AT)
        deliver_notices(at=AT)
        assert (Notice.objects.count(), undelivered().count()) == (3, 0)
        if len(seen) < number:
            break
        reached = number
    assert reached >= 4


def test_mail_is_marked_as_sent_or_sent_again_under_the_same_id(office):
    want_mails_at_once(office.head)
    reached = 0
    for number in range(1, MOST):
        Notification.objects.all().delete()
        outbox.outbox.clear()
        sent(office)
        Notification.objects.filter(channel="in_app").delete()
        with failing(number) as seen, suppress(DatabaseError):
            deliver_mails(at=AT)
        Notification.objects.update(send_at=AT)
        deliver_mails(at=AT)
        assert undelivered().count() == 0
        ids = {message.message()["Message-ID"] for message in outbox.outbox}
        assert len(ids) == 1
        assert len(outbox.outbox) <= 2
        if len(seen) < number:
            assert len(outbox.outbox) == 1
            break
        reached = number
    assert reached >= 4


def test_seal_is_made_or_not(office):
    opened(office)

    def run(number):
        try:
            seal(at=AT)
        except DatabaseError:
            assert (Seal.objects.count(), SealedHead.objects.count()) == (0, 0)

    assert numbers(run) >= 4
    assert (Seal.objects.count(), SealedHead.objects.count()) == (1, 1)
    assert list(verify()) == []
