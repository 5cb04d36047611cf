"""What does not come through is shown to the organisation office, and to nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.kinds import sent
from workflows.actions.telling.delivery import deliver_notices
from workflows.actions.telling.holding import hold_delivery
from workflows.actions.time.clock import take_effects
from workflows.jobs import deliver_here
from workflows.models import Notice, Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def stuck(office):
    now = timezone.now()
    row = Notification.objects.create(
        key="stuck", recipient=office.head, channel="in_app", template="unheard_of",
        created_at=now, send_at=now,
    )  # fmt: skip
    deliver_notices(at=timezone.now())
    row.refresh_from_db()
    return row


def test_office_sees_the_error_and_lets_it_be_tried_again(login, office, stuck):
    client = login(office.organiser)
    html = client.get("/organisation/stoerungen/").content.decode()
    assert "TemplateDoesNotExist: messages/unheard_of.notice.txt" in html
    Notification.objects.update(template="account_changed")
    assert stuck.send_at > timezone.now()
    response = client.post(f"/organisation/stoerungen/{stuck.pk}/erneut/", follow=True)
    assert "Die Nachricht wird innerhalb einer Minute erneut versucht." in response.content.decode()
    assert deliver_notices(at=timezone.now()).sent == 1
    response = client.post(f"/organisation/stoerungen/{stuck.pk}/erneut/", follow=True)
    assert "inzwischen zugestellt" in response.content.decode()
    assert "Alles ist zugestellt" in response.content.decode()


def test_others_are_refused(login, office, stuck, client):
    for person in (office.clerk, office.head):
        assert login(person).get("/organisation/stoerungen/").status_code == 403
        assert login(person).post(f"/organisation/stoerungen/{stuck.pk}/erneut/").status_code == 403
    assert client.get("/organisation/stoerungen/").status_code == 302
    assert (
        login(office.organiser).get(f"/organisation/stoerungen/{uuid4()}/erneut/").status_code
        == 405
    )


def test_deadline_that_took_no_effect_is_shown(login, office):
    client = login(office.organiser)
    now = timezone.now()
    case = sent(office, title="broken", at=now - timedelta(days=30)).case
    take_effects(at=now)
    html = client.get("/organisation/stoerungen/").content.decode()
    assert "Fristen ohne Wirkung" in html
    assert f'<th class="kern-table__header" scope="row">{case}</th>' in html
    assert "broken" not in html


def test_office_sees_what_a_restore_holds_back_and_lets_it_go(login, office):
    sent(office, at=timezone.now())
    hold_delivery(at=timezone.now())
    client = login(office.organiser)
    assert deliver_here() == "delivery is held"
    assert not Notice.objects.exists()
    html = client.get("/organisation/stoerungen/").content.decode()
    assert "Die Zustellung ruht" in html
    assert "task_opened" in html
    assert login(office.head).post("/organisation/stoerungen/zustellen/").status_code == 403
    assert client.post("/organisation/stoerungen/zustellen/").status_code == 302
    assert deliver_here() == "1 delivered, 0 dropped, 0 failed"
    assert "Die Zustellung ruht" not in client.get("/organisation/stoerungen/").content.decode()


def test_page_says_what_is_forgotten_and_when(login, office):
    html = login(office.organiser).get("/organisation/stoerungen/").content.decode()
    assert "Zugestellte Nachrichten des Postausgangs" in html
    assert "Lesezeichen an Vorgängen" in html
