"""Coming matters in the browser, inside and for the public: nobody is shut out of any page."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.stage import Stage
from tests.browser.test_pages import found_on
from tests.coordination.publishing.entries import SECRETARY, do, entry, released


def test_pages_of_coming_matters(stage: Stage, page: Page) -> None:
    town = stage.town
    shown = released(town, town.in_cosigning(title="Sprachkurse in Familienzentren"))
    do(town, shown, "revise_entry", "centre-clerk", title="Sprachkurse", summary="Neu gesagt.")
    waiting = entry(town, town.in_cosigning(title="Lotsen im Stadtteil"))
    fresh = town.in_cosigning(title="Dolmetschpool")
    public = "/oeffentlich/vorhaben/"
    found = found_on(stage, page, [public, f"{public}{shown.reference}/"])
    stage.log_in(page, SECRETARY)
    found += found_on(
        stage, page,
        ["/vorhaben/", "/vorhaben/rechtzeitig/", f"/eintraege/{shown.case_id}/",
         f"/eintraege/{waiting.case_id}/freigeben/", f"/eintraege/{waiting.case_id}/aendern/"],
    )  # fmt: skip
    stage.log_in(page, "centre-clerk")
    found += found_on(stage, page, ["/vorhaben/", f"/eintraege/neu/plan/{fresh.case_id}/"])
    assert found == []
