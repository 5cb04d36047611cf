"""What comes out of the printer."""

import re

from playwright.sync_api import Page

from tests.browser.stage import Stage

LANDSCAPE = (842, 595)
# The long side of A4 without the margins, in CSS pixels.
WIDTH = (297 - 2 * 12) * 96 / 25.4


def test_list_on_paper_has_all_its_columns(stage: Stage, page: Page) -> None:
    title = "Donaudampfschifffahrtsgesellschaftskapitänsausbildungsförderung " * 2
    stage.town.propose(title=title, cost="12345678.90", cover="Etat", ends_on="2027-12-31")
    stage.open(stage.log_in(page, "youth-head"), "/massnahmen/?print=1")
    page.set_viewport_size({"width": int(WIDTH), "height": 700})
    page.emulate_media(media="print")
    paper = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert {(round(float(wide)), round(float(high))) for wide, high in boxes} == {LANDSCAPE}
    cells = page.locator("tbody tr > *").all()
    words = [cell.inner_text().replace("\N{NO-BREAK SPACE}", " ") for cell in cells]
    assert words[-2:] == ["12.345.678,90 €", "31.12.2027"]
    boxes_of_cells = [cell.bounding_box() for cell in cells]
    assert max(box["x"] + box["width"] for box in boxes_of_cells if box) <= WIDTH
