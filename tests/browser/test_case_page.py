"""The case page in a browser: what is asked and what it is about stand on the first screen."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from coordination.measures.models import Measure
from tests.browser.stage import Stage

FIRST_SCREEN = 1000
LONG = "Die Zahl der Plätze steigt, und jede Schule führt ein eigenes Vorhaben durch. " * 6


def bottom(place: Locator) -> float:
    """Where it ends, in pixels from the top of the page."""
    box: Any = place.bounding_box()
    return float(box["y"] + box["height"])


def in_dissent(stage: Stage, **fields: Any) -> Measure:
    """A refusal stands; the common superior decides."""
    measure = stage.town.in_cosigning(impact_school=True, **fields)
    reason = "Die Räume fehlen, und die Zeiten passen nicht zum Unterricht."
    stage.town.do(measure, "vote", "school-head", choice="refused", text=reason)
    return measure


def in_release(stage: Stage, **fields: Any) -> Measure:
    """Ready to be released."""
    return stage.town.in_release(**fields)


def in_cosigning(stage: Stage, **fields: Any) -> Measure:
    """Two offices are asked."""
    return stage.town.in_cosigning(impact_school=True, impact_health=True, **fields)


def urgent(stage: Stage, **fields: Any) -> Measure:
    """The lead asks for urgency while two offices are asked; the deputy mayor decides."""
    measure = in_cosigning(stage, **fields)
    why = "Der Förderbescheid verfällt Ende März."
    stage.town.do(measure, "request_urgency", "youth-clerk", text=why)
    return measure


@pytest.mark.parametrize(
    ("reach", "desk"),
    [
        (in_cosigning, "school-head"), (in_dissent, ""), (in_release, "division_3-deputy_mayor"),
        (urgent, "division_3-deputy_mayor"),
    ],
)  # fmt: skip
def test_decision_brief_and_text_stand_on_the_first_screen(
    stage: Stage, page: Page, reach: Callable[..., Measure], desk: str
) -> None:
    measure = reach(stage, title="Hausaufgabenhilfe", cost="47000", cover="Etat", facts=LONG * 9)
    page.set_viewport_size({"width": 1280, "height": 800})
    desk = desk or stage.town.open_tasks(measure)[0][1]
    stage.open(stage.log_in(page, desk), stage.case(measure))
    asked = page.locator("#decision .kern-btn--primary").first
    proposal = page.locator("#document .ff-panel").first
    places = {
        "asked": bottom(asked),
        "brief": bottom(page.locator("#brief")),
        "text": bottom(proposal),
    }
    assert {name for name, at in places.items() if at > FIRST_SCREEN} == set(), places
    side = page.locator("#decision")
    assert side.evaluate("e => e.scrollHeight <= e.clientHeight + 1")


def test_rest_is_folded_and_a_link_unfolds_it(stage: Stage, page: Page) -> None:
    measure = in_cosigning(stage, title="Lesepaten")
    stage.open(stage.log_in(page, "school-head"), stage.case(measure))
    signatures = page.locator("#cosignatures")
    expect(page.locator(".ff-folds > details[open]")).to_have_count(0)
    page.get_by_role("navigation", name="Auf dieser Seite").get_by_text("Mitzeichnungen").click()
    expect(signatures.get_by_role("table")).to_be_visible()
    expect(signatures).to_be_in_viewport()


def test_conditions_are_asked_for_with_the_answer_that_has_them(stage: Stage, page: Page) -> None:
    measure = in_cosigning(stage, title="Sprachpaten")
    stage.open(stage.log_in(page, "school-head"), stage.case(measure))
    row, office = page.get_by_label("Maßgabe 1").first, page.get_by_label("Zuständiges Amt")
    expect(row).to_be_hidden()
    page.get_by_role("radio", name="Zustimmung mit Maßgaben").check()
    expect(row).to_be_visible()
    expect(office).to_be_hidden()
    page.get_by_role("radio", name="Nicht zuständig").check()
    expect(office).to_be_visible()
    page.get_by_role("button", name="Zwischenspeichern").click()
    expect(page.get_by_role("status").first).to_be_visible()


def test_whoever_lives_with_a_refused_condition_reads_it_twice(stage: Stage, page: Page) -> None:
    town = stage.town
    measure = town.in_cosigning(title="Elterncafé", impact_school=True)
    town.do(measure, "vote", "school-head", choice="conditional", conditions=["Räume klären"])
    reason = "Die Räume sind schon geklärt."
    town.do(measure, "answer_condition", "youth-clerk", accept=False, text=reason)
    stage.log_in(page, "school-head")
    stage.open(page, stage.case(measure))
    for _page in ("case", "check"):
        expect(page.get_by_text("Räume klären").first).to_be_visible()
        expect(page.get_by_text(reason).first).to_be_visible()
        if _page == "case":
            page.get_by_role("button", name="Weiter: Angaben prüfen").click()
            page.get_by_role("heading", name="Angaben prüfen").wait_for()
            assert town.open_tasks(measure) != []
            assert measure.case.conditions.get().status == "declined"
    page.get_by_role("button", name="Hinnehmen").click()
    expect(page.get_by_role("status").first).to_be_visible()
    assert measure.case.conditions.get().status == "confirmed"
