"""A morning with fifty tasks, worked through by keyboard alone: few keys, the focus never lost."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import Stage
from workflows.models import BulkRun, Event, Task

ASKED, DRAFTS = 40, 10
MOST_KEYS = 20
"""For one task: to its decision, through the form, to the next one."""


@dataclass
class Hands:
    """Somebody without a mouse, who counts."""

    page: Page
    presses: int = 0
    # Where nothing had the focus after an act.
    lost: list[str] = field(default_factory=list)

    def press(self, key: str) -> None:
        self.presses += 1
        self.page.keyboard.press(key)

    def skip(self) -> None:
        """Past the head of the page."""
        self.press("Tab")
        self.press("Enter")

    def tab_to(self, place: str) -> None:
        """Tab until such a control has the focus."""
        for _step in range(60):
            self.press("Tab")
            if self.page.evaluate("place => document.activeElement.matches(place)", place):
                return
        message = f"no way to {place} on {self.page.url}"
        raise AssertionError(message)

    def enter(self, *, acts: bool = False) -> None:
        """Press Enter and wait for the next page; after an act something there has the focus."""
        with self.page.expect_event("load"):
            self.press("Enter")
        if acts and self.page.evaluate("document.activeElement === document.body"):
            self.lost.append(self.page.url)

    def send(self) -> None:
        """Tab to the button of the form and press it."""
        self.tab_to("main form button.kern-btn")
        self.enter(acts=True)


@pytest.fixture
def morning(stage: Stage) -> Stage:
    """Fifty tasks at the desk of the head of the school office."""
    town = stage.town
    for number in range(ASKED):
        town.in_cosigning(title=f"Umlauf {number}", impact_school=True, impact_health=True)
    for number in range(DRAFTS):
        draft = town.propose("school-clerk", title=f"Entwurf {number}", lead=town.units["school"])
        town.do(draft, "ask_agreement", "school-clerk")
    return stage


def test_fifty_tasks_without_a_mouse(morning: Stage, page: Page) -> None:
    hands, counts = Hands(morning.log_in(page, "school-head")), []
    morning.open(page, "/?view=todo")
    claim_three_and_call_it_back(hands)
    page.keyboard.press("Home")
    hands.tab_to("header a[href='/']")
    hands.enter()
    hands.tab_to(".ff-inbox__title a")
    hands.enter()
    for left in range(ASKED + DRAFTS - 1, -1, -1):
        before = hands.presses
        if page.locator("main [name=choice]").count():
            cosign(hands)
        else:
            agree_or_return(hands, returns=left % 2 == 0)
        words = f"von {left} in dieser Ansicht" if left else "Weiter wartet nichts auf Sie"
        expect(page.locator("#messages")).to_contain_text(words)
        hands.tab_to("#messages a")
        hands.enter()
        counts.append(hands.presses - before)
    assert hands.lost == []
    assert max(counts) <= MOST_KEYS, counts
    assert not Task.objects.filter(desk__key="school-head", status="open").exists()
    expect(page.get_by_text("Nichts zu erledigen")).to_be_visible()


def claim_three_and_call_it_back(hands: Hands) -> None:
    hands.tab_to("a[href*='choose=1']")
    hands.press("Enter")
    expect(hands.page.locator(".ff-inbox__tick").first).to_be_visible()
    hands.tab_to(".ff-inbox__tick")
    for key in "xjxjx":
        hands.press(key)
    hands.tab_to("button[value=act]")
    hands.enter()
    hands.tab_to("a[href*='/tun/claim/']")
    hands.enter()
    hands.send()
    assert BulkRun.objects.get().items.count() == 3
    hands.tab_to("button[value=begin]")
    hands.enter(acts=True)
    hands.tab_to("button[value=undo]")
    hands.enter(acts=True)
    assert not Event.objects.filter(action="claim").exists()


def cosign(hands: Hands) -> None:
    hands.skip()
    hands.tab_to("[name=choice]")
    hands.press("Space")
    hands.enter(acts=True)


def agree_or_return(hands: Hands, *, returns: bool) -> None:
    hands.skip()
    hands.tab_to("a[href*='/nicht-zustimmen/']" if returns else "a[href*='/zustimmen/']")
    hands.enter()
    hands.skip()
    if returns:
        hands.tab_to("[name=reason]")
        # Words are no way to a place: they are not counted.
        hands.page.keyboard.type("Bitte genauer fassen.")
    hands.send()
