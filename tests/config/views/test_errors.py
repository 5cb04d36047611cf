import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.config.views.conftest import PASSWORD

TYPED = {"title": "Sprachkurse", "goal": "Zeile 1\nZeile 2", "lead": "51", "way": "rat"}
pytestmark = pytest.mark.django_db


def text(client: Client, path: str, status: int, **post: object) -> str:
    response = client.post(path, post) if post else client.get(path)
    assert response.status_code == status
    assert "style=" not in response.content.decode()
    return response.content.decode()


def test_unknown_page_is_404_with_a_way_back(client: Client) -> None:
    html = text(client, "/gibt-es-nicht/", 404)
    assert "Seite nicht gefunden" in html
    assert '<a href="/">Zur Startseite</a>' in html


def test_403_says_which_role_may(client: Client) -> None:
    html = text(client, "/refused/403/", 403)
    assert "<li>Amtsleitung der Federführung</li>" in html


def test_409_shows_the_state_and_keeps_everything_typed(client: Client) -> None:
    html = text(client, "/refused/409/", 409, **TYPED, areas=["sprache", "wohnen"], urgent="on")
    for part in ("Mitzeichnung", "Sprachkurse", "Zeile 1\nZeile 2", "Jugendamt", "Rat", "ja"):
        assert part in html
    assert "Sprache, Wohnen" in html
    assert "csrfmiddlewaretoken</dt>" not in html


def test_409_asks_to_choose_files_again(client: Client) -> None:
    # A form that was bound without files still names what was sent by its label.
    upload = SimpleUploadedFile("plan.pdf", b"%PDF-1.7")
    html = text(client, "/refused/409/", 409, title="Sprachkurse", paper=upload)
    assert "Sprachkurse" in html


def test_422_lists_all_unmet_guards(client: Client) -> None:
    html = text(client, "/refused/422/", 422, **TYPED)
    assert "2 Punkte sind offen" in html
    assert '<li data-code="goal">Das Ziel fehlt.</li>' in html
    assert '<li data-code="costs">Die Deckung fehlt.</li>' in html
    assert "Sprachkurse" in html


def test_refusal_takes_the_whole_page_under_htmx(client: Client) -> None:
    response = client.get("/refused/409/", headers={"HX-Request": "true"})
    assert response.headers["HX-Retarget"] == "body"


def test_way_back_stays_on_this_site(client: Client) -> None:
    ours = client.get("/refused/403/", headers={"Referer": "http://testserver/massnahmen/1/"})
    assert 'href="http://testserver/massnahmen/1/"' in ours.content.decode()
    foreign = client.get("/refused/403/", headers={"Referer": "https://evil.example/"})
    assert "evil.example" not in foreign.content.decode()


def test_500_tells_nothing_of_the_fault(client: Client) -> None:
    html = text(client, "/broken/", 500)
    assert "Bei uns ist etwas schiefgegangen" in html
    assert "on purpose" not in html


def test_503_when_the_database_does_not_answer(client: Client) -> None:
    response = client.get("/no-database/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert "Es geht nichts verloren" in response.content.decode()


def test_400_needs_nothing_of_the_request(anonymous: Client) -> None:
    response = anonymous.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "Anfrage nicht verstanden" in response.content.decode()


def test_413_says_how_much_a_form_holds(client: Client) -> None:
    page = client.post("/refused/422/", {"title": "x" * (6 * 2**20)})
    assert page.status_code == 413
    assert "Das ist mehr, als ein Formular fasst" in page.content.decode()
    many = client.post("/refused/422/", {f"field-{n}": "x" for n in range(2001)})
    assert many.status_code == 413


def test_expired_form_shows_what_was_typed_but_no_password(person: object) -> None:
    client = Client(enforce_csrf_checks=True)
    html = text(client, "/konto/anmelden/", 403, login="clerk@stadt.example", password=PASSWORD)
    assert "Dieses Formular ist abgelaufen" in html
    assert "clerk@stadt.example" in html
    assert PASSWORD not in html
