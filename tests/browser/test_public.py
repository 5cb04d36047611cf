"""What everybody reads of targets, concept, measures and demands: nobody is shut out."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.stage import Stage
from tests.browser.test_pages import found_on
from tests.coordination.portal.pieces import everything


def test_pages_for_everybody(stage: Stage, page: Page) -> None:
    public = everything(stage.town)
    here = {"target": "ziele", "concept": "konzepte", "measure": "massnahmen",
            "demand": "forderungen"}  # fmt: skip
    paths = ["/oeffentlich/", "/oeffentlich/fortschritt/"]
    for topic, address in here.items():
        paths += [f"/oeffentlich/{address}/"]
        paths += [f"/oeffentlich/{address}/{public.entries[topic].reference}/"]
    found = found_on(stage, page, paths)
    stage.log_in(page, "council_office-council_secretary")
    entry = public.entries["demand"]
    found += found_on(stage, page, ["/eintraege/", f"/eintraege/{entry.case_id}/"])
    assert found == []
    page.set_viewport_size({"width": 820, "height": 1180})
    stage.open(page, "/oeffentlich/fortschritt/")
    page.evaluate("document.fonts.ready.then(() => true)")
    hidden = (
        "[...document.querySelectorAll('.ff-table-region')].map(e => e.scrollWidth - e.clientWidth)"
    )
    assert page.evaluate(hidden) == [0, 0]
