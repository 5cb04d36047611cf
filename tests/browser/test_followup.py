"""The follow-up in the browser, inside and for the public: nobody is shut out of any page."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.stage import Stage
from tests.browser.test_pages import found_on
from tests.coordination.followup.items import SECRETARY, answer, do, item


def test_pages_of_the_follow_up(stage: Stage, page: Page) -> None:
    town = stage.town
    asked = item(town, title="Prüfauftrag: Öffnungszeiten der Spielplätze verlängern")
    answer(town, asked, "delayed", public_note="Das Gutachten kommt im Sommer.")
    do(town, asked, "publish", SECRETARY)
    here = f"/beschlusskontrolle/{asked.case_id}/"
    report = f"/beschlusskontrolle/bericht/?body={asked.body_id}&period=2026-01-01.quarter"
    public = "/oeffentlich/beschlusskontrolle/"
    found = found_on(stage, page, ["/oeffentlich/", public, f"{public}{asked.reference}/",
                                   f"{public}folgen/?eintrag={asked.reference}"])  # fmt: skip
    stage.log_in(page, SECRETARY)
    found += found_on(
        stage, page,
        ["/beschlusskontrolle/", here, f"{here}berichtigen/", "/beschlusskontrolle/neu/", report,
         report.replace("bericht/?", "bericht/kenntnisnahme/?"), "/beschlusskontrolle/einlesen/",
         "/akteneinsicht/", "/akteneinsicht/neu/"],
    )  # fmt: skip
    stage.log_in(page, "youth-head")
    found += found_on(stage, page, [here, f"{here}sachstand-abgeben/"])
    assert found == []
