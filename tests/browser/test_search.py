"""The search over all: a field in the head of every page, by keyboard and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults, too_wide, unseen_focus
from tests.browser.stage import Stage

WIDTHS = (1280, 820, 390)


@pytest.fixture
def found(stage: Stage) -> Stage:
    stage.town.in_cosigning(title="Gesundheitslotsen im Stadtteil", impact_school=True)
    stage.town.propose(title="Haus der Begegnung", facts="Ein Netz von Lotsen entsteht.")
    return stage


def test_page_is_for_everybody_at_every_width(found: Stage, page: Page) -> None:
    found.log_in(page, "youth-clerk")
    complaints = []
    for query in ("", "?q=Lotsen", "?q=M-2026-0000", "?q=Unauffindbares", "?q=der"):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found.open(page, f"/suche/{query}")
            complaints += [(query, width, fault) for fault in faults(page)]
            complaints += [(query, width, "too wide")] if too_wide(page) else []
    assert complaints == []
    assert unseen_focus(page) == []


def test_words_are_sought_from_any_page_by_keyboard(found: Stage, page: Page) -> None:
    found.open(found.log_in(page, "youth-clerk"), "/massnahmen/")
    page.keyboard.press("Control+k")
    expect(page.locator("#search-head")).to_be_focused()
    page.keyboard.type("Lotsen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche/?q=Lotsen")
    expect(page.locator("ol.ff-hits > li")).to_have_count(2)
    expect(page.locator("ol.ff-hits > li mark").first).to_have_text("lotsen")
    page.keyboard.press("Control+k")
    expect(page.locator("#search-over-all")).to_be_focused()


def test_field_lies_behind_the_menu_on_a_phone(found: Stage, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    found.open(found.log_in(page, "youth-clerk"), "/massnahmen/")
    expect(page.locator("#search-head")).not_to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.locator("#search-head")).to_be_focused()


def test_it_needs_no_script(found: Stage, plain: Page) -> None:
    plain.set_viewport_size({"width": 390, "height": 900})
    found.open(found.log_in(plain, "youth-clerk"), "/massnahmen/")
    plain.locator("summary.ff-menu__button").click()
    plain.locator("#search-head").fill("Begegnung")
    plain.locator(".ff-search__button").click()
    expect(plain.locator("ol.ff-hits > li")).to_have_count(1)
