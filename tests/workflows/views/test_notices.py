"""One's notices: only one's own, changed by POST only, and always with a way on."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.kinds import AT, sent
from workflows.actions.telling.delivery import deliver_notices, dispatch
from workflows.models import Deadline, Notice, Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(office):
    """Three errands for the head, as notices; the newest last."""
    for number in range(3):
        sent(office, title=f"Errand {number}", at=AT + timedelta(minutes=number))
        deliver_notices(at=AT + timedelta(minutes=number))
    return list(Notice.objects.order_by("created_at"))


def shown(response):
    return re.findall(r'<p id="notice-(\d+)">', response.content.decode())


def test_own_notices_are_listed_newest_first(login, office, told):
    response = login(office.head).get("/benachrichtigungen/")
    assert response.status_code == 200
    assert shown(response) == [str(notice.pk) for notice in reversed(told)]
    assert shown(login(office.clerk).get("/benachrichtigungen/")) == []


def test_text_of_a_notice_is_no_markup(login, office):
    sent(office, title="<script>alert(1)</script>")
    deliver_notices(at=AT)
    html = login(office.head).get("/benachrichtigungen/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html


def test_reading_the_list_changes_nothing(login, office, told):
    client = login(office.head)
    client.get("/benachrichtigungen/")
    client.get("/benachrichtigungen/?view=unread")
    assert Notice.objects.filter(read_at=None).count() == 3


def test_opening_a_notice_marks_it_and_leads_to_its_task(login, office, told):
    client = login(office.head)
    response = client.post(f"/benachrichtigungen/{told[1].pk}/oeffnen/")
    assert (response.status_code, response["Location"]) == (302, f"/?task={told[1].task_id}")
    told[1].refresh_from_db()
    first = told[1].read_at
    assert first is not None
    client.post(f"/benachrichtigungen/{told[1].pk}/oeffnen/")
    told[1].refresh_from_db()
    assert told[1].read_at == first
    assert shown(client.get("/benachrichtigungen/?view=unread")) == [
        str(told[2].pk),
        str(told[0].pk),
    ]


@pytest.mark.parametrize(
    "path", ["/benachrichtigungen/{}/oeffnen/", "/benachrichtigungen/gelesen/"]
)
def test_marking_is_no_get_and_needs_a_login(login, office, told, client, path):
    url = path.format(told[0].pk)
    assert login(office.head).get(url).status_code == 405
    assert client.post(url).status_code == 401
    assert Notice.objects.filter(read_at=None).count() == 3


def test_notice_of_somebody_else_does_not_exist(login, office, told):
    client = login(office.clerk)
    assert client.post(f"/benachrichtigungen/{told[0].pk}/oeffnen/").status_code == 404
    response = client.post("/benachrichtigungen/gelesen/", {"up_to": told[2].pk})
    assert response.status_code == 404
    assert client.post("/benachrichtigungen/999999/oeffnen/").status_code == 404
    assert Notice.objects.filter(read_at=None).count() == 3


@pytest.mark.parametrize("up_to", ["", "x", "-1", "9" * 30, "²"])
def test_nonsense_marks_nothing(login, office, told, up_to):
    response = login(office.head).post("/benachrichtigungen/gelesen/", {"up_to": up_to})
    assert response.status_code == 404
    assert Notice.objects.filter(read_at=None).count() == 3


def test_all_that_was_seen_is_marked_and_nothing_newer(login, office, told):
    client = login(office.head)
    response = client.post(
        "/benachrichtigungen/gelesen/", {"up_to": told[1].pk, "view": "unread"}, follow=True
    )
    assert response.redirect_chain == [("/benachrichtigungen/?view=unread", 302)]
    assert "2 Benachrichtigungen sind jetzt gelesen." in response.content.decode()
    assert shown(response) == [str(told[2].pk)]


def test_long_lists_are_turned_page_by_page(login, office):
    for number in range(60):
        sent(office, title=f"Errand {number}")
    dispatch(at=AT)
    client, seen, url = login(office.head), [], "/benachrichtigungen/"
    while url:
        response = client.get(url)
        seen.append(shown(response))
        url = response.context["next_url"]
    assert [len(page) for page in seen] == [25, 25, 10]
    everything = [int(number) for page in seen for number in page]
    assert everything == sorted(everything, reverse=True)
    assert len(set(everything)) == 60


@pytest.mark.parametrize("after", ["x", "99999999", "9" * 40])
def test_unknown_place_shows_the_first_page(login, office, told, after):
    assert len(shown(login(office.head).get(f"/benachrichtigungen/?after={after}"))) == 3


def test_queries_do_not_grow_with_the_notices(login, office, told, django_assert_max_num_queries):
    client = login(office.head)
    client.get("/benachrichtigungen/")
    for _ in range(20):
        sent(office)
    deliver_notices(at=timezone.now())
    with django_assert_max_num_queries(6):
        client.get("/benachrichtigungen/")


def test_header_counts_what_is_unread(login, office, told):
    client = login(office.head)
    count = re.compile(
        r'href="/benachrichtigungen/".*?<span class="ff-count">(\d+)</span>', re.DOTALL
    )
    assert count.search(client.get("/benachrichtigungen/").content.decode())[1] == "3"
    client.post(f"/benachrichtigungen/{told[0].pk}/oeffnen/")
    assert count.search(client.get("/benachrichtigungen/").content.decode())[1] == "2"


@pytest.mark.parametrize(
    ("template", "tone", "word"),
    [
        ("deadline_escalated", "danger", "Eskalation"),
        ("deadline_overdue", "danger", "überfällig"),
        ("deadline_today", "warning", "heute fällig"),
        ("deadline_near", "warning", "bald fällig"),
        ("deadline_reminded", "warning", "Erinnerung"),
    ],
)
def test_notice_about_a_deadline_says_how_pressing_it_is(login, office, template, tone, word):
    case = sent(office).case
    Notification.objects.all().delete()
    deadline = Deadline.objects.get(case=case)
    Notification.objects.create(
        key="one", recipient=office.head, channel="in_app", template=template, case_id=case,
        deadline=deadline, created_at=AT, send_at=AT,
        data={"level": "E2", "due": str(deadline.due_on)},
    )  # fmt: skip
    deliver_notices(at=AT)
    html = login(office.head).get("/benachrichtigungen/").content.decode()
    tag = re.search(rf'ff-tag--{tone}">(?:<[^>]*>)*{word}</span>([^<]*)<', html)
    assert tag[1].strip() == "Fällig am 09.03.2026"
    assert not re.search(r"\bE2\b", html)
