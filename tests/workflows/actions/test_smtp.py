"""A real conversation with a mail server on loopback: what it gets, refuses and breaks off."""

import socket
import threading
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from tests.kinds import AT, make_office, sent, show, want_mails_at_once
from workflows.actions.telling import breaker
from workflows.actions.telling.delivery import Tally, deliver_mails
from workflows.actions.telling.messages import message_id
from workflows.models import Notification

pytestmark = pytest.mark.django_db


class Post:
    """Keeps what it is given; refuses what `refuses` says, breaks off where it is told to."""

    def __init__(self):
        self.mails, self.refuses, self.breaks_off, self.sessions = [], set(), 0, set()

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd's name
        if address in self.refuses:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.sessions.add(session.peer)
        if self.breaks_off:
            self.breaks_off -= 1
            server.transport.abort()
            return "451 never heard"
        self.mails.append(
            (envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default))
        )
        return "250 OK"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def post(settings):
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_TIMEOUT = 5
    handler.controller = controller
    yield handler
    if controller.server is not None:
        controller.stop()


@pytest.fixture
def office():
    return make_office()


def mails(office, number):
    """One mail each, to people who do not wait for the morning."""
    people = [office.head, office.clerk, office.organiser][:number]
    want_mails_at_once(*people)
    for count, recipient in enumerate(people):
        case = sent(office, title=f"Änderung {count}", at=AT + timedelta(seconds=count)).case
        show(case, "organisation")
        Notification.objects.filter(event_seq=2, case__title=f"Änderung {count}").update(
            recipient=recipient
        )
    Notification.objects.filter(channel="in_app").delete()
    return list(Notification.objects.order_by("send_at"))


def test_mails_arrive_over_one_connection_in_text_and_html(post, office):
    rows = mails(office, 3)
    assert deliver_mails(at=AT + timedelta(minutes=1)) == Tally(sent=3)
    assert len(post.sessions) == 1
    assert sorted(recipients for recipients, _ in post.mails) == [
        ["clerk.errands@stadt.example"],
        ["head.errands@stadt.example"],
        ["organiser.errands@stadt.example"],
    ]
    (message,) = [mail for to, mail in post.mails if to == ["head.errands@stadt.example"]]
    assert message["Subject"] == "Errand: check the errand – Änderung 0"
    assert message["From"] == "federfuehrung@stadt.example"
    assert message["Message-ID"] == message_id(rows[0])
    text = message.get_body(("plain",)).get_content()
    assert text.splitlines()[2] == "Errand „Änderung 0“: check the errand. Frist: 09.03.2026."
    html = message.get_body(("html",)).get_content()
    assert f'href="http://127.0.0.1:8000/?task={rows[0].task_id}"' in html


def test_refused_address_waits_with_the_answer_of_the_server(post, office):
    rows = mails(office, 2)
    post.refuses = {"head.errands@stadt.example"}
    assert deliver_mails(at=AT + timedelta(minutes=1)) == Tally(sent=1, failed=1)
    rows[0].refresh_from_db()
    assert "550" in rows[0].error
    assert "no such mailbox" in rows[0].error
    assert [recipients for recipients, _ in post.mails] == [["clerk.errands@stadt.example"]]


def test_conversation_that_breaks_off_costs_one_mail_a_pause(post, office):
    rows = mails(office, 3)
    post.breaks_off = 1
    assert deliver_mails(at=AT + timedelta(minutes=1)) == Tally(sent=2, failed=1)
    assert Notification.objects.filter(attempts=1, sent_at=None).count() == 1
    assert deliver_mails(at=AT + timedelta(minutes=3)) == Tally(sent=1)
    ids = sorted(message["Message-ID"] for _, message in post.mails)
    assert ids == sorted(message_id(row) for row in rows)


def test_server_that_is_out_blames_no_mail_and_gets_all_of_them_later(post, office, settings):
    mails(office, 3)
    settings.EMAIL_PORT = free_port()
    assert deliver_mails(at=AT + timedelta(minutes=1)) == Tally(is_out=True)
    assert list(Notification.objects.values_list("attempts", flat=True)) == [0, 0, 0]
    settings.EMAIL_PORT = post.controller.port
    assert deliver_mails(at=AT + timedelta(minutes=1)) == Tally(sent=3)


def test_server_that_does_not_answer_counts_as_out(office, settings):
    mails(office, 1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.2
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_PORT = silent.getsockname()[1]
        taken = threading.Thread(target=_say_nothing, args=[silent])
        taken.start()
        assert deliver_mails(at=AT) == Tally(is_out=True)
        taken.join()
    assert Notification.objects.get().error.startswith("SMTPServerDisconnected")


def _say_nothing(server):
    connection, _address = server.accept()
    with connection:
        connection.recv(1)


def test_mail_of_many_matters_is_one_mail_also_when_the_server_breaks_off(post, office):
    for count in range(4):
        sent(office, title=f"E-{count} Änderung", at=AT + timedelta(minutes=count))
    rows = list(Notification.objects.filter(channel="mail").order_by("created_at"))
    morning = AT + timedelta(hours=21)
    post.breaks_off = 1
    assert deliver_mails(at=morning) == Tally(failed=4)
    post.refuses = {"head.errands@stadt.example"}
    assert deliver_mails(at=morning + timedelta(minutes=1)) == Tally(failed=4)
    assert {"550" in row.error for row in Notification.objects.filter(channel="mail")} == {True}
    post.refuses = set()
    assert deliver_mails(at=morning + timedelta(minutes=6)) == Tally(sent=4)
    ((_recipients, message),) = post.mails
    assert message["Subject"] == "4 Vorgänge warten auf Sie: 4 neu"
    assert message["Message-ID"] == message_id(rows[0])
    for part in ("plain", "html"):
        text = message.get_body((part,)).get_content()
        assert all(text.count(str(row.task_id)) == 1 for row in rows)


def test_silent_server_is_left_alone_longer_each_time_and_forgiven_at_once(post, office):
    """Three conversations without an end, then one attempt a pause; an answer forgets it all."""
    rows = mails(office, 3)
    breaker.note_answer()
    post.controller.stop()
    minute = timedelta(minutes=1)
    now = rows[-1].send_at
    for _ in range(breaker.AFTER):
        assert deliver_mails(at=now) == Tally(is_out=True)
    assert breaker.opens_at(at=now) == now + minute
    assert deliver_mails(at=now + minute) == Tally(is_out=True)
    assert breaker.opens_at(at=now + minute) == now + 3 * minute
    post.controller = Controller(post, hostname="127.0.0.1", port=post.controller.port)
    post.controller.start()
    assert deliver_mails(at=now + 2 * minute) == Tally(is_out=True)  # nobody tries yet
    assert post.mails == []
    assert deliver_mails(at=now + 3 * minute).sent == 3
    assert breaker.opens_at(at=now + 3 * minute) is None


def test_server_that_breaks_off_opens_the_circuit_within_one_run(post, office):
    rows = mails(office, 3)
    breaker.note_answer()
    post.breaks_off = 99
    now = rows[-1].send_at
    assert deliver_mails(at=now) == Tally(failed=3, is_out=True)
    assert breaker.opens_at(at=now) is not None


def test_server_that_refuses_one_address_is_not_silent(post, office):
    rows = mails(office, 3)
    breaker.note_answer()
    post.refuses = {row.recipient.email for row in rows}
    assert deliver_mails(at=rows[-1].send_at) == Tally(failed=3)
    assert breaker.opens_at(at=rows[-1].send_at) is None
