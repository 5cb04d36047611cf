import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from config.checks import operator_is_named

pytestmark = pytest.mark.django_db
REPORT = "/barriere-melden/"


@pytest.mark.parametrize(
    ("path", "heading", "words"),
    [
        ("/impressum/", "Impressum", "§ 5 DDG"),
        ("/datenschutz/", "Datenschutz", "DSGVO"),
        ("/barrierefreiheit/", "Erklärung zur Barrierefreiheit", "BITV NRW"),
        (REPORT, "Barriere melden", "Bildschirmleser"),
    ],
)
def test_legal_pages_are_public(anonymous: Client, path: str, heading: str, words: str) -> None:
    html = anonymous.get(path).content.decode()
    assert f'<h1 class="kern-heading-large">{heading}</h1>' in html
    assert words in html


def test_legal_pages_name_the_operator(anonymous: Client, settings: Settings) -> None:
    settings.OPERATOR = {**settings.OPERATOR, "street": "Burgplatz 19", "vat_id": "DE 123"}
    html = anonymous.get("/impressum/").content.decode()
    assert "Burgplatz 19" in html
    assert "DE 123" in html


def test_deploy_check_names_sample_words(settings: Settings) -> None:
    settings.OPERATOR_SAMPLES = ["CITY_STREET"]
    assert [message.id for message in operator_is_named()] == ["config.W001"]
    settings.OPERATOR_SAMPLES = []
    assert operator_is_named() == []


def test_report_of_a_barrier_is_mailed(anonymous: Client, settings: Settings) -> None:
    data = {"message": "Der Knopf fehlt.", "page": "/massnahmen/", "reply_to": "ich@stadt.example"}
    response = anonymous.post(REPORT, data, follow=True)
    assert "Vielen Dank" in response.content.decode()
    letter = mail.outbox[0]
    assert letter.to == [settings.OPERATOR["accessibility_email"]]
    assert letter.reply_to == ["ich@stadt.example"]
    assert letter.body == "Seite: /massnahmen/\n\nDer Knopf fehlt.\n"


def test_report_without_words_keeps_the_rest(anonymous: Client) -> None:
    response = anonymous.post(REPORT, {"page": "Eingang", "reply_to": "kaputt"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>Fehler: Barriere melden" in html
    assert 'value="Eingang"' in html
    assert 'value="kaputt"' in html


def test_report_cannot_smuggle_headers(anonymous: Client) -> None:
    data = {"message": "x", "page": "a\nBcc: all@stadt.example", "reply_to": ""}
    anonymous.post(REPORT, data)
    assert mail.outbox[0].bcc == []
    assert "\n" not in mail.outbox[0].subject


def test_report_that_cannot_be_sent_keeps_the_words(anonymous: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    response = anonymous.post(REPORT, {"message": "Der Knopf fehlt."})
    html = response.content.decode()
    assert response.status_code == 422
    assert "rufen Sie uns an" in html
    assert "Der Knopf fehlt." in html


def test_reports_are_limited(anonymous: Client) -> None:
    codes = [anonymous.post(REPORT, {"message": "x"}).status_code for _ in range(6)]
    assert codes == [302] * 5 + [422]


def test_report_starts_with_the_page_it_was_called_from(anonymous: Client) -> None:
    assert (
        'value="/massnahmen/7/"' in anonymous.get(f"{REPORT}?seite=/massnahmen/7/").content.decode()
    )


def test_deploy_check_is_registered(settings: Settings) -> None:
    settings.OPERATOR_SAMPLES = ["CITY_STREET"]
    with pytest.raises(Exception, match="CITY_STREET"):
        call_command("check", deploy=True, fail_level="WARNING", tags=["compatibility"])
