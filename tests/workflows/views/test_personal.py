"""Putting a matter off and watching it, through the pages."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.town import Town, found
from workflows.models import Resubmission, Task, Watch

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return found()


def browser(town: Town, desk: str) -> Client:
    client = Client()
    client.force_login(town.person(desk))
    return client


def test_task_is_put_off_from_the_inbox_and_leads_back_to_the_same_place(town: Town) -> None:
    measure = town.in_cosigning(title="Später", impact_school=True)
    task = Task.objects.get(case=measure.case_id, desk__key="school-head")
    with time_machine.travel(town.now, tick=False):
        client = browser(town, "school-head")
        inbox = client.get("/?view=desk&sort=old").content.decode()
        url = reverse("workflows:put_off", args=[task.pk])
        assert f'href="{url}"' in inbox
        page = client.get(url, headers={"referer": "http://testserver/?view=desk&sort=old"})
        place = page.content.decode().partition('name="inbox" value="')[2].partition('"')[0]
        assert place == "view=desk&amp;sort=old"
        sent = {"due_on": "6.3.2026", "note": "Nachfragen", "inbox": "view=desk&sort=old"}
        answer = client.post(url, sent)
        assert answer.url == "/?view=desk&sort=old"
        client.get("/")
        assert "Später" not in client.get("/?view=desk").content.decode()
        listed = client.get("/?view=resubmission").content.decode()
    row = Resubmission.objects.get()
    assert (row.task_id, row.due_on, row.note) == (task.pk, date(2026, 3, 6), "Nachfragen")
    assert "Nachfragen" in listed
    assert "Fr, 06.03.2026" in listed


@pytest.mark.parametrize("day", ["", "1.1.2020", "7.3.2026", "31.2.2026", "bald"])
def test_day_that_does_not_do_keeps_what_was_typed(town: Town, day: str) -> None:
    measure = town.propose()
    url = reverse("workflows:resubmission", args=[measure.case_id])
    with time_machine.travel(town.now, tick=False):
        answer = browser(town, "youth-clerk").post(url, {"due_on": day, "note": "Nicht verlieren"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fehler: " in text
    assert "Nicht verlieren" in text
    assert Resubmission.objects.count() == 0


def test_page_of_the_case_offers_both_and_takes_them_back(town: Town) -> None:
    measure = town.propose()
    case = reverse("coordination:measure", args=[measure.case_id])
    with time_machine.travel(town.now, tick=False):
        client = browser(town, "youth-clerk")
        text = client.get(case).content.decode()
        assert "Auf Wiedervorlage legen" in text
        assert "Beobachten" in text
        put_off = reverse("workflows:resubmission", args=[measure.case_id])
        answer = client.post(put_off, {"due_on": "6.3.2026", "back": "case"})
        assert answer.url.startswith(case)
        client.post(reverse("workflows:start_watching", args=[measure.case_id]))
        text = client.get(case).content.decode()
        assert "Wiedervorlage am 06.03.2026" in text
        assert "Nicht mehr beobachten" in text
        assert measure.case.title in client.get("/beobachtet/").content.decode()
        row = Resubmission.objects.get()
        client.post(reverse("workflows:finish_resubmission", args=[row.pk]), {"back": "case"})
        client.post(reverse("workflows:end_watching", args=[measure.case_id]), {"back": "case"})
        text = client.get(case).content.decode()
    assert "Auf Wiedervorlage legen" in text
    assert "Nicht mehr beobachten" not in text
    assert Watch.objects.count() == 0
