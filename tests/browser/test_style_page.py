"""Every building block in a browser: light, dark, narrow, by keyboard, without script."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import CONTRAST, faults, small_targets, unseen_focus, violations

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = [
    "/style/", "/konto/anmelden/", "/konto/passwort/zuruecksetzen/", "/impressum/", "/datenschutz/",
    "/barrierefreiheit/", "/barriere-melden/", "/nowhere/", "/broken/", "/refused/403/",
    "/refused/409/", "/refused/422/",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_page_has_no_violations(
    page: Page, live_server: LiveServer, style_page: str, path: str
) -> None:
    page.goto(live_server.url + path)
    found = faults(page)
    page.emulate_media(color_scheme="dark")
    assert [*found, *violations(page, CONTRAST)] == []


def test_style_page_keeps_the_content_security_policy(
    page: Page, live_server: LiveServer, style_page: str, complaints: list[str]
) -> None:
    page.goto(live_server.url + style_page)
    page.get_by_text("Warum sehe ich das?").click()
    assert complaints == []


def test_targets_are_large_enough(page: Page, live_server: LiveServer, style_page: str) -> None:
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(live_server.url + style_page)
        assert small_targets(page) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_focus_is_always_seen(
    page: Page, live_server: LiveServer, style_page: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url + style_page)
    assert unseen_focus(page) == []
    assert page.locator("[data-visited]").count() > 50  # it did go through the page


def test_skip_link_comes_first_and_leads_to_the_content(
    page: Page, live_server: LiveServer, style_page: str
) -> None:
    page.goto(live_server.url + "/impressum/")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Zum Inhalt springen")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_error_summary_is_focused_and_leads_to_the_field(
    page: Page, live_server: LiveServer, style_page: str
) -> None:
    page.goto(live_server.url + "/barriere-melden/")
    page.get_by_role("button", name="Meldung senden").click()
    expect(page).to_have_title("Fehler: Barriere melden – Federführung")
    expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_role("link", name="Bitte füllen Sie „Was behindert Sie?“ aus.").click()
    expect(page.get_by_label("Was behindert Sie?")).to_be_focused()


def test_double_click_sends_a_form_once(
    page: Page, live_server: LiveServer, style_page: str
) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto(live_server.url + "/barriere-melden/")
    page.get_by_label("Was behindert Sie?").fill("Der Knopf.")
    page.get_by_role("button", name="Meldung senden").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vielen Dank")
    assert sent.count("POST") == 1


def test_present_place_of_the_process_is_in_view(
    page: Page, live_server: LiveServer, style_page: str
) -> None:
    # The page glides to its error summary, far below the drawing.
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(live_server.url + style_page)
    page.locator("[data-show-current]").scroll_into_view_if_needed()
    expect(page.locator("[data-current] rect")).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize(
    ("choice", "ground"), [("Dunkel", "rgb(0, 0, 0)"), ("Hell", "rgb(255, 255, 255)")]
)
def test_appearance_chosen_beats_the_device(
    page: Page, live_server: LiveServer, style_page: str, choice: str, ground: str
) -> None:
    page.emulate_media(color_scheme="light" if choice == "Dunkel" else "dark")
    page.goto(live_server.url + "/impressum/")
    page.get_by_role("button", name=choice).click()
    expect(page.get_by_role("button", name=choice)).to_have_attribute("aria-pressed", "true")
    colour = page.evaluate(
        """() => {
            const canvas = document.createElement("canvas").getContext("2d");
            canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
            canvas.fillRect(0, 0, 1, 1);
            const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
            return `rgb(${red}, ${green}, ${blue})`;
        }"""
    )
    assert colour == ground
    assert violations(page) == []


def test_everything_works_without_script(
    browser: Browser, live_server: LiveServer, style_page: str
) -> None:
    context = browser.new_context(java_script_enabled=False, reduced_motion="reduce")
    page = context.new_page()
    page.goto(live_server.url + "/barriere-melden/")
    page.get_by_role("button", name="Meldung senden").click()
    expect(
        page.get_by_role("link", name="Bitte füllen Sie „Was behindert Sie?“ aus.")
    ).to_be_visible()
    page.get_by_label("Was behindert Sie?").fill("Der Knopf.")
    page.get_by_role("button", name="Meldung senden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vielen Dank")
    page.goto(live_server.url + style_page)
    page.get_by_text("Dasselbe als Tabelle").click()
    expect(page.get_by_role("cell", name="Nebenweg").first).to_be_visible()
    context.close()


def test_high_contrast_shows_icons_and_places(
    page: Page, live_server: LiveServer, style_page: str
) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(live_server.url + style_page)
    filled = page.evaluate("getComputedStyle(document.querySelector('[data-current] rect')).fill")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert filled != ground


def test_paper_has_no_controls(page: Page, live_server: LiveServer, style_page: str) -> None:
    page.goto(live_server.url + style_page)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Mitzeichnen")).to_be_hidden()
    expect(page.get_by_role("link", name="Impressum")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_login_by_keyboard_alone(page: Page, live_server: LiveServer, style_page: str) -> None:
    from workflows.models import User

    User.objects.create_user("k@stadt.example", "a pass phrase", given_name="K", family_name="I")
    page.goto(live_server.url + "/konto/anmelden/?next=/impressum/")
    page.get_by_label("E-Mail").focus()
    page.keyboard.type("k@stadt.example")
    page.get_by_label("Passwort", exact=True).focus()
    page.keyboard.type("a pass phrase")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Impressum")
    expect(page.get_by_role("status")).to_contain_text("Sie sind angemeldet")
