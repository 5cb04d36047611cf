"""The inbox in a browser: for everybody, by keyboard, with and without script."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import small_targets, too_wide, unseen_focus, violations
from tests.kinds import Office, make_office, person, sent
from workflows.models import Desk, DeskHolder, Substitution, Task, User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office() -> Office:
    """Three errands at the head's desk: free, in a colleague's hand, in the head's own."""
    office, at = make_office(), timezone.now()
    desk = Desk.objects.get(unit=office.unit, function="head")
    colleague = person("colleague")
    DeskHolder.objects.create(desk=desk, person=colleague, valid_from=date(2020, 1, 1))
    Substitution.objects.create(
        represented=office.clerk, deputy=office.head, starts_on=at, ends_on=at, entered_at=at
    )
    for title, claimer, days in (
        ("free", None, 30),
        ("theirs", colleague, 0),
        ("own", office.head, 5),
    ):
        case = sent(office, title=f"E-1 {title}", at=at - timedelta(days=days)).case
        if claimer:
            Task.objects.filter(case=case).update(claimed_by=claimer, claimed_at=at)
    return office


def log_in(context: BrowserContext, server: LiveServer, user: User) -> None:
    client = Client()
    client.force_login(user)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": server.url}])


@pytest.fixture
def inbox(page: Page, live_server: LiveServer, office: Office) -> Page:
    log_in(page.context, live_server, office.head)
    return page


@pytest.fixture
def plain(browser: Browser, live_server: LiveServer, office: Office) -> Iterator[Page]:
    """A browser without script."""
    context = browser.new_context(java_script_enabled=False, reduced_motion="reduce")
    log_in(context, live_server, office.head)
    yield context.new_page()
    context.close()


def paths() -> list[str]:
    task = Task.objects.get(case__title="E-1 theirs").pk
    own = Task.objects.get(case__title="E-1 own").pk
    return [
        "/?view=mine", "/?view=desk", "/?view=desk&holder=taken&q=E-1", "/?view=deputy",
        "/?view=done", "/?view=started", "/?view=desk&q=nothing",
        f"/aufgaben/{task}/uebernehmen/", f"/aufgaben/{own}/weitergeben/",
    ]  # fmt: skip


def test_everybody_can_use_its_pages(inbox: Page, live_server: LiveServer) -> None:
    found = []
    for path in paths():
        for scheme, width in (("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)):
            inbox.set_viewport_size({"width": width, "height": 800})
            inbox.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a literal in the stubs
            inbox.goto(live_server.url + path)
            wide = ["too wide"] if too_wide(inbox) else []
            found += [(path, scheme, width, what) for what in violations(inbox) + wide]
        found += [(path, what) for what in small_targets(inbox)]
    assert found == []


def test_rows_stand_in_line_whatever_buttons_they_have(
    inbox: Page, live_server: LiveServer
) -> None:
    """One row has one button, the other has two: their columns begin at the same places."""
    for width in (1280, 820, 390):
        inbox.set_viewport_size({"width": width, "height": 900})
        inbox.goto(f"{live_server.url}/?view=todo")
        rows = inbox.locator(".ff-inbox__row").all()
        columns = [[box_left(cell) for cell in row.locator("> *").all()] for row in rows]
        assert [len(row) for row in columns] == [4, 4]
        assert columns[0] == columns[1], width


def box_left(cell: Locator) -> float:
    box = cell.bounding_box()
    assert box is not None
    return round(box["x"])


def test_keys_move_and_tick_within_the_list_only(inbox: Page, live_server: LiveServer) -> None:
    inbox.goto(f"{live_server.url}/?view=todo&choose=1")
    first, second = inbox.locator(".ff-inbox__title a").all()
    ticks = inbox.locator(".ff-inbox__tick")
    inbox.get_by_role("link", name="Meine Aufgaben").focus()
    inbox.keyboard.press("x")
    inbox.keyboard.press("j")
    assert [tick.is_checked() for tick in ticks.all()] == [False, False]
    first.focus()
    inbox.keyboard.press("j")
    expect(second).to_be_focused()
    inbox.keyboard.press("x")
    assert [tick.is_checked() for tick in ticks.all()] == [False, True]
    inbox.keyboard.press("k")
    expect(first).to_be_focused()
    inbox.keyboard.press("k")
    expect(first).to_be_focused()
    inbox.keyboard.press("x")
    inbox.keyboard.press("x")
    assert [tick.is_checked() for tick in ticks.all()] == [False, True]
    inbox.get_by_text("Mit der Tastatur").click()
    expect(inbox.get_by_text("kreuzt die Zeile an oder nimmt das Kreuz weg")).to_be_visible()
    assert violations(inbox) == []


def test_focus_is_always_seen(inbox: Page, live_server: LiveServer) -> None:
    inbox.goto(f"{live_server.url}/?view=desk&due=overdue")
    assert unseen_focus(inbox) == []
    assert inbox.locator("[data-visited]").count() > 15


def test_accepting_by_keyboard_speaks_and_keeps_the_place(
    inbox: Page, live_server: LiveServer, complaints: list[str]
) -> None:
    inbox.goto(f"{live_server.url}/?view=desk&due=overdue")
    inbox.get_by_role("button", name="Annehmen E-1 free").focus()
    inbox.keyboard.press("Enter")
    expect(inbox.get_by_role("status")).to_contain_text("Angenommen: E-1 free.")
    expect(inbox.get_by_role("heading", name="Meine Stelle")).to_be_focused()
    expect(inbox).to_have_url(f"{live_server.url}/?view=desk&due=overdue")
    expect(inbox.get_by_text("E-1 free", exact=True)).to_have_count(0)
    assert complaints == []


def test_views_change_without_loading_the_page_and_go_back(
    inbox: Page, live_server: LiveServer
) -> None:
    inbox.goto(f"{live_server.url}/?view=desk")
    inbox.evaluate("window.stayed = true")
    inbox.get_by_role("link", name="Meine Aufgaben").click()
    expect(inbox.get_by_role("heading", name="Meine Aufgaben")).to_be_focused()
    expect(inbox).to_have_title("Eingang: Meine Aufgaben – Federführung")
    assert inbox.evaluate("window.stayed")
    inbox.go_back()
    expect(inbox.get_by_role("heading", name="Meine Stelle")).to_be_visible()


def test_who_was_slower_is_asked(inbox: Page, live_server: LiveServer) -> None:
    inbox.goto(f"{live_server.url}/?view=desk")
    colleague = User.objects.get(given_name="Colleague")
    Task.objects.filter(case__title="E-1 free").update(
        claimed_by=colleague, claimed_at=timezone.now()
    )
    inbox.get_by_role("button", name="Annehmen E-1 free").click()
    expect(inbox.get_by_role("heading", level=1)).to_have_text("Aufgabe übernehmen")
    expect(inbox.get_by_text("Colleague Probe bearbeitet diese Aufgabe")).to_be_visible()
    inbox.get_by_role("button", name="Übernehmen").click()
    expect(inbox.get_by_role("status")).to_contain_text("Übernommen: E-1 free.")
    expect(inbox).to_have_url(f"{live_server.url}/?view=desk")


def test_everything_works_without_script(plain: Page, live_server: LiveServer) -> None:
    plain.goto(f"{live_server.url}/?view=desk")
    plain.get_by_role("button", name="Annehmen E-1 free").click()
    expect(plain.get_by_role("status")).to_contain_text("Angenommen: E-1 free.")
    plain.get_by_role("link", name="Meine Aufgaben").click()
    plain.get_by_role("link", name="Weitergeben E-1 free").click()
    plain.get_by_label("Colleague Probe").check()
    plain.get_by_role("button", name="Weitergeben").click()
    expect(plain.get_by_role("status")).to_contain_text("Weitergegeben an Colleague Probe")
    plain.get_by_role("button", name="Zurückgeben E-1 own").click()
    expect(plain.get_by_role("status")).to_contain_text("Zurückgegeben: E-1 own.")
    plain.get_by_text("Suchen und filtern").click()
    plain.get_by_role("main").get_by_label("Suche", exact=False).first.fill("nichts dergleichen")
    plain.get_by_role("button", name="Anwenden").click()
    expect(plain.get_by_text("Nichts gefunden")).to_be_visible()


def test_what_is_chosen_is_done_on_a_page_of_its_own(inbox: Page, live_server: LiveServer) -> None:
    inbox.goto(f"{live_server.url}/?view=todo")
    inbox.get_by_role("link", name="Mehrere auswählen").click()
    inbox.locator(".ff-inbox__tick").first.check()
    inbox.get_by_role("button", name="Angekreuzte gemeinsam bearbeiten").click()
    expect(inbox.get_by_role("heading", level=1)).to_have_text("Gemeinsam bearbeiten")
