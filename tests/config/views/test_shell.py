import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from config.navigation import NAVIGATION, Item, visible_items
from config.version import VERSION
from workflows.models import User

pytestmark = pytest.mark.django_db


def test_frame_has_its_landmarks(client: Client) -> None:
    html = client.get("/impressum/").content.decode()
    assert '<html lang="de">' in html
    assert "<title>Impressum – Federführung</title>" in html
    skip, main = html.index('href="#content"'), html.index('<main class="ff-main')
    assert skip < html.index("<header>") < main < html.index('<footer class="ff-footer">')
    assert f"Federführung {VERSION}" in html
    assert "Sachbearbeitung Jugendamt" in html


def test_frame_of_a_stranger_has_no_account(anonymous: Client) -> None:
    assert "Abmelden" not in anonymous.get("/impressum/").content.decode()


def test_demo_says_so_on_every_page(anonymous: Client, settings: Settings) -> None:
    settings.DEMO = True
    assert "Alle Vorgänge und Konten sind erfunden" in anonymous.get("/impressum/").content.decode()
    settings.DEMO = False
    assert "sind erfunden" not in anonymous.get("/impressum/").content.decode()


def test_private_pages_are_kept_in_no_cache(client: Client, anonymous: Client) -> None:
    assert client.get("/impressum/").headers["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in anonymous.get("/impressum/").headers


def test_account_language_is_active(client: Client, person: User) -> None:
    User.objects.filter(pk=person.pk).update(language="en")
    response = client.get("/impressum/")
    assert response.headers["Content-Language"] == "en"
    assert "Imprint" in response.content.decode()
    assert '<html lang="en">' in response.content.decode()


@pytest.mark.parametrize(("choice", "shown"), [("dark", ' data-kern-theme="dark"'), ("", "")])
def test_appearance_can_be_chosen(anonymous: Client, choice: str, shown: str) -> None:
    data = {"theme": choice, "next": "/impressum/"}
    html = anonymous.post("/darstellung/", data, follow=True).content.decode()
    assert f'<html lang="de"{shown}>' in html


def test_appearance_leads_back_to_this_site_only(anonymous: Client) -> None:
    for back in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        response = anonymous.post("/darstellung/", {"theme": "light", "next": back})
        assert response.headers["Location"] == "/"


def test_content_security_policy_is_strict(client: Client) -> None:
    policy = client.get("/impressum/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def entries(path: str, person: User, *items: Item) -> list[tuple[str, bool]]:
    return [(entry.url, entry.current) for entry in visible_items(at(path, person), items)]


def at(path: str, person: User) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = person
    return request


def test_navigation_marks_the_longest_match_only(person: User) -> None:
    items = [Item("Melden", "report_barrier"), Item("Danke", "barrier_reported")]
    assert entries("/barriere-melden/danke/", person, *items) == [
        ("/barriere-melden/", False),
        ("/barriere-melden/danke/", True),
    ]


def test_navigation_hides_what_a_person_may_not_open(person: User) -> None:
    hidden = Item("Impressum", "imprint", shown_to=lambda _request: False)
    assert entries("/", person, hidden, Item("Datenschutz", "privacy")) == [
        ("/datenschutz/", False)
    ]


def test_navigation_marks_the_entry_through_which_a_page_is_reached(person: User) -> None:
    assert [
        entry.label for entry in visible_items(at("/gremien/gremium/rat/", person)) if entry.current
    ] == ["Sitzungen"]


def test_navigation_leads_to_existing_pages(person: User) -> None:
    assert entries("/", person, *NAVIGATION)[0] == ("/", True)


def test_own_account_shows_who_is_logged_in(client: Client, anonymous: Client) -> None:
    html = client.get("/konto/").content.decode()
    assert "clerk@stadt.example" in html
    assert 'href="/konto/passwort/aendern/"' in html
    assert anonymous.get("/konto/").status_code == 302
