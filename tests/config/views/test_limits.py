"""Limits of attempts: each account by itself, and each address as the trusted proxies name it."""

from __future__ import annotations

import re

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm
from django.core import mail
from django.test import Client, RequestFactory
from django.utils import translation
from django_q.models import OrmQ
from pytest_django.fixtures import Settings

from config.accounts import FORMAL, send_reset
from tests.config.views.conftest import PASSWORD
from workflows.models import User

pytestmark = pytest.mark.django_db
LOGIN, RESET = "/konto/anmelden/", "/konto/passwort/zuruecksetzen/"
PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "said", "found"),
    [
        (0, None, PROXY),
        (0, "203.0.113.5", PROXY),  # nobody may claim an address where no proxy is
        (1, None, PROXY),  # a proxy that says nothing
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "198.51.100.9, 203.0.113.5", "203.0.113.5"),  # the first one is forged
        (1, ",,203.0.113.5", "203.0.113.5"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "nonsense", "unknown"),
        (2, "198.51.100.9, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
        (2, "203.0.113.5", "203.0.113.5"),  # the outer proxy was gone round
        (2, None, PROXY),
    ],
)
def test_address_is_the_one_that_the_outermost_own_proxy_was_asked_by(
    settings: Settings, proxies: int, said: str | None, found: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {} if said is None else {"HTTP_X_FORWARDED_FOR": said}
    request = RequestFactory().get("/", REMOTE_ADDR=PROXY, **headers)
    assert get_adapter().get_client_ip(request) == found


def test_socket_without_an_address_is_one_address() -> None:
    assert get_adapter().get_client_ip(RequestFactory().get("/", REMOTE_ADDR="")) == "unknown"


def _fail(client: Client, address: str, account: str) -> str:
    answer = client.post(
        LOGIN, {"login": account, "password": "falsch"},
        REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=f"192.0.2.66, {address}",
    )  # fmt: skip
    return answer.content.decode()


TOO_MANY = "zu oft fehlgeschlagen"


def test_wrong_logins_of_one_address_lock_nobody_else_out(
    anonymous: Client, person: User, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = 1
    settings.ACCOUNT_RATE_LIMITS = {"login": "100/m/ip", "login_failed": "5/m/ip,50/5m/key"}
    pages = [_fail(anonymous, "203.0.113.5", f"{n}@stadt.example") for n in range(6)]
    assert [TOO_MANY in page for page in pages] == [False] * 5 + [True]
    data = {"login": "clerk@stadt.example", "password": PASSWORD}
    other = {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": "203.0.113.6"}
    assert anonymous.post(LOGIN, data, **other).status_code == 302


def test_account_is_guarded_whatever_the_addresses(
    anonymous: Client, person: User, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = 1
    pages = [_fail(anonymous, f"203.0.113.{n}", "Clerk@stadt.example") for n in range(6)]
    assert [TOO_MANY in page for page in pages] == [False] * 5 + [True]
    assert TOO_MANY not in _fail(anonymous, "203.0.113.7", "other@stadt.example")


def test_reset_mails_nobody_who_has_no_account(anonymous: Client, person: User) -> None:
    anonymous.post(RESET, {"email": "nobody@stadt.example"})
    assert OrmQ.objects.count() == 0
    anonymous.post(RESET, {"email": "clerk@stadt.example"})
    # Both answers took the same way: the letter is a worker's.
    assert mail.outbox == []
    (job,) = OrmQ.objects.all()
    assert (job.func(), job.task["args"]) == (
        "config.accounts.send_reset", (person.pk, "clerk@stadt.example"),
    )  # fmt: skip
    send_reset(person.pk, "clerk@stadt.example")
    assert [letter.to for letter in mail.outbox] == [["clerk@stadt.example"]]


def test_reset_fills_no_letter_box(anonymous: Client, person: User) -> None:
    for n in range(7):
        anonymous.post(RESET, {"email": "clerk@stadt.example"}, REMOTE_ADDR=f"203.0.113.{n}")
    assert OrmQ.objects.count() == 5


FIRST_NAME_TERMS = re.compile(r"\b([Dd]u|[Dd]ein\w*|[Dd]ir|[Dd]ich|[Gg]ib|[Vv]ersuche|[Hh]abe)\b")


def test_nothing_that_allauth_says_is_on_first_name_terms(person: User) -> None:
    with translation.override("de"):
        forms = [LoginForm(), ResetPasswordForm(), ChangePasswordForm(user=person)]
        said = [
            *(str(text) for text in get_adapter().error_messages.values()),
            *(translation.gettext(text) for text in FORMAL),
            *(str(field.label) for form in forms for field in form.fields.values()),
            *(str(field.help_text) for form in forms for field in form.fields.values()),
        ]
    assert len(said) > 30
    assert [text for text in said if FIRST_NAME_TERMS.search(text)] == []
