"""One mail for many matters: nothing lost, nothing doubled, nobody blocked by a broken item."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail as outbox
from django.core.mail.backends.base import BaseEmailBackend

from tests.kinds import AT, do, make_office, sent, show
from workflows.actions.acting.acts import Request
from workflows.actions.telling.collected_mail import SHOWN
from workflows.actions.telling.delivery import Tally, deliver_mails
from workflows.actions.telling.messages import message_id
from workflows.models import (
    Case,
    Deadline,
    Desk,
    DeskHolder,
    Notification,
    RouteRung,
    RouteVersion,
    Substitution,
    Task,
)
from workflows.queries.telling.feeds import own_deadlines
from workflows.queries.telling.mails import entitled

MORNING = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)


@pytest.fixture
def office(db):
    return make_office()


def tell(case, template, recipient, *, at=AT, level="E1", due=None):
    """A message about the deadline of a case, as the ladder writes it."""
    deadline = Deadline.objects.get(case=case)
    return Notification.objects.create(
        key=f"test:{uuid4()}", recipient=recipient, channel="mail", template=template,
        case_id=case, deadline=deadline, task=Task.objects.get(case=case), created_at=at,
        send_at=at, data={"level": level, "due": str(due or deadline.due_on)},
    )  # fmt: skip


def test_new_tasks_wait_for_the_morning_and_come_in_one_mail(office):
    for number in range(3):
        sent(office, title=f"E-{number} Swings")
    assert deliver_mails(at=AT) == Tally()
    assert deliver_mails(at=MORNING) == Tally(sent=3)
    (message,) = outbox.outbox
    assert message.subject == "3 Vorgänge warten auf Sie: 3 neu"
    for number in range(3):
        assert f"* E-{number} „Swings“: check the errand. Frist: 09.03.2026." in message.body
    for task in Task.objects.all():
        assert message.body.count(f"/?task={task.pk}") == 1
    assert deliver_mails(at=MORNING + timedelta(days=1)) == Tally()


def test_what_presses_most_comes_first_and_is_counted_in_the_subject(office):
    new, late = sent(office, title="E-1 Swings").case, sent(office, title="E-2 Slides").case
    near = sent(office, title="E-3 Lamps").case
    Notification.objects.exclude(case=new, channel="mail").delete()
    tell(late, "deadline_overdue", office.head, at=MORNING)
    tell(near, "deadline_near", office.head, at=MORNING)
    assert deliver_mails(at=MORNING) == Tally(sent=3)
    (message,) = outbox.outbox
    assert message.subject == "3 Vorgänge warten auf Sie: 1 überfällig, 1 neu, 1 bald fällig"
    order = [message.body.index(name) for name in ("ÜBERFÄLLIGE AUFGABEN", "E-2", "NEUE AUFGABEN",
             "E-1", "FRISTEN, DIE BALD ABLAUFEN", "E-3")]  # fmt: skip
    assert order == sorted(order)


def test_mail_of_one_matter_looks_as_ever(office):
    sent(office, title="E-7 Swings")
    deliver_mails(at=AT)
    assert deliver_mails(at=MORNING) == Tally(sent=1)
    assert outbox.outbox[0].subject == "E-7: check the errand – Swings"


def test_each_person_gets_their_own(office):
    for number in range(4):
        sent(office, title=f"E-{number} Swings")
    half = Notification.objects.filter(channel="mail").order_by("pk")[:2].values("pk")
    Notification.objects.filter(pk__in=list(half.values_list("pk", flat=True))).update(
        recipient=office.clerk
    )
    assert deliver_mails(at=MORNING) == Tally(sent=4)
    assert sorted(message.to for message in outbox.outbox) == [
        ["clerk.errands@stadt.example"],
        ["head.errands@stadt.example"],
    ]


def test_done_work_is_left_out_and_a_mail_of_nothing_is_not_sent(office):
    cases = [sent(office, title=f"E-{number} Swings").case for number in range(3)]
    Task.objects.filter(case=cases[0]).update(status="void", closed_at=AT)
    assert deliver_mails(at=MORNING) == Tally(sent=2, dropped=1)
    assert "E-0" not in outbox.outbox[0].body
    again = sent(office).case
    Task.objects.filter(case=again).update(status="void", closed_at=AT)
    assert deliver_mails(at=MORNING + timedelta(days=1)) == Tally(dropped=1)
    assert len(outbox.outbox) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"status": "met", "closed_at": AT},
        {"status": "lifted", "closed_at": AT},
        {"status": "paused", "remaining": 2, "next_rung": None, "next_rung_at": None},
        {"due_on": "2026-04-01"},
    ],
)
def test_deadline_that_is_met_paused_or_moved_is_not_spoken_of(office, change):
    case = sent(office).case
    Notification.objects.all().delete()
    one = tell(case, "deadline_overdue", office.head)
    Deadline.objects.filter(case=case).update(**change)
    assert deliver_mails(at=AT) == Tally(dropped=1)
    assert (outbox.outbox, one.sent_at) == ([], None)


def test_after_days_without_post_one_mail_speaks_of_the_highest_level(office):
    case, other = sent(office, title="E-1 Swings").case, sent(office, title="E-2 Slides").case
    Notification.objects.all().delete()
    days = [AT + timedelta(days=day) for day in range(3)]
    for at, template in zip(
        days, ("deadline_near", "deadline_today", "deadline_overdue"), strict=True
    ):
        tell(case, template, office.head, at=at)
    tell(other, "deadline_near", office.head)
    assert deliver_mails(at=AT + timedelta(days=3)) == Tally(sent=2, dropped=2)
    (message,) = outbox.outbox
    assert message.subject == "2 Vorgänge warten auf Sie: 1 überfällig, 1 bald fällig"
    assert message.body.count("E-1") == 1


def test_broken_item_waits_alone(office):
    sent(office, title="E-1 Swings")
    broken = sent(office, title="E-2 Slides").case
    lost = sent(office, title="E-3 Lamps").case
    mails = Notification.objects.filter(channel="mail")
    mails.filter(case=broken).update(template="unheard_of")
    Case.objects.filter(pk=lost).update(kind="forgotten")
    assert deliver_mails(at=MORNING) == Tally(sent=1, failed=2)
    assert mails.get(case=broken).error.startswith("TemplateDoesNotExist: messages/unheard_of.")
    assert mails.get(case=lost).error == "UnknownKindError: forgotten"
    assert outbox.outbox[0].subject == "E-1: check the errand – Swings"
    mails.filter(case=broken).update(template="task_opened")
    assert deliver_mails(at=MORNING + timedelta(minutes=1)) == Tally(sent=1, failed=1)


class Refusing(BaseEmailBackend):
    """Keeps what it is given, and says no."""

    def __init__(self):
        super().__init__()
        self.tried = []

    def send_messages(self, messages):
        self.tried += [message.message()["Message-ID"] for message in messages]
        raise ValueError("451 not now")


def test_mail_that_failed_is_tried_again_as_the_same_mail_after_growing_pauses(office):
    for number in range(3):
        sent(office, title=f"E-{number} Swings", at=AT + timedelta(minutes=number))
    post, at = Refusing(), MORNING
    for pause in (1, 5, 15):
        assert deliver_mails(at=at, connection=post) == Tally(failed=3)
        waiting = set(Notification.objects.filter(channel="mail").values_list("send_at", flat=True))
        assert waiting == {at + timedelta(minutes=pause)}
        at += timedelta(minutes=pause)
    # What is done meanwhile, even what came first, changes no name.
    first = Notification.objects.filter(channel="mail").order_by("created_at").first()
    Task.objects.filter(pk=first.task_id).update(status="void", closed_at=AT)
    assert deliver_mails(at=at) == Tally(sent=2, dropped=1)
    ids = {*post.tried, outbox.outbox[0].message()["Message-ID"]}
    assert ids == {message_id(first)}


def test_nothing_that_waited_longer_joins_a_mail_that_failed(office):
    """It would give the mail another name, and the reader the same matters twice."""
    sent(office, title="E-1 Swings", at=AT + timedelta(minutes=1))
    post = Refusing()
    assert deliver_mails(at=MORNING, connection=post) == Tally(failed=1)
    again = MORNING + timedelta(minutes=1)
    sent(office, title="E-0 Older", at=AT)  # told earlier, due later
    outbox.outbox.clear()
    while deliver_mails(at=again).sent:
        pass
    first, second = (message.message()["Message-ID"] for message in outbox.outbox)
    assert post.tried == [first]
    assert second != first
    assert ["E-1" in m.subject for m in outbox.outbox] == [True, False]


def test_same_told_by_another_row_has_the_same_name(office):
    """After a restore the tick tells again what the dump did not know."""
    sent(office)
    row = Notification.objects.get(channel="mail")
    before = message_id(row)
    Notification.objects.filter(pk=row.pk).delete()
    row.pk = uuid4()
    row.save(force_insert=True)
    assert message_id(Notification.objects.get(pk=row.pk)) == before
    other = Notification(key=f"{row.key}x")
    assert message_id(other) != before


def test_very_long_list_is_cut_and_counted(office):
    case = sent(office).case
    Notification.objects.all().delete()
    for number in range(SHOWN + 7):
        Notification.objects.create(
            key=f"n:{number}", recipient=office.head, channel="mail", template="task_taken",
            case_id=case, created_at=AT, send_at=AT,
        )  # fmt: skip
    assert deliver_mails(at=MORNING, limit=1) == Tally(sent=SHOWN + 7)
    (message,) = outbox.outbox
    assert message.body.count("* ") == SHOWN
    assert "Und 7 weitere Vorgänge." in message.body


def test_mail_is_in_the_language_of_its_recipient_and_escapes_what_people_wrote(office):
    office.head.language = "en"
    office.head.save()
    sent(office, title="<b>Swings</b> & slides")
    sent(office, title="Lamps")
    deliver_mails(at=MORNING)
    (message,) = outbox.outbox
    assert message.subject == "2 things for you: 2 new"
    assert "<b>Swings</b> & slides" in message.body
    html = message.alternatives[0][0]
    assert "&lt;b&gt;Swings&lt;/b&gt; &amp; slides" in html
    assert "<b>" not in html


def test_mail_names_no_person_and_no_restricted_title(office):
    secret, plain = sent(office, title="Secret matter").case, sent(office, title="Lamps").case
    Case.objects.filter(pk=secret).update(access="restricted")
    tell(plain, "deadline_reminded", office.head, at=MORNING)
    deliver_mails(at=MORNING)
    source = outbox.outbox[0].message().as_string()
    assert "Secret" not in source
    assert "Probe" not in source


def test_escalation_names_the_office_who_is_told_and_what_can_be_done(office):
    RouteRung.objects.create(
        route=RouteVersion.objects.get(kind="errand"), position=0, level="E2", offset=3,
        recipients=["head", "division"],
    )  # fmt: skip
    case = sent(office, title="E-1 Swings").case
    Notification.objects.all().delete()
    show(case, "organisation")
    tell(case, "deadline_escalated", office.organiser, level="E2")
    deliver_mails(at=AT)
    (message,) = outbox.outbox
    assert message.subject == "E-1: Eskalation: check the errand ist überfällig – Swings"
    assert (
        "E-1 „Swings“: check the errand: Die Frist ist am 09.03.2026 abgelaufen, die Aufgabe ist"
        " nicht erledigt. Benachrichtigt sind jetzt: Amtsleitung, Beigeordnete/r des Dezernats. Sie"
        " liegt bei: errands. Sie können die Stelle erinnern und vermerken, dass Sie es gesehen"
        " haben; was sonst möglich ist, steht auf der Seite des Vorgangs. Durch diese"
        " Nachricht wird nichts entschieden." in message.body
    )


# --- rights are asked again when something leaves the house -----------------------------------


def test_who_has_left_the_desk_gets_no_mail_about_its_matters(office):
    case = sent(office, title="E-1 Swings").case
    tell(case, "deadline_overdue", office.head, at=MORNING)
    other = sent(office, title="E-2 Slides").case
    show(other, "organisation")
    tell(other, "agreed", office.organiser, at=MORNING)
    DeskHolder.objects.filter(person=office.head).update(valid_until=AT.date())
    assert deliver_mails(at=MORNING) == Tally(sent=1, dropped=3)
    assert [message.to for message in outbox.outbox] == [[office.organiser.email]]


def test_a_deputy_whose_time_is_over_gets_no_mail(office):
    sent(office, title="E-1 Swings")
    Notification.objects.filter(channel="mail").update(recipient=office.organiser)
    deputy = Substitution.objects.create(
        represented=office.head, deputy=office.organiser, starts_on=AT.date(),
        ends_on=MORNING.date(), entered_at=AT,
    )  # fmt: skip
    assert entitled(Notification.objects.filter(channel="mail"), on=MORNING.date())
    deputy.ends_on = AT.date()
    deputy.save()
    assert deliver_mails(at=MORNING) == Tally(dropped=1)
    assert outbox.outbox == []


def test_a_superior_who_does_the_work_of_the_absent_gets_it(office):
    """Nobody is there for the head: the desk above has the work."""
    sent(office, title="E-1 Swings")
    Notification.objects.filter(channel="mail").update(recipient=office.organiser)
    assert deliver_mails(at=MORNING) == Tally(dropped=1)
    Substitution.objects.create(
        represented=office.head, deputy=office.clerk, starts_on=AT.date(),
        ends_on=MORNING.date() + timedelta(days=1), steps=["send"], entered_at=AT,
    )  # fmt: skip
    sent(office, title="E-2 Slides", at=MORNING)
    Notification.objects.filter(channel="mail", sent_at=None, dropped_at=None).exclude(
        recipient=office.organiser
    ).delete()
    assert deliver_mails(at=MORNING + timedelta(days=1)).dropped == 0
    assert [message.to for message in outbox.outbox] == [[office.organiser.email]]


def test_a_late_restricted_matter_is_told_to_whoever_still_holds_a_desk(office):
    case = sent(office, title="E-1 Swings").case
    Notification.objects.all().delete()
    Case.objects.filter(pk=case).update(access="restricted")
    tell(case, "deadline_escalated", office.organiser, level="E2")
    assert deliver_mails(at=AT) == Tally(sent=1)
    assert "Swings" not in outbox.outbox[0].body
    tell(case, "deadline_escalated", office.organiser, level="E3")
    DeskHolder.objects.filter(person=office.organiser).update(
        valid_until=AT.date() - timedelta(days=1)
    )
    assert deliver_mails(at=AT) == Tally(dropped=1)


def test_only_who_keeps_the_organisation_hears_what_is_its_own(office):
    for recipient in (office.organiser, office.head):
        Notification.objects.create(
            key=f"test:{uuid4()}", recipient=recipient, channel="mail", template="desk_vacant",
            created_at=AT, send_at=AT, data={"desk": Desk.objects.get(function="clerk").pk},
        )  # fmt: skip
    assert deliver_mails(at=AT) == Tally(sent=1, dropped=1)


def test_the_calendar_of_who_has_left_the_desk_is_empty(office):
    """Also of what they had in hand, before the clock has set it free."""
    case = sent(office, title="E-1 Swings").case
    task = Task.objects.get(case=case)
    do(Request(case, "claim", office.head.pk, AT, command=uuid4(), task=task.pk))
    assert [line.task for line in own_deadlines(office.head, on=AT.date())] == [task.pk]
    DeskHolder.objects.filter(person=office.head).update(valid_until=AT.date())
    assert own_deadlines(office.head, on=MORNING.date()) == []
