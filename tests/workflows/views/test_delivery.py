"""Choosing mails, and the calendar under its secret address."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.kinds import AT, sent
from tests.workflows.calendars.test_ics import read, unescaped
from workflows.models import Case, Deadline, DeliveryChoice, FeedToken, Substitution, Task, User
from workflows.queries.telling.choices import modes_of

pytestmark = pytest.mark.django_db

PAGE, CALENDAR = "/benachrichtigungen/einstellungen/", "/benachrichtigungen/kalender/"
USUAL = {"escalations": "at_once", "overdue": "at_once", "due": "at_once", "tasks": "digest",
         "reminders": "digest", "resubmission": "digest", "news": "digest", "watched": "digest",
         "organisation": "at_once"}  # fmt: skip


def test_page_shows_what_holds_and_why_some_mails_cannot_be_off(login, office):
    html = login(office.head).get(PAGE).content.decode()
    assert re.findall(r'name="(\w+)" value="(\w+)"[^>]*checked', html) == list(USUAL.items())
    assert html.count('value="off"') == 3
    assert "Zugewiesene Arbeit ist ein dienstlicher Auftrag" in html
    assert "Diese E-Mails schützen Ihr Konto. Sie kommen immer sofort." in html


def test_choice_is_kept_and_shown_again(login, office):
    client = login(office.head)
    response = client.post(PAGE, {**USUAL, "tasks": "at_once", "news": "off"}, follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert "Ihre Auswahl gilt ab jetzt." in response.content.decode()
    assert {k: str(m) for k, m in modes_of(office.head.pk).items() if k != "account"} == {
        **USUAL, "tasks": "at_once", "news": "off"
    }  # fmt: skip
    assert set(DeliveryChoice.objects.values_list("person", flat=True)) == {office.head.pk}


@pytest.mark.parametrize("wrong", [{"tasks": "off"}, {"news": ""}, {"overdue": "never"}])
def test_duty_is_not_switched_off_and_nothing_else_is_kept(login, office, wrong):
    response = login(office.head).post(PAGE, {**USUAL, "watched": "off", **wrong})
    assert response.status_code == 422
    assert DeliveryChoice.objects.count() == 0
    html = response.content.decode()
    assert re.search(r'name="watched" value="off"[^>]*checked', html)


def address(client):
    html = client.post(CALENDAR).content.decode()
    return re.search(r"http://127\.0\.0\.1:8000(/kalender/[\w-]{43}\.ics)", html)[1]


def test_calendar_shows_ones_own_deadlines_without_a_session(login, office):
    for number in (1, 2):
        sent(office, title=f"E-{number} Swings, big; \\ blue")
    Case.objects.filter(title__startswith="E-2").update(access="restricted")
    response = Client().get(address(login(office.head)))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    _outside, events = read(response.content)
    task = Task.objects.get(case__title__startswith="E-1")
    deadlines = {f"{one.pk}@127.0.0.1": one for one in Deadline.objects.all()}
    assert {event["UID"] for event in events} == set(deadlines)
    assert sorted(unescaped(event["SUMMARY"]) for event in events) == [
        "E-1: check the errand – Swings, big; \\ blue",
        "E-2: check the errand",
    ]
    assert {event["DTSTART;VALUE=DATE"] for event in events} == {"20260309"}
    assert any(event["URL"].endswith(f"?task={task.pk}") for event in events)
    assert b"Probe" not in response.content


def test_calendar_leaves_out_what_is_not_ones_own(login, office):
    case = sent(office).case
    url = address(login(office.head))
    assert len(read(Client().get(url).content)[1]) == 1
    assert read(Client().get(address(login(office.clerk))).content)[1] == []
    Task.objects.filter(case=case).update(claimed_by=office.organiser, claimed_at=AT)
    assert read(Client().get(url).content)[1] == []
    Task.objects.filter(case=case).update(claimed_by=office.head, claimed_at=AT)
    assert len(read(Client().get(url).content)[1]) == 1
    Deadline.objects.update(status="met", closed_at=timezone.now())
    assert read(Client().get(url).content)[1] == []


def test_secret_is_kept_nowhere_and_a_new_one_ends_the_old(login, office):
    client = login(office.head)
    old = address(client)
    token = old.removeprefix("/kalender/").removesuffix(".ics")
    assert token not in str(list(FeedToken.objects.values()))
    assert token not in client.get(CALENDAR).content.decode()
    new = address(client)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    client.post("/benachrichtigungen/kalender/beenden/")
    assert Client().get(new).status_code == 404
    assert FeedToken.objects.filter(revoked_at=None).count() == 0


def test_calendar_of_a_closed_account_is_gone(login, office):
    url = address(login(office.head))
    User.objects.filter(pk=office.head.pk).update(deactivated_at=timezone.now())
    assert Client().get(url).status_code == 404


def test_last_use_is_kept_roughly(login, office):
    url = address(login(office.head))
    Client().get(url)
    first = FeedToken.objects.get().used_at
    Client().get(url)
    assert FeedToken.objects.get().used_at == first
    FeedToken.objects.update(used_at=first - timedelta(hours=2))
    Client().get(url)
    assert FeedToken.objects.get().used_at >= first


def test_calendar_of_a_deputy_shows_whose_work_they_do(login, office):
    """As the page of deadlines: while it lasts, and only the steps for which they stand in."""
    sent(office, title="E-1 Swings")
    today = timezone.localdate()
    away = Substitution.objects.create(
        represented=office.head, deputy=office.clerk, entered_at=AT,
        starts_on=today - timedelta(days=1), ends_on=today + timedelta(days=1),
    )  # fmt: skip
    feed = address(login(office.clerk))
    assert "E-1" in Client().get(feed).content.decode()
    Substitution.objects.filter(pk=away.pk).update(steps=["another"])
    assert "E-1" not in Client().get(feed).content.decode()
    Substitution.objects.filter(pk=away.pk).update(steps=[], ends_on=today - timedelta(days=1))
    assert "E-1" not in Client().get(feed).content.decode()
