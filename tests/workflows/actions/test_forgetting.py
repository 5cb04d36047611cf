"""What is of no use any more goes at night, in slices; what is recorded stays."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache

from coordination.measures.actions.visits import note_visit
from coordination.measures.models import Visit
from tests.kinds import AT, answered, make_office, sent
from workflows.actions.inbox.kept import keep_form
from workflows.actions.inbox.note_visits import visit_notes
from workflows.actions.telling.delivery import deliver_notices
from workflows.actions.time import forgetting
from workflows.actions.time.forgetting import forget, forget_in_the_night
from workflows.models import Case, Command, Event, KeptForm, NoteVisit, Notice, Notification
from workflows.queries.proof.verification import verify
from workflows.queries.time.retention import passing

pytestmark = pytest.mark.django_db
NIGHT = datetime(2028, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fresh_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def old():
    """A case of two years ago with all that its people left behind."""
    office = make_office()
    case = answered(office).case
    sent(office)
    deliver_notices(at=AT)
    Notification.objects.filter(sent_at=None).update(dropped_at=AT)
    keep_form(form="errand.send", subject="x", values={"a": ["b"]}, by=office.clerk, at=AT)
    note_visit(Case.objects.get(pk=case), by=office.head, at=AT)
    visit_notes(Case.objects.get(pk=case), by=office.head, at=AT)
    Session.objects.create(session_key="old", session_data="", expire_date=AT)
    return case


def rows():
    models = (Notice, Notification, Command, KeptForm, Visit, NoteVisit, Session)
    return {model.__name__: model.objects.count() for model in models}


def test_everything_old_is_forgotten_and_the_trail_stays(old):
    before, events = rows(), Event.objects.count()
    assert all(before.values())
    gone = forget_in_the_night(at=NIGHT)
    assert not any(rows().values())
    assert sum(gone.values()) == sum(before.values())
    assert Event.objects.count() == events
    assert list(verify()) == []


def test_nothing_is_forgotten_by_day_nor_before_its_time(old):
    before = rows()
    assert forget_in_the_night(at=NIGHT + timedelta(hours=8)) == {}
    young = AT + timedelta(days=6)
    assert forget_in_the_night(at=young.replace(hour=2)) == {"sessions": 1}
    assert rows() == before | {"Session": 0}


def test_message_that_waits_is_never_forgotten(old):
    Notification.objects.create(
        key="waits", recipient_id=Case.objects.get(pk=old).opened_by_id, channel="mail",
        template="task_opened", created_at=AT, send_at=AT,
    )  # fmt: skip
    forget_in_the_night(at=NIGHT)
    assert list(Notification.objects.values_list("key", flat=True)) == ["waits"]


def test_it_goes_in_slices_until_nothing_is_left(old, monkeypatch):
    rule = next(rule for rule in passing if rule.key == "commands")
    for _ in range(3):
        Command.objects.create(id=uuid4(), payload_digest=b"", result={}, at=AT)
    total = Command.objects.count()
    assert [forget(rule, at=NIGHT, limit=2) for _ in range(2)] == [2, 2]
    assert Command.objects.count() == total - 4
    monkeypatch.setattr(forgetting, "SLICE", 1)
    forget_in_the_night(at=NIGHT)
    assert Command.objects.count() == 0
    # Nothing more to do tonight: no table is looked through again.
    Command.objects.create(id=uuid4(), payload_digest=b"", result={}, at=AT)
    assert forget_in_the_night(at=NIGHT) == {}
    assert forget_in_the_night(at=NIGHT + timedelta(days=1)) == {"commands": 1}
