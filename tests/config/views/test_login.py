import re

import pytest
from allauth.account.adapter import get_adapter
from django.core import mail
from django.test import Client
from django.urls import get_resolver
from pytest_django.fixtures import Settings

from config.accounts import send_reset
from tests.config.views.conftest import PASSWORD
from workflows.models import User

pytestmark = pytest.mark.django_db
LOGIN, RESET = "/konto/anmelden/", "/konto/passwort/zuruecksetzen/"


def test_pages_ask_for_a_login_and_lead_back(anonymous: Client) -> None:
    response = anonymous.get("/konto/passwort/aendern/?a=1")
    assert response.status_code == 302
    assert response.headers["Location"] == f"{LOGIN}?next=/konto/passwort/aendern/%3Fa%3D1"


def test_form_after_the_end_of_a_session_shows_what_was_typed(anonymous: Client) -> None:
    response = anonymous.post("/konto/passwort/aendern/", {"reason": "Ein langer Text"})
    assert response.status_code == 401
    assert "Ein langer Text" in response.content.decode()
    assert "Bitte melden Sie sich noch einmal an" in response.content.decode()


def test_partial_request_after_the_end_of_a_session_leads_to_the_login(anonymous: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/massnahmen/7/"}
    response = anonymous.get("/konto/passwort/aendern/", headers=headers)
    assert response.headers["HX-Redirect"] == f"{LOGIN}?next=/massnahmen/7/"


def test_login_works_and_says_so(anonymous: Client, person: User) -> None:
    data = {"login": "Clerk@Stadt.example", "password": PASSWORD}
    response = anonymous.post(f"{LOGIN}?next=/impressum/", data, follow=True)
    html = response.content.decode()
    assert "Sie sind angemeldet als" in html
    assert "Sachbearbeitung Jugendamt" in html


def test_login_refused_is_the_same_for_unknown_and_known(anonymous: Client, person: User) -> None:
    pages = []
    for address in ("clerk@stadt.example", "nobody@stadt.example"):
        response = anonymous.post(LOGIN, {"login": address, "password": "falsch"})
        html = response.content.decode()
        assert "<title>Fehler:" in html
        html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)
        pages.append(html.replace(address, "ADDRESS"))
    assert pages[0] == pages[1]


def test_deactivated_person_cannot_log_in(anonymous: Client, person: User) -> None:
    from django.utils import timezone

    User.objects.filter(pk=person.pk).update(deactivated_at=timezone.now())
    response = anonymous.post(
        LOGIN, {"login": "clerk@stadt.example", "password": PASSWORD}, follow=True
    )
    assert "Dieses Konto ist geschlossen" in response.content.decode()


def test_logout_needs_a_form(client: Client) -> None:
    assert "Möchten Sie sich abmelden?" in client.get("/konto/abmelden/").content.decode()
    assert "_auth_user_id" in client.session
    client.post("/konto/abmelden/")
    assert "_auth_user_id" not in client.session


def test_reset_answers_the_same_for_unknown_and_known(anonymous: Client, person: User) -> None:
    pages = [
        anonymous.post(RESET, {"email": address}, follow=True).content.decode()
        for address in ("clerk@stadt.example", "nobody@stadt.example")
    ]
    pages = [re.sub(r'value="\w{64}"', "", page) for page in pages]
    assert pages[0] == pages[1]
    assert "Bitte sehen Sie in Ihr Postfach" in pages[0]


def test_reset_mail_leads_to_a_new_password(
    anonymous: Client, person: User, settings: Settings
) -> None:
    anonymous.post(RESET, {"email": "clerk@stadt.example"}, headers={"Host": "localhost"})
    send_reset(person.pk, "clerk@stadt.example")
    letter = mail.outbox[0]
    assert letter.subject == "Neues Passwort festlegen"
    url = re.search(r"http\S+/schluessel/\S+", letter.body)[0]  # type: ignore[index] # the test fails if it is not found
    assert url.startswith(settings.BASE_URL)
    page = anonymous.get(url.removeprefix(settings.BASE_URL), follow=True)
    path = page.redirect_chain[-1][0]
    new = "a whole new pass phrase"
    done = anonymous.post(path, {"password1": new, "password2": new}, follow=True)
    assert "Ihr Passwort ist gespeichert" in done.content.decode()
    assert User.objects.get().check_password(new)
    again = anonymous.get(url.removeprefix(settings.BASE_URL), follow=True)
    assert "Dieser Link gilt nicht mehr" in again.content.decode()


def test_reset_that_the_mail_server_does_not_take_is_told_to_the_log(
    person: User, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    send_reset(person.pk, "clerk@stadt.example")
    assert "password_reset_key could not be sent" in caplog.text


def test_invitation_needs_no_request_and_serves_once(
    anonymous: Client, person: User, settings: Settings
) -> None:
    url = get_adapter().invitation_url(person)
    assert url.startswith(f"{settings.BASE_URL}/konto/passwort/zuruecksetzen/schluessel/")
    page = anonymous.get(url.removeprefix(settings.BASE_URL), follow=True)
    assert "Passwort festlegen" in page.content.decode()
    person.set_password("meanwhile another one")
    person.save()
    again = anonymous.get(url.removeprefix(settings.BASE_URL), follow=True)
    assert "Dieser Link gilt nicht mehr" in again.content.decode()


def test_weak_password_is_refused_in_words(client: Client) -> None:
    data = {"oldpassword": PASSWORD, "password1": "kurz", "password2": "kurz"}
    html = client.post("/konto/passwort/aendern/", data).content.decode()
    assert "Bitte prüfen Sie Ihre Eingaben" in html
    assert "mindestens 12 Zeichen" in html


def test_nobody_signs_up(anonymous: Client) -> None:
    html = anonymous.get("/konto/registrieren/").content.decode()
    assert "Sie können sich nicht selbst registrieren" in html


def test_only_the_offered_account_pages_exist() -> None:
    names = {
        str(name) for name in get_resolver("config.account_pages").reverse_dict if name is not None
    }
    assert "account_email" not in names
    assert "account_login" in names
