"""The dispatcher: each row has one effect, a bad one stops nobody, obsolete ones are dropped."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail as outbox
from django.db import connection

from tests.kinds import (
    AT,
    answered,
    in_outbox,
    make_office,
    sent,
    want_mails_at_once,
)
from workflows.actions.acting.acts import Request, act
from workflows.actions.telling.delivery import (
    PAUSES,
    Tally,
    deliver_notices,
    dispatch,
    retry_now,
)
from workflows.models import Case, Notice, Notification, Task, User

LATER = AT + timedelta(minutes=1)


@pytest.fixture
def office(db):
    made = make_office()
    want_mails_at_once(made.head)
    return made


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
    in_outbox(office)
    in_outbox(office, recipient=office.clerk)
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
    in_outbox(office)
    in_outbox(office, channel="mail")
    in_outbox(office, recipient=office.clerk)
    assert dispatch(at=AT) == Tally(sent=1, dropped=2)


@pytest.mark.parametrize("channel", ["in_app", "mail"])
def test_unknown_template_is_an_error_of_its_row_only(office, channel):
    bad = in_outbox(office, channel=channel, template="unheard_of", send_at=AT - timedelta(hours=1))
    in_outbox(office, channel=channel)
    assert dispatch(at=AT) == Tally(sent=1, failed=1)
    bad.refresh_from_db()
    assert bad.error.startswith("TemplateDoesNotExist: messages/unheard_of.")
    assert (bad.attempts, bad.send_at, bad.sent_at) == (1, AT + PAUSES[0], None)


def test_pauses_grow_and_end_at_a_day(office):
    bad, at, waited = in_outbox(office, template="unheard_of"), AT, []
    for _ in range(len(PAUSES) + 2):
        assert deliver_notices(at=at) == Tally(failed=1)
        bad.refresh_from_db()
        waited.append(bad.send_at - at)
        at = bad.send_at
    assert waited == [*PAUSES, PAUSES[-1], PAUSES[-1]]


def test_row_that_failed_is_delivered_once_it_can_be(office):
    bad = in_outbox(office, template="unheard_of")
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
    rows = [in_outbox(office) for _ in range(5)]
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
        in_outbox(office)
    assert deliver_notices(at=AT, limit=3) == Tally(sent=3)
    assert deliver_notices(at=AT, limit=3) == Tally(sent=2)


def test_oldest_are_delivered_first(office):
    new, old = in_outbox(office, send_at=AT), in_outbox(office, send_at=AT - timedelta(days=1))
    deliver_notices(at=AT, limit=1)
    assert list(Notice.objects.values_list("notification", flat=True)) == [old.pk]
    assert new.pk != old.pk


def test_end_of_an_errand_is_told_to_its_clerk(office):
    answered(office, title="Swings")
    Notification.objects.filter(template="task_opened").delete()
    Notification.objects.update(template="account_changed")
    assert dispatch(at=LATER) == Tally(sent=2)
    assert {notice.recipient for notice in Notice.objects.all()} == {office.clerk}
