"""The second factor: set up, asked for at the login, required for some, and no secret in clear."""

from __future__ import annotations

import re
from datetime import date
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ
from pytest_django.fixtures import Settings

from config.passwords import NotEasilyGuessed
from config.second_factor import SecondFactorAdapter, needs_second_factor
from tests.config.views.conftest import PASSWORD
from tests.town import found
from workflows.models import User

pytestmark = pytest.mark.django_db
LOGIN = {"login": "clerk@stadt.example", "password": PASSWORD}


def code(secret: str) -> str:
    """What an app shows at this moment."""
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06d}"


def set_up(browser: Client) -> str:
    """Set up an app in a fresh login; returns its secret."""
    page: Any = browser.get(reverse("mfa_activate_totp"))
    if page.status_code == 302:  # whoever is logged in says once more that it is they
        page = browser.post(page.url, {"password": PASSWORD}, follow=True)
    secret: str = page.context["form"].secret
    assert secret in page.content.decode()
    done = browser.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    return secret


@pytest.fixture
def logged_in(anonymous: Client, person: User) -> Client:
    anonymous.post(reverse("account_login"), LOGIN)
    return anonymous


def test_login_asks_for_the_code_of_the_app(logged_in: Client) -> None:
    secret = set_up(logged_in)
    other = Client()
    asked = other.post(reverse("account_login"), LOGIN)
    assert asked.headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in other.session
    wrong = other.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert "Falscher Code" in wrong
    from django.core.cache import cache

    cache.clear()  # the code just used to set it up serves once
    other.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert "_auth_user_id" in other.session


def test_code_for_the_day_it_is_lost_opens_once(logged_in: Client) -> None:
    set_up(logged_in)
    page = logged_in.get(reverse("mfa_view_recovery_codes")).content.decode()
    spare = re.findall(r"<code>(\w+)</code>", page)
    assert len(spare) == 10
    opened = []
    for _n in range(2):
        other = Client()
        other.post(reverse("account_login"), LOGIN)
        other.post(reverse("mfa_authenticate"), {"code": spare[0]})
        opened.append("_auth_user_id" in other.session)
    assert opened == [True, False]


def test_database_holds_no_secret_of_an_app(logged_in: Client, settings: Settings) -> None:
    secret = set_up(logged_in)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in str(kept)
    assert SecondFactorAdapter().decrypt(kept) == secret
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 9
    assert SecondFactorAdapter().decrypt(kept) == secret


def test_letter_tells_of_a_new_factor(
    logged_in: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        set_up(logged_in)
    letters = [job.task["args"] for job in OrmQ.objects.all()]
    assert letters == [("mfa/email/totp_activated", "clerk@stadt.example")]


def test_pages_of_the_second_factor_say_what_there_is(logged_in: Client) -> None:
    before = logged_in.get(reverse("mfa_index")).content.decode()
    assert "Es ist keine App eingerichtet" in before
    assert "0 Passkeys sind eingerichtet" in before
    set_up(logged_in)
    assert "Eine App ist eingerichtet" in logged_in.get(reverse("mfa_index")).content.decode()
    add = logged_in.get(reverse("mfa_add_webauthn")).content.decode()
    assert "Ohne Passwort" in add
    logged_in.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(type="totp").exists()


def test_who_needs_one_comes_nowhere_before(settings: Settings) -> None:
    town = found()
    settings.SECOND_FACTOR_FOR = frozenset({"organisation"})
    settings.ROOT_URLCONF = "config.urls"
    for desk, leads_there in (("organisation-organisation", True), ("youth-clerk", False)):
        browser = Client()
        browser.force_login(town.person(desk))
        page: Any = browser.get("/")
        assert (page.status_code == 302 and page.url == reverse("mfa_index")) is leads_there
        told = browser.get(reverse("mfa_index")).content.decode()
        assert ("Ihre Funktion braucht einen zweiten Faktor" in told) is leads_there
        assert browser.get(reverse("own_account")).status_code == 200
        assert browser.get(reverse("imprint")).status_code == 200


def test_last_factor_of_who_needs_one_stays(
    logged_in: Client, person: User, settings: Settings
) -> None:
    set_up(logged_in)
    settings.SECOND_FACTOR_FOR = frozenset({"all"})
    logged_in.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(type="totp").exists()
    page = logged_in.get(reverse("mfa_deactivate_totp")).content.decode()
    assert "braucht einen zweiten Faktor" in page


def test_only_the_functions_named_need_one(settings: Settings) -> None:
    town = found()
    settings.SECOND_FACTOR_FOR = frozenset({"mayor"})
    on = timezone.localdate()
    needed = {who for who in town.emails if needs_second_factor(town.person(who).pk, on=on)}
    assert needed == {"mayor-mayor"}
    settings.SECOND_FACTOR_FOR = frozenset()
    assert not needs_second_factor(town.person("mayor-mayor").pk, on=date(2026, 3, 2))


def test_misspelt_function_is_told(settings: Settings) -> None:
    settings.SECOND_FACTOR_FOR = frozenset({"mayor", "major"})
    found = [error for error in run_checks(tags=["security"]) if error.id == "config.E002"]
    assert len(found) == 1
    assert "major" in str(found[0].msg)


@pytest.mark.parametrize(
    "password",
    [
        "123456789012", "qwertzuiopü+", "passwort1234", "Passwort2026!", "Federführung26",
        "Sommer2026!!!", "Stadtverwaltung1", "111111111111", "abcabcabcabc", "Willkommen123!",
        "hallohallohallo", "clerk@stadt.example", "Jugendamt2026",
    ],
)  # fmt: skip
def test_easily_guessed_password_is_refused(logged_in: Client, password: str) -> None:
    sent = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    page = logged_in.post(reverse("account_change_password"), sent)
    assert page.status_code == 200
    assert User.objects.get().check_password(PASSWORD)


def test_several_words_are_a_password(person: User) -> None:
    for password in ("a whole new pass phrase", "Brille Anker Mittwoch sieben", "xkQ9!vR2m#Lp"):
        NotEasilyGuessed(9).validate(password, person)


def test_lost_factors_are_taken_away_by_who_keeps_the_machine(logged_in: Client) -> None:
    set_up(logged_in)
    with pytest.raises(CommandError, match="no account"):
        call_command("reset_second_factor", "nobody@stadt.example")
    call_command("reset_second_factor", "Clerk@stadt.example", stdout=StringIO())
    assert not Authenticator.objects.exists()
    assert [letter.subject for letter in mail.outbox] == ["Ihr zweiter Faktor wurde entfernt"]
