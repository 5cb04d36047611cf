"""The security log: who came in, who failed, what was refused; no text, and not for ever."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.config.views.conftest import PASSWORD
from tests.town import Town, found
from workflows.actions.proof.attempts import forget_attempts, note_attempt
from workflows.models import Attempt, User

pytestmark = pytest.mark.django_db
Kind = Attempt.Kind


def noted() -> list[tuple[str, str, str]]:
    rows = Attempt.objects.select_related("person").order_by("pk")
    return [(row.kind, row.person.email if row.person else "", row.claimed) for row in rows]


def test_logins_are_noted_with_the_account_and_without_what_was_typed(
    anonymous: Client, person: User
) -> None:
    url, known = reverse("account_login"), "clerk@stadt.example"
    for login in ("Clerk@Stadt.example", "nobody@stadt.example", "My Secret Password"):
        anonymous.post(url, {"login": login, "password": "falsch"}, REMOTE_ADDR="203.0.113.5")
    anonymous.post(url, {"login": known, "password": PASSWORD}, REMOTE_ADDR="203.0.113.5")
    anonymous.post(reverse("account_logout"), REMOTE_ADDR="203.0.113.5")
    assert noted() == [
        (Kind.LOGIN_FAILED, known, ""), (Kind.LOGIN_FAILED, "", "nobody@stadt.example"),
        (Kind.LOGIN, known, ""), (Kind.LOGOUT, known, ""),
    ]  # fmt: skip
    assert set(Attempt.objects.values_list("source", flat=True)) == {"203.0.113.5"}


def test_too_many_failures_are_noted(anonymous: Client, person: User) -> None:
    for _n in range(7):
        anonymous.post(
            reverse("account_login"), {"login": "clerk@stadt.example", "password": "falsch"}
        )
    kinds = [kind for kind, _who, _claimed in noted()]
    assert kinds == [Kind.LOGIN_FAILED] * 5 + [Kind.TOO_MANY] * 2


@pytest.fixture
def town(settings: Settings) -> Town:
    settings.ROOT_URLCONF = "config.urls"
    return found()


def test_refused_acts_are_noted_without_their_texts(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    browser = Client()
    browser.force_login(town.person("school-head"))
    Attempt.objects.all().delete()
    withdraw = reverse("measure:withdraw", args=[measure.case_id])
    browser.post(withdraw, {"text": "Mein geheimer Grund", "stage": "send"})
    (row,) = Attempt.objects.all()
    assert (row.kind, row.person, row.act, row.case_number) == (
        Kind.NOT_ALLOWED, town.person("school-head"), "POST measure:withdraw",
        measure.case_id,
    )  # fmt: skip
    assert row.reason
    assert "geheimer" not in f"{row.reason}{row.act}"
    stranger = Client()
    stranger.force_login(town.person("social-head"))
    Attempt.objects.all().delete()
    stranger.get(reverse("coordination:measure", args=[measure.case_id]))
    (row,) = Attempt.objects.all()
    assert (row.kind, row.case_number, row.reason) == (Kind.INVISIBLE, measure.case_id, "")


def test_act_that_comes_too_late_is_no_attempt(town: Town) -> None:
    measure = town.in_cosigning()
    browser = Client()
    browser.force_login(town.person("youth-head"))
    Attempt.objects.all().delete()
    browser.get(reverse("measure:submit", args=[measure.case_id]))
    assert not Attempt.objects.exists()


def test_own_account_shows_the_last_logins(client: Client, person: User) -> None:
    note_attempt(Kind.LOGIN_FAILED, at=timezone.now(), person=person.pk, source="203.0.113.9")
    html = client.get(reverse("own_account")).content.decode()
    assert "Ihre letzten Anmeldungen" in html
    assert "Anmeldung fehlgeschlagen (203.0.113.9)" in html


def test_log_is_forgotten_in_time_and_printed_before(person: User, settings: Settings) -> None:
    settings.SECURITY_LOG_DAYS = 30
    now = timezone.now()
    for days in (31, 29, 1):
        at = now - timedelta(days=days)
        note_attempt(Kind.NOT_ALLOWED, at=at, person=person.pk, act="POST x", case=7)
    assert (forget_attempts(at=now), forget_attempts(at=now)) == (1, 0)
    out = StringIO()
    call_command("print_attempts", "--days=30", "--address=Clerk@stadt.example", stdout=out)
    lines = out.getvalue().splitlines()
    assert [line.split("  ")[1:] for line in lines] == [
        ["not_allowed", "clerk@stadt.example", "POST x", "case 7"]
    ] * 2
