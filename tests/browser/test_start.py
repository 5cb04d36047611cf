"""The start page and the pages of coordination in the browser: nobody is shut out of any."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from coordination.measures.actions.visits import note_visit
from tests.browser.axe import faults, too_wide, unseen_focus
from tests.browser.stage import Stage
from tests.browser.test_pages import found_on
from tests.coordination.concept import concepts
from tests.coordination.demands.demands import brought_to as brought_to_demand
from tests.coordination.demands.demands import recorded, register
from tests.coordination.letter.orders import brought_to
from tests.coordination.letter.test_load import capacity
from tests.coordination.letter.test_sessions import brought
from tests.coordination.observing.test_observing import rule
from tests.coordination.targets.targets import resolved
from workflows.models import Case

BGI, OBSERVER = "division_3-deputy_mayor", "council-observer"
INTEGRATION, DRAFTED = "division_3-integration_deputy", "examining:drafted"
LINES = """links => { const tops = links.filter((e) => e.getBoundingClientRect().width)
    .map((e) => Math.round(e.getBoundingClientRect().top)); return new Set(tops).size; }"""


@pytest.mark.parametrize("desk", [BGI, "mayor-mayor", "centre-head", "organisation-organisation"])
def test_navigation_has_one_line_on_a_desk(stage: Stage, page: Page, desk: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    stage.open(stage.log_in(page, desk))
    links = page.locator(".ff-nav__list > li > .ff-nav__link, .ff-more__button")
    assert links.evaluate_all(LINES) == 1
    more = page.locator(".ff-more__button")
    expect(more).to_have_text("Mehr")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Leitung der Integration").first).to_be_visible()
    assert too_wide(page) == 0


def test_start_pages(stage: Stage, page: Page) -> None:
    town = stage.town
    read = town.in_cosigning(title="Sprachkurse in Familienzentren", impact_school=True)
    town.in_release(title="Lotsen im Stadtteil")
    brought_to(town, "in_work")
    case = Case.objects.get(pk=read.case_id)
    note_visit(case, by=town.person(BGI), at=town.now)
    town.vote_all(read)
    stage.log_in(page, BGI)
    found = found_on(stage, page, ["/", "/neues/", "/stand/?overdue=1"])
    stage.open(page)
    found += [("focus", place) for place in unseen_focus(page)]
    for desk in (OBSERVER, "organisation-organisation"):
        stage.open(stage.log_in(page, desk))
        found += [(desk, fault) for fault in faults(page)]
    assert found == []


def test_pages_of_coordination(stage: Stage, page: Page) -> None:
    town = stage.town
    session = brought(town, "sent")
    order = brought_to(town, "reported")
    target = resolved(town)
    concept = concepts.commissioned(town)
    paths = [
        "/mandat/", "/auftraege/", "/auftraege/neu/", f"/auftraege/{order.case_id}/",
        "/koordinierungsgruppe/", "/koordinierungsgruppe/auslastung/",
        "/koordinierungsgruppe/sitzungen/", "/koordinierungsgruppe/sitzungen/neu/",
        f"/koordinierungsgruppe/sitzungen/{session.case_id}/",
        "/ziele/", f"/ziele/{target.case_id}/", "/konzepte/", f"/konzepte/{concept.case_id}/",
        f"/konzepte/{concept.case_id}/programm/", "/konzepte/blinder-fleck/",
        "/konzepte/krisenmodus/",
    ]  # fmt: skip
    stage.log_in(page, BGI)
    assert found_on(stage, page, paths) == []


def test_pages_of_demands_and_observers(stage: Stage, page: Page) -> None:
    town, found = stage.town, []
    capacity(town, "school", 0)
    waiting, drafted = recorded(town, title="Ein Masterplan"), brought_to_demand(town, DRAFTED)
    register(town, waiting)
    stage.log_in(page, INTEGRATION)
    paths = ["/forderungen/", "/forderungen/?state=late", f"/forderungen/{waiting.case_id}/",
             f"/forderungen/{drafted.case_id}/unterschreiben/"]  # fmt: skip
    found += found_on(stage, page, paths)
    # By keyboard alone: an office that cannot carry it, the numbers, and all the same.
    stage.open(page, f"/forderungen/{waiting.case_id}/zuweisen/")
    page.get_by_label("Zuständiges Amt").fill("Unit school (school)")
    page.keyboard.press("Enter")
    expect(page.get_by_text("tragen kann es 0").first).to_be_visible()
    found += [("zuweisen", fault) for fault in faults(page)]
    page.get_by_label("Trotzdem dort zuweisen").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Zuweisen").press("Enter")
    expect(page.get_by_text("Die Forderung ist zugewiesen").first).to_be_visible()
    rule("equality_observes", "cosigning")
    rule("equality_reads", "goal", "equality")
    read = town.in_cosigning(impact_school=True, title="Mitgelesen")
    stage.log_in(page, "equality-head")
    found += found_on(stage, page, ["/beobachtung/", f"/beobachtung/{read.case_id}/"])
    assert found == []
