"""Mails of the dispatcher: what they say and hide, and what becomes of them without a server."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail as outbox
from django.core.mail.backends.base import BaseEmailBackend

from tests.kinds import AT, in_outbox, make_office, opened, person, sent, show, want_mails_at_once
from workflows.actions.telling.delivery import Tally, deliver_mails, dispatch, drop_mails
from workflows.actions.telling.messages import message_id
from workflows.actions.telling.planning import plan_mails
from workflows.models import Case, Notice, Notification

LATER = AT + timedelta(minutes=1)


@pytest.fixture
def office(db):
    made = make_office()
    want_mails_at_once(made.head)
    return made


def test_mail_says_little_about_a_restricted_case(office):
    case = sent(office, title="Secret matter").case
    Case.objects.filter(pk=case).update(access="restricted")
    dispatch(at=AT)
    (message,) = outbox.outbox
    assert message.subject == "Errand: check the errand"
    assert "Secret" not in message.message().as_string()
    assert "Secret" in Notice.objects.get().text


def test_mail_has_a_fixed_id_and_no_answer_is_wanted(office):
    one = in_outbox(office, channel="mail")
    deliver_mails(at=AT)
    headers = outbox.outbox[0].message()
    assert headers["Message-ID"] == message_id(one)
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Date"] == "Mon, 02 Mar 2026 09:00:00 +0000"


@pytest.mark.parametrize(
    "title",
    [
        "Swings\r\nBcc: all@stadt.example",
        "Swings\nX-Evil: yes",
        "Swings\r\n\r\n<script>alert(1)</script>",
        "Swings\u2028Bcc: all@stadt.example",
        "Swings\x0bBcc: all@stadt.example",
        "S" * 250 + "\r\nBcc: all@stadt.example",
    ],
)
def test_title_cannot_add_a_header(office, title):
    sent(office, title=title)
    deliver_mails(at=AT)
    (sent_mail,) = outbox.outbox
    parsed = message_from_bytes(sent_mail.message().as_bytes(), policy=policy.default)
    assert parsed["Bcc"] is None
    assert parsed["X-Evil"] is None
    assert sent_mail.recipients() == ["head.errands@stadt.example"]
    assert len(parsed["Subject"].strip()) <= 150
    html = parsed.get_body(("html",)).get_content()
    assert "<script>" not in html


def test_markup_in_a_title_is_text_in_mail_and_notice(office):
    sent(office, title="<b>Swings & slides</b>")
    dispatch(at=AT)
    assert "<b>Swings & slides</b>" in Notice.objects.get().text
    (message,) = outbox.outbox
    assert "<b>Swings & slides</b>" in message.body
    (html, kind) = message.alternatives[0]
    assert kind == "text/html"
    assert "&lt;b&gt;Swings &amp; slides&lt;/b&gt;" in html
    assert "<b>" not in html


class Unreachable(BaseEmailBackend):
    def open(self):
        raise ConnectionRefusedError("nobody there")


class Refusing(BaseEmailBackend):
    """Refuses one address, as a server does."""

    def send_messages(self, messages):
        if messages[0].to == ["clerk.errands@stadt.example"]:
            raise ValueError("550 no such mailbox")
        return len(messages)


def test_mails_wait_while_the_server_is_out_and_none_is_blamed(office):
    rows = [in_outbox(office, channel="mail"), in_outbox(office, channel="mail", send_at=LATER)]
    assert plan_mails(at=LATER) == 2
    assert deliver_mails(at=LATER, connection=Unreachable()) == Tally(is_out=True)
    waiting = Notification.objects.filter(pk__in=[one.pk for one in rows])
    assert {(one.attempts, one.send_at) for one in waiting} == {(0, LATER)}
    assert sorted(one.error for one in waiting) == ["", "ConnectionRefusedError: nobody there"]
    assert deliver_mails(at=LATER) == Tally(sent=2)
    assert {one.error for one in waiting.all()} == {""}


def test_address_that_the_server_refuses_waits_and_the_others_go_on(office):
    bad = in_outbox(office, channel="mail", recipient=office.clerk, send_at=AT - timedelta(days=1))
    good = in_outbox(office, channel="mail")
    assert deliver_mails(at=AT, connection=Refusing()) == Tally(sent=1, failed=1)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.error, bad.attempts) == ("ValueError: 550 no such mailbox", 1)
    assert good.sent_at == AT


def test_invitation_leads_to_a_first_password_and_only_by_mail(office, client):
    newcomer = person("newcomer")
    in_outbox(office, channel="mail", template="invitation", recipient=newcomer)
    deliver_mails(at=AT)
    (message,) = outbox.outbox
    (link,) = [line for line in message.body.splitlines() if line.startswith("http")]
    assert link.startswith("http://127.0.0.1:8000/")
    assert client.get(link.removeprefix("http://127.0.0.1:8000"), follow=True).status_code == 200
    assert link not in str(Notification.objects.values_list())


def test_mails_of_a_simulated_past_are_dropped(office):
    in_outbox(office, channel="mail")
    in_outbox(office, channel="mail", send_at=LATER)
    in_outbox(office)
    assert drop_mails(at=AT) == 1
    assert dispatch(at=LATER) == Tally(sent=2)
    assert len(outbox.outbox) == 1


def test_case_without_a_page_leads_to_the_inbox(office):
    case = opened(office).case
    show(case, "head")
    one = in_outbox(office, channel="mail", template="agreed", case_id=case)
    assert deliver_mails(at=AT) == Tally(sent=1)
    assert "http://127.0.0.1:8000/" in outbox.outbox[0].body.splitlines()
    assert one.task is None
