"""When a mail goes: at once, in the morning, not in quiet hours, and what cannot be off."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail as outbox

from tests.kinds import AT, ErrandFlow, make_office, sent
from workflows.actions.telling.choosing import choose_delivery
from workflows.actions.telling.delivery import Tally, deliver_mails
from workflows.actions.telling.planning import plan_mails
from workflows.models import DeliveryChoice, Notification
from workflows.queries.telling.choices import modes_of
from workflows.refusals import GuardsUnmet
from workflows.topics import TOPICS

MORNING = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
"""Tuesday, seven o'clock in Germany."""

FRIDAY_EVENING = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
MONDAY_MORNING = datetime(2026, 3, 9, 6, 0, tzinfo=UTC)
SUMMER_FRIDAY = datetime(2026, 3, 27, 12, 0, tzinfo=UTC)
"""Before the night in which summer time begins."""


@pytest.fixture
def office(db):
    return make_office()


def row(office, template, *, at=AT, **fields):
    return Notification.objects.create(
        key=f"test:{uuid4()}", recipient=fields.pop("recipient", office.head), channel="mail",
        template=template, created_at=at, send_at=at, **fields,
    )  # fmt: skip


def planned(one):
    one.refresh_from_db()
    return "dropped" if one.dropped_at else (one.send_at, one.digest_on)


NOW, NEXT = (AT, AT.date()), (MORNING, MORNING.date())


@pytest.mark.parametrize(
    ("template", "when"),
    [
        ("account_changed", NOW),
        ("invitation", NOW),
        ("deadline_escalated", NOW),
        ("deadline_overdue", NOW),
        ("deadline_today", NOW),
        ("deadline_reminded", NOW),
        ("appointed", NOW),
        ("deadline_near", NEXT),
        ("task_opened", NEXT),
        ("task_handed", NEXT),
        ("sent_back", NEXT),
        ("never_heard_of", NEXT),
    ],
)
def test_topic_says_when_a_mail_goes(office, template, when):
    one = row(office, template)
    assert plan_mails(at=AT) == 1
    assert planned(one) == when
    assert plan_mails(at=AT) == 0


@pytest.mark.parametrize(
    ("template", "topic", "mode", "when"),
    [
        ("task_opened", "tasks", "at_once", NOW),
        ("deadline_overdue", "overdue", "digest", NEXT),
        ("sent_back", "news", "off", "dropped"),
        ("sent_back", "news", "at_once", NOW),
        # A row that somebody wrote past the form: a duty stays a duty.
        ("task_opened", "tasks", "off", NEXT),
        ("deadline_overdue", "overdue", "off", NOW),
        ("account_changed", "account", "off", NOW),
        ("account_changed", "account", "digest", NOW),
    ],
)
def test_choice_of_the_recipient_holds_but_no_duty_is_switched_off(
    office, template, topic, mode, when
):
    DeliveryChoice.objects.create(person=office.head, topic=topic, mode=mode)
    one = row(office, template)
    plan_mails(at=AT)
    assert planned(one) == when


@pytest.mark.parametrize(
    ("at", "opening"),
    [
        (datetime(2026, 3, 2, 5, 59, tzinfo=UTC), datetime(2026, 3, 2, 6, 0, tzinfo=UTC)),
        (datetime(2026, 3, 2, 17, 0, tzinfo=UTC), MORNING),
        (FRIDAY_EVENING, MONDAY_MORNING),
        (datetime(2026, 3, 28, 9, 0, tzinfo=UTC), datetime(2026, 3, 30, 5, 0, tzinfo=UTC)),
        (datetime(2026, 4, 2, 16, 30, tzinfo=UTC), datetime(2026, 4, 7, 5, 0, tzinfo=UTC)),
    ],
)
def test_at_once_waits_for_the_offices_to_open(office, at, opening):
    late, invited = row(office, "deadline_overdue", at=at), row(office, "invitation", at=at)
    plan_mails(at=at)
    assert planned(late)[0] == opening
    assert planned(invited)[0] == at


def test_morning_after_summer_time_begins_is_at_seven(office):
    one = row(office, "task_opened", at=SUMMER_FRIDAY)
    plan_mails(at=SUMMER_FRIDAY)
    assert planned(one) == (datetime(2026, 3, 30, 5, 0, tzinfo=UTC), date(2026, 3, 30))


def test_what_the_ladder_says_at_seven_goes_the_same_morning(office):
    one = row(office, "deadline_near", at=MORNING + timedelta(minutes=1))
    plan_mails(at=MORNING + timedelta(minutes=2))
    assert planned(one) == (MORNING + timedelta(minutes=2), MORNING.date())


def test_task_that_is_due_before_anybody_reads_the_morning_mail_goes_at_once(office):
    sent(office)
    one = Notification.objects.get(channel="mail")
    one.task.due_at = datetime(2026, 3, 3, 23, 0, tzinfo=UTC)
    one.task.save(update_fields=["due_at"])
    plan_mails(at=AT)
    assert planned(one) == NOW


def test_task_of_an_urgent_case_goes_at_once(office, monkeypatch):
    calm, urgent = sent(office).case, sent(office).case
    monkeypatch.setattr(ErrandFlow, "urgent", classmethod(lambda _cls, cases: {urgent} & {*cases}))
    plan_mails(at=AT)
    found = {one.case_id: planned(one) for one in Notification.objects.filter(channel="mail")}
    assert found == {calm: NEXT, urgent: NOW}


def test_mail_of_a_morning_that_nobody_was_there_to_send_goes_now(office):
    one = row(office, "task_opened")
    later = AT + timedelta(days=2)
    plan_mails(at=later)
    assert planned(one) == (later, later.date())


def test_mail_that_could_not_go_in_time_keeps_the_quiet_hours(office):
    one = row(office, "deadline_overdue", at=FRIDAY_EVENING - timedelta(hours=4))
    plan_mails(at=FRIDAY_EVENING - timedelta(hours=4))
    for hours in (0, 12, 36):
        assert deliver_mails(at=FRIDAY_EVENING + timedelta(hours=hours)) == Tally()
    assert planned(one)[0] == MONDAY_MORNING
    assert deliver_mails(at=MONDAY_MORNING) == Tally(sent=1)
    assert len(outbox.outbox) == 1


def test_statements_do_not_grow_with_the_mails(office, django_assert_num_queries):
    for _ in range(3):
        row(office, "task_opened")
    plan_mails(at=AT)
    for count in (2, 40):
        for _ in range(count):
            row(office, "task_opened")
        with django_assert_num_queries(6):  # savepoint, mails, days off, choices, decided, release
            assert plan_mails(at=AT) == count


def test_choosing_keeps_what_differs_and_refuses_what_is_no_choice(office):
    choose_delivery(by=office.head.pk, modes={"tasks": "at_once", "news": "off"})
    assert {k: m for k, m in modes_of(office.head.pk).items() if m != TOPICS[k].default} == {
        "tasks": "at_once",
        "news": "off",
    }
    choose_delivery(by=office.head.pk, modes={"tasks": "digest", "news": "at_once"})
    assert list(DeliveryChoice.objects.values_list("topic", "mode")) == [("news", "at_once")]
    for modes in ({"tasks": "off"}, {"account": "digest"}, {"moon": "off"}, {"news": "often"}):
        with pytest.raises(GuardsUnmet):
            choose_delivery(by=office.head.pk, modes={"watched": "off", **modes})
    assert DeliveryChoice.objects.count() == 1
    assert modes_of(office.clerk.pk)["news"] == "digest"
