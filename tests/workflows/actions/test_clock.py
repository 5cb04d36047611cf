"""The clock does what a passed deadline says: once, in one transaction, case by case."""

from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest

from tests.concurrency.threads import at_once, held
from tests.kinds import AT, make_office, sent
from workflows.actions.acting.acts import Request, act
from workflows.actions.telling.delivery import deliver_notices
from workflows.actions.time.clock import Effects, take_effects
from workflows.models import Case, Deadline, Event, Notice, Notification, StepRun, Task
from workflows.queries.proof.verification import verify

MIDNIGHT = datetime(2026, 3, 9, 23, 0, tzinfo=UTC)
"""Five working days after Monday the 2nd end with Monday the 9th, at 24.00 in Berlin."""


@pytest.fixture
def office(db):
    return make_office()


def test_effect_comes_with_the_midnight_after_the_last_day(office):
    case = sent(office).case
    assert take_effects(at=MIDNIGHT - timedelta(microseconds=1)) == Effects()
    assert Case.objects.get(pk=case).state == "check"
    assert take_effects(at=MIDNIGHT) == Effects(done=1)
    assert Case.objects.get(pk=case).state == "lapsed"


def test_effect_is_an_act_of_the_system_in_the_trail(office):
    case = sent(office).case
    take_effects(at=MIDNIGHT)
    deadline = Deadline.objects.get(case=case)
    event = Event.objects.get(case=case, seq=3)
    assert (event.action, event.actor_id, event.at) == ("lapse", None, MIDNIGHT)
    assert event.data == {"deadline": str(deadline.pk)}
    assert (deadline.status, deadline.closed_at) == ("expired", MIDNIGHT)
    assert Task.objects.get(case=case).status == "void"
    assert StepRun.objects.get(case=case).outcome == "void"
    assert list(verify()) == []


def test_effect_is_taken_once(office):
    case = sent(office).case
    take_effects(at=MIDNIGHT)
    assert take_effects(at=MIDNIGHT + timedelta(days=3)) == Effects()
    assert Event.objects.filter(case=case, action="lapse").count() == 1


def test_deadline_that_was_met_has_no_effect(office):
    case = sent(office).case
    task = Task.objects.get(case=case)
    act(Request(case, "answer", office.head.pk, AT, command=uuid4(), task=task.pk))
    assert take_effects(at=MIDNIGHT) == Effects()
    assert Deadline.objects.get(case=case).status == "met"


def test_deadline_without_an_effect_stays_as_it_is(office):
    case = sent(office).case
    Deadline.objects.filter(case=case).update(effect="")
    assert take_effects(at=MIDNIGHT) == Effects()
    assert Deadline.objects.get(case=case).status == "running"


@pytest.mark.parametrize(
    ("effect", "reason"),
    [
        ("lapse", "RuntimeError"),
        ("no_such_act", "WrongState"),
        ("answer", "NotAllowed"),
    ],
)
def test_broken_case_stops_nobody_and_the_organisation_office_learns_of_it(office, effect, reason):
    broken = sent(office, title="broken" if effect == "lapse" else "odd").case
    Deadline.objects.filter(case=broken).update(effect=effect)
    sound = sent(office).case
    assert take_effects(at=MIDNIGHT) == Effects(done=1, failed=1)
    assert Case.objects.get(pk=sound).state == "lapsed"
    case, deadline = Case.objects.get(pk=broken), Deadline.objects.get(case=broken)
    assert (case.state, case.seq, deadline.status) == ("check", 2, "running")
    row = Notification.objects.get(template="effect_failed")
    assert (row.recipient, row.case) == (office.organiser, None)
    assert row.data == {
        "deadline": str(deadline.pk), "case": broken, "act": effect, "reason": reason,
    }  # fmt: skip
    deliver_notices(at=MIDNIGHT)
    notice = Notice.objects.get(recipient=office.organiser)
    assert notice.text.startswith(
        f"Die Frist von Vorgang {broken} ist abgelaufen, aber der Schritt"
    )


def test_broken_case_is_told_once_a_day_and_mended_by_the_next_tick(office):
    broken = sent(office, title="broken").case
    for minutes in (0, 1, 2):
        assert take_effects(at=MIDNIGHT + timedelta(minutes=minutes)) == Effects(failed=1)
    take_effects(at=MIDNIGHT + timedelta(days=1))
    assert Notification.objects.filter(template="effect_failed").count() == 2
    Case.objects.filter(pk=broken).update(title="mended")
    assert take_effects(at=MIDNIGHT + timedelta(days=2)) == Effects(done=1)


def test_more_broken_cases_than_a_page_holds_stop_nobody(office, monkeypatch):
    from workflows.queries.time import deadlines

    monkeypatch.setattr(deadlines, "PAGE", 2)
    for _ in range(5):
        sent(office, title="broken", at=AT - timedelta(days=1))
    sound = sent(office).case
    assert take_effects(at=MIDNIGHT) == Effects(done=1, failed=5)
    assert Case.objects.get(pk=sound).state == "lapsed"


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_ticks_at_once_take_each_effect_once():
    office = make_office()
    cases = [sent(office).case for _ in range(12)]
    results = at_once([partial(take_effects, at=MIDNIGHT)] * 4)
    take_effects(at=MIDNIGHT)  # what all of them passed over
    assert sum(result.failed for result in results) == 0
    assert sorted(Event.objects.filter(action="lapse").values_list("case", flat=True)) == cases
    assert set(Case.objects.values_list("state", "seq")) == {("lapsed", 3)}
    assert list(verify()) == []


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_case_that_somebody_works_on_is_passed_over_and_not_waited_for():
    office = make_office()
    case = sent(office).case
    with held(Case.objects.select_for_update().filter(pk=case).get):
        assert take_effects(at=MIDNIGHT) == Effects(passed_over=1)
    assert take_effects(at=MIDNIGHT) == Effects(done=1)
