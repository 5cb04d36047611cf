"""The pages about time: nobody is shut out of any of them, whatever the light and the width."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.axe import faults, unseen_focus
from tests.browser.stage import Stage
from workflows.actions.time.ladder import climb
from workflows.calendars import BERLIN
from workflows.models import Task


def found_on(stage: Stage, page: Page, *paths: str) -> list[tuple[str, str]]:
    """What is wrong on these pages; each of them must be there."""
    found = []
    for path in paths:
        answer = page.goto(stage.server.url + path)
        assert answer is not None
        assert (path, answer.status) == (path, 200)
        found += [(path, fault) for fault in faults(page)]
    return found


def test_pages_of_ones_own_deadlines(stage: Stage, page: Page) -> None:
    town = stage.town
    measure = town.in_cosigning(title="Sprachkurse in Familienzentren", impact_school=True)
    task = Task.objects.get(case=measure.case_id, desk__key="school-head")
    month = f"{task.due_at:%Y-%m}"
    stage.log_in(page, "school-head")
    paths = [
        "/fristen/", "/fristen/?print=1", f"/fristen/monat/?month={month}",
        "/fristen/vorschau/?bis=30.4.2026", "/fristen/rechner/",
        "/fristen/rechner/?day=12.5.2017&amount=7&unit=days&way=meeting", "/beobachtet/",
        reverse("workflows:put_off", args=[task.pk]), "/?view=resubmission", stage.case(measure),
    ]  # fmt: skip
    assert found_on(stage, page, *paths) == []
    assert unseen_focus(stage.open(page, f"/fristen/monat/?month={month}")) == []


def test_pages_of_those_who_lead(stage: Stage, page: Page) -> None:
    town = stage.town
    town.do(town.propose(title="Liegt lange"), "submit", "youth-head")
    moment = town.now
    for _day in range(35):
        moment = (moment + timedelta(days=1)).astimezone(BERLIN).replace(hour=8)
        climb(at=moment)
    stage.travel_to(moment)
    stage.log_in(page, "mayor-mayor")
    paths = ["/eskalationen/?level=head", "/eskalationen/?print=1", "/stand/"]
    assert found_on(stage, page, *paths) == []
    page.locator("main table a").first.click()
    page.get_by_role("heading", level=1).wait_for()
    assert faults(page) == []


def test_a_task_is_put_off_and_comes_back_by_keyboard(stage: Stage, page: Page) -> None:
    """From the inbox to the form, back, and in the view of what is put off."""
    measure = stage.town.in_cosigning(title="Später", impact_school=True)
    stage.open(stage.log_in(page, "school-head"), "/?view=desk")
    row = page.get_by_role("listitem").filter(has_text="Später").last
    row.get_by_role("link", name="Wiedervorlage").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Wieder vorlegen am").fill("7.3.2026")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Wiedervorlage", level=1).wait_for()
    assert faults(page) == []
    assert page.title().startswith("Fehler: ")
    page.get_by_label("Wieder vorlegen am").fill("6.3.2026")
    page.keyboard.press("Enter")
    page.get_by_text(f"Wiedervorlage am 06.03.2026: {measure.case.title}").wait_for()
    assert page.url.endswith("view=desk")
    page.get_by_role("link", name="Wiedervorlage").first.click()
    page.get_by_role("link", name=measure.case.title, exact=True).wait_for()
    assert faults(page) == []
