"""From a phone to a desk, with large letters and in forced colours: nothing overlaps or is cut."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import too_wide
from tests.browser.stage import Stage
from tests.coordination.flows.templating import kept

LARGE_LETTERS = "150%"
OVERLAPS = """() => {
    const parts = [...document.querySelectorAll(
        ".ff-header .ff-brand, .ff-header .ff-account > *, .ff-header .ff-nav__link")]
        .filter((e) => e.checkVisibility());
    const boxes = parts.map((e) => [e.innerText.trim(), e.getBoundingClientRect()])
        .filter(([_words, box]) => box.width);
    const cross = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
        && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    return boxes.flatMap(([a, one], n) => boxes.slice(n + 1)
        .filter(([_b, other]) => cross(one, other)).map(([b]) => `${a} on ${b}`));
}"""
CUT = """() => [...document.querySelectorAll("main :is(h1, h3, td, th, .ff-due, .kern-btn)")]
    .filter((e) => { const r = e.getBoundingClientRect();
        return r.width && (r.right > document.documentElement.clientWidth + 1 || r.left < -1); })
    .filter((e) => !e.closest(".kern-sr-only, .kern-sr-only *"))
    .map((e) => e.innerText.slice(0, 60))"""


@pytest.mark.parametrize("letters", ["", LARGE_LETTERS], ids=["usual", "large"])
def test_head_and_lists_hold_at_every_width(stage: Stage, page: Page, letters: str) -> None:
    title = "Stadtteilmütter und Sprachlotsen in den Familienzentren"
    stage.town.in_release(title=title, cost="47000", cover="Etat", ends_on="2027-12-31")
    stage.log_in(page, "division_3-deputy_mayor")
    found = []
    for path in ("/", "/massnahmen/"):
        stage.open(page, path)
        if letters:
            page.evaluate("size => { document.documentElement.style.fontSize = size; }", letters)
        for width in (320, 390, 640, 767, 768, 820, 900, 1020, 1100, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            wide = ["too wide"] if too_wide(page) else []
            cut = page.evaluate(CUT) if width < 768 or path == "/" else []
            found += [(path, width, fault) for fault in [*page.evaluate(OVERLAPS), *cut, *wide]]
    assert found == []


def test_rows_of_the_list_stand_below_each_other_on_a_phone(stage: Stage, page: Page) -> None:
    stage.town.in_release(title="Stadtteilmütter", ends_on="2027-12-31")
    page.set_viewport_size({"width": 390, "height": 900})
    stage.open(stage.log_in(page, "division_3-deputy_mayor"), "/massnahmen/")
    heads = page.locator("thead tr").bounding_box()
    assert heads is not None
    assert heads["height"] <= 80
    cells = [cell.bounding_box() for cell in page.locator("tbody tr").first.locator("> *").all()]
    assert len({box["x"] for box in cells if box}) == 1


def test_templates_hold_at_every_width(stage: Stage, page: Page) -> None:
    name = "Stadtteilmütter und Sprachlotsen in den Familienzentren der Innenstadt"
    template = kept(stage.town, name=name)
    stage.log_in(page, "youth-clerk")
    muster, found = f"/massnahmen/muster/{template.pk}/", []
    new = f"/massnahmen/neu/muster/{template.pk}/"
    for path in ("/massnahmen/muster/", muster, f"{muster}bearbeiten/", "/massnahmen/neu/", new):
        stage.open(page, path)
        for width in (390, 820, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            wide = ["too wide"] if too_wide(page) else []
            found += [(path, width, fault) for fault in [*page.evaluate(CUT), *wide]]
    assert found == []


def test_titles_have_room_on_a_tablet(stage: Stage, page: Page) -> None:
    stage.town.in_release(title="Stadtteilmütter und Sprachlotsen in den Familienzentren")
    page.set_viewport_size({"width": 820, "height": 1180})
    stage.open(stage.log_in(page, "division_3-deputy_mayor"))
    box = page.locator(".ff-inbox__title").first.bounding_box()
    assert box is not None
    assert box["width"] >= 480


def test_only_the_present_place_looks_present_in_forced_colours(stage: Stage, page: Page) -> None:
    page.emulate_media(forced_colors="active")
    stage.open(stage.log_in(page, "youth-head"), "/massnahmen/")
    links = page.locator(".ff-nav__link")
    expect(links.first).to_be_visible()
    lines: list[tuple[str, bool]] = links.evaluate_all(
        """links => { const ground = getComputedStyle(document.body).backgroundColor;
            return links.map((e) => [e.getAttribute("aria-current") || "",
                getComputedStyle(e).borderBottomColor !== ground]); }"""
    )
    assert [bool(current) for current, _line in lines] == [line for _current, line in lines]
    assert sum(line for _current, line in lines) == 1
