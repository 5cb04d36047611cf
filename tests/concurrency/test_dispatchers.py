"""Dispatchers at once: no row has two effects, and none waits for another's."""

import pytest
from django.core import mail as outbox

from tests.concurrency.threads import at_once, held
from tests.kinds import AT, in_outbox, make_office
from workflows.actions.telling.delivery import Tally, deliver_mails, deliver_notices
from workflows.models import Notice, Notification

pytestmark = pytest.mark.django_db(transaction=True)


def test_dispatchers_at_once_give_each_row_one_effect() -> None:
    office = make_office()
    for number in range(120):
        in_outbox(office, key=f"n:{number}")
    for number in range(40):
        in_outbox(office, key=f"m:{number}", channel="mail")

    def run() -> None:
        while deliver_notices(at=AT, limit=7).total or deliver_mails(at=AT, limit=3).total:
            pass

    assert at_once([run] * 4) == [None] * 4
    rows = Notification.objects
    assert rows.exclude(sent_at=None).count() == 160
    assert not rows.exclude(dropped_at=None, error="").exists()
    assert Notice.objects.count() == 120
    ids = [message.message()["Message-ID"] for message in outbox.outbox]
    assert (len(ids), len(set(ids))) == (40, 40)


def test_row_in_another_dispatchers_hands_is_passed_over() -> None:
    office = make_office()
    taken, free = in_outbox(office, key="held"), in_outbox(office, key="free")
    with held(Notification.objects.select_for_update().filter(pk=taken.pk).get):
        assert deliver_notices(at=AT) == Tally(sent=1)
        assert Notice.objects.get().notification == free
    assert deliver_notices(at=AT) == Tally(sent=1)
