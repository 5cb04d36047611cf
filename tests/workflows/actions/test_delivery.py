"""The dispatcher: each row has one effect, a bad one stops nobody, obsolete ones are dropped."""

import threading
from datetime import timedelta
from email import message_from_bytes, policy
from uuid import uuid4

import pytest
from django.core import mail as outbox
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

from tests.kinds import (
    AT,
    answered,
    make_office,
    opened,
    person,
    sent,
    show,
    want_mails_at_once,
)
from workflows.actions.acting.acts import Request, act
from workflows.actions.telling.delivery import (
    PAUSES,
    Tally,
    deliver_mails,
    deliver_notices,
    dispatch,
    drop_mails,
    retry_now,
)
from workflows.actions.telling.messages import message_id
from workflows.actions.telling.planning import plan_mails
from workflows.models import Case, Notice, Notification, Task, User

LATER = AT + timedelta(minutes=1)


@pytest.fixture
def office(db):
    made = make_office()
    want_mails_at_once(made.head)
    return made


def row(office, *, channel="in_app", template="account_changed", key="", **fields):
    return Notification.objects.create(
        key=key or f"test:{uuid4()}",
        recipient=fields.pop("recipient", office.head),
        channel=channel,
        template=template,
        created_at=AT,
        send_at=fields.pop("send_at", AT),
        **fields,
    )


def counts():
    return Tally(
        Notification.objects.exclude(sent_at=None).count(),
        Notification.objects.exclude(dropped_at=None).count(),
        Notification.objects.exclude(error="").count(),
    )


def test_new_task_is_told_in_the_application_and_by_mail(office):
    case = sent(office, title="Swings").case
    assert dispatch(at=LATER) == Tally(sent=2)
    notice = Notice.objects.get()
    task = Task.objects.get(case=case)
    assert (notice.recipient, notice.case_id, notice.task) == (office.head, case, task)
    assert notice.text == "Errand „Swings“: check the errand. Frist: 09.03.2026."
    assert (notice.created_at, notice.read_at) == (LATER, None)
    (message,) = outbox.outbox
    assert message.to == ["head.errands@stadt.example"]
    assert message.subject == "Errand: check the errand – Swings"
    assert f"http://127.0.0.1:8000/?task={task.pk}" in message.body.splitlines()


def test_message_begins_with_the_number_of_the_case_and_says_it_once(office):
    sent(office, title="E-7 Swings")
    dispatch(at=LATER)
    assert Notice.objects.get().text == "E-7 „Swings“: check the errand. Frist: 09.03.2026."
    assert outbox.outbox[0].subject == "E-7: check the errand – Swings"


def test_quotes_within_a_title_become_inner_ones(office):
    sent(office, title="E-7 „Und jetzt du“")
    dispatch(at=LATER)
    inner = "„\N{SINGLE LOW-9 QUOTATION MARK}Und jetzt du\N{LEFT SINGLE QUOTATION MARK}“"
    assert Notice.objects.get().text.startswith(f"E-7 {inner}: check")


def test_nothing_is_delivered_before_its_moment_or_twice(office):
    sent(office)
    assert dispatch(at=AT - timedelta(seconds=1)) == Tally()
    assert dispatch(at=AT) == Tally(sent=2)
    assert dispatch(at=LATER) == Tally()
    assert (Notice.objects.count(), len(outbox.outbox)) == (1, 1)


def test_text_is_in_the_language_of_its_recipient(office):
    User.objects.filter(pk=office.head.pk).update(language="en")
    row(office)
    row(office, recipient=office.clerk)
    deliver_notices(at=AT)
    texts = {notice.recipient_id: notice.text for notice in Notice.objects.all()}
    assert texts == {
        office.head.pk: "The organisation office has changed your account."
        " If this surprises you, please ask there.",
        office.clerk.pk: "Die Organisationsstelle hat Ihr Konto geändert."
        " Wenn Sie das überrascht, fragen Sie bitte dort nach.",
    }


@pytest.mark.parametrize("status", ["done", "void"])
def test_message_about_a_task_that_is_over_is_dropped(office, status):
    case = sent(office).case
    task = Task.objects.get(case=case)
    if status == "done":
        act(Request(case, "answer", office.head.pk, AT, command=uuid4(), task=task.pk))
    else:
        Task.objects.filter(pk=task.pk).update(status="void", closed_at=AT)
    Notification.objects.exclude(task=task).delete()
    assert dispatch(at=LATER) == Tally(dropped=2)
    assert (Notice.objects.count(), len(outbox.outbox)) == (0, 0)


def test_nobody_who_left_gets_a_message(office):
    User.objects.filter(pk=office.head.pk).update(deactivated_at=AT)
    row(office)
    row(office, channel="mail")
    row(office, recipient=office.clerk)
    assert dispatch(at=AT) == Tally(sent=1, dropped=2)


@pytest.mark.parametrize("channel", ["in_app", "mail"])
def test_unknown_template_is_an_error_of_its_row_only(office, channel):
    bad = row(office, channel=channel, template="unheard_of", send_at=AT - timedelta(hours=1))
    row(office, channel=channel)
    assert dispatch(at=AT) == Tally(sent=1, failed=1)
    bad.refresh_from_db()
    assert bad.error.startswith("TemplateDoesNotExist: messages/unheard_of.")
    assert (bad.attempts, bad.send_at, bad.sent_at) == (1, AT + PAUSES[0], None)


def test_pauses_grow_and_end_at_a_day(office):
    bad, at, waited = row(office, template="unheard_of"), AT, []
    for _ in range(len(PAUSES) + 2):
        assert deliver_notices(at=at) == Tally(failed=1)
        bad.refresh_from_db()
        waited.append(bad.send_at - at)
        at = bad.send_at
    assert waited == [*PAUSES, PAUSES[-1], PAUSES[-1]]


def test_row_that_failed_is_delivered_once_it_can_be(office):
    bad = row(office, template="unheard_of")
    deliver_notices(at=AT)
    Notification.objects.filter(pk=bad.pk).update(template="account_changed")
    assert deliver_notices(at=AT) == Tally()
    assert retry_now(row=bad.pk, at=LATER)
    assert deliver_notices(at=LATER) == Tally(sent=1)
    bad.refresh_from_db()
    assert (bad.error, bad.attempts) == ("", 2)
    assert not retry_now(row=bad.pk, at=LATER)


def test_case_of_an_unknown_kind_stops_only_its_own_rows(office):
    broken, sound = sent(office, title="one").case, sent(office, title="two").case
    Case.objects.filter(pk=broken).update(kind="forgotten")
    assert deliver_notices(at=AT) == Tally(sent=1, failed=1)
    assert Notice.objects.get().case_id == sound
    assert (
        Notification.objects.get(case=broken, channel="in_app").error
        == "UnknownKindError: forgotten"
    )


def test_row_that_the_database_refuses_stops_nobody(office):
    rows = [row(office) for _ in range(5)]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF NEW.notification_id = '{rows[2].pk}' THEN RAISE EXCEPTION 'no'; END IF;"
            " RETURN NEW; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON workflows_notice"
            " FOR EACH ROW EXECUTE FUNCTION pg_temp.refuse()"
        )
    assert deliver_notices(at=AT) == Tally(sent=4, failed=1)
    bad = Notification.objects.get(pk=rows[2].pk)
    assert bad.error.startswith("ProgrammingError: no")
    assert Notice.objects.filter(notification__in=rows).count() == 4


def test_statements_of_a_batch_do_not_grow_with_its_rows(office, django_assert_num_queries):
    for _ in range(2):
        sent(office)
    with django_assert_num_queries(7):  # savepoint, rows, numbers, actors, names, write, release
        assert deliver_notices(at=AT) == Tally(sent=2)
    for _ in range(30):
        sent(office)
    with django_assert_num_queries(7):
        assert deliver_notices(at=AT) == Tally(sent=30)


def test_batch_is_no_larger_than_asked(office):
    for _ in range(5):
        row(office)
    assert deliver_notices(at=AT, limit=3) == Tally(sent=3)
    assert deliver_notices(at=AT, limit=3) == Tally(sent=2)


def test_oldest_are_delivered_first(office):
    new, old = row(office, send_at=AT), row(office, send_at=AT - timedelta(days=1))
    deliver_notices(at=AT, limit=1)
    assert list(Notice.objects.values_list("notification", flat=True)) == [old.pk]
    assert new.pk != old.pk


def test_mail_says_little_about_a_restricted_case(office):
    case = sent(office, title="Secret matter").case
    Case.objects.filter(pk=case).update(access="restricted")
    dispatch(at=AT)
    (message,) = outbox.outbox
    assert message.subject == "Errand: check the errand"
    assert "Secret" not in message.message().as_string()
    assert "Secret" in Notice.objects.get().text


def test_mail_has_a_fixed_id_and_no_answer_is_wanted(office):
    one = row(office, channel="mail")
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
    rows = [row(office, channel="mail"), row(office, channel="mail", send_at=LATER)]
    assert plan_mails(at=LATER) == 2
    assert deliver_mails(at=LATER, connection=Unreachable()) == Tally(is_out=True)
    waiting = Notification.objects.filter(pk__in=[one.pk for one in rows])
    assert {(one.attempts, one.send_at) for one in waiting} == {(0, LATER)}
    assert sorted(one.error for one in waiting) == ["", "ConnectionRefusedError: nobody there"]
    assert deliver_mails(at=LATER) == Tally(sent=2)
    assert {one.error for one in waiting.all()} == {""}


def test_address_that_the_server_refuses_waits_and_the_others_go_on(office):
    bad = row(office, channel="mail", recipient=office.clerk, send_at=AT - timedelta(days=1))
    good = row(office, channel="mail")
    assert deliver_mails(at=AT, connection=Refusing()) == Tally(sent=1, failed=1)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.error, bad.attempts) == ("ValueError: 550 no such mailbox", 1)
    assert good.sent_at == AT


def test_invitation_leads_to_a_first_password_and_only_by_mail(office, client):
    newcomer = person("newcomer")
    row(office, channel="mail", template="invitation", recipient=newcomer)
    deliver_mails(at=AT)
    (message,) = outbox.outbox
    (link,) = [line for line in message.body.splitlines() if line.startswith("http")]
    assert link.startswith("http://127.0.0.1:8000/")
    assert client.get(link.removeprefix("http://127.0.0.1:8000"), follow=True).status_code == 200
    assert link not in str(Notification.objects.values_list())


def test_mails_of_a_simulated_past_are_dropped(office):
    row(office, channel="mail")
    row(office, channel="mail", send_at=LATER)
    row(office)
    assert drop_mails(at=AT) == 1
    assert dispatch(at=LATER) == Tally(sent=2)
    assert len(outbox.outbox) == 1


def test_end_of_an_errand_is_told_to_its_clerk(office):
    answered(office, title="Swings")
    Notification.objects.filter(template="task_opened").delete()
    Notification.objects.update(template="account_changed")
    assert dispatch(at=LATER) == Tally(sent=2)
    assert {notice.recipient for notice in Notice.objects.all()} == {office.clerk}


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_dispatchers_at_once_give_each_row_one_effect():
    office = make_office()
    for number in range(120):
        row(office, key=f"n:{number}")
    for number in range(40):
        row(office, key=f"m:{number}", channel="mail")
    barrier, errors = threading.Barrier(4), []

    def run():
        try:
            barrier.wait()
            while deliver_notices(at=AT, limit=7).total or deliver_mails(at=AT, limit=3).total:
                pass
        except Exception as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert counts() == Tally(sent=160)
    assert Notice.objects.count() == 120
    ids = [message.message()["Message-ID"] for message in outbox.outbox]
    assert (len(ids), len(set(ids))) == (40, 40)


@pytest.mark.django_db(transaction=True)
def test_row_in_another_dispatchers_hands_is_passed_over():
    office = make_office()
    held, free = row(office, key="held"), row(office, key="free")
    holding, release = threading.Event(), threading.Event()

    def hold():
        from django.db import transaction

        try:
            with transaction.atomic():
                Notification.objects.select_for_update().get(pk=held.pk)
                holding.set()
                release.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    holding.wait(20)
    try:
        assert deliver_notices(at=AT) == Tally(sent=1)
        assert Notice.objects.get().notification == free
    finally:
        release.set()
        thread.join()
    assert deliver_notices(at=AT) == Tally(sent=1)


def test_case_without_a_page_leads_to_the_inbox(office):
    case = opened(office).case
    show(case, "head")
    one = row(office, channel="mail", template="agreed", case_id=case)
    assert deliver_mails(at=AT) == Tally(sent=1)
    assert "http://127.0.0.1:8000/" in outbox.outbox[0].body.splitlines()
    assert one.task is None
