"""The pages of deadlines and of a measure's rest: nobody is shut out of any of them."""

from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.stage import Stage
from tests.browser.test_pages import found_on
from workflows.models import Deadline

REASON = "Die Fördermittel sind noch nicht bewilligt."
OF_SUPERIORS = (
    "extend_deadline", "pause_deadline", "resume_deadline", "acknowledge_deadline", "remind",
)  # fmt: skip


def test_pages_of_deadlines(stage: Stage, page: Page) -> None:
    town = stage.town
    measure = town.propose(impact_contract=True)
    town.do(measure, "submit", "youth-head")
    key = Deadline.objects.get(kind="check").pk
    data = {"deadline": str(key), "text": REASON}
    town.do(measure, "extend_deadline", "mayor-mayor", **data, amount=5, unit="working_days")
    town.do(measure, "pause_deadline", "mayor-mayor", **data)
    stage.log_in(page, "mayor-mayor")
    paths = [stage.case(measure), f"{stage.case(measure)}?print=1"]
    paths += [reverse(f"workflows:{name}", args=[key]) for name in OF_SUPERIORS]
    assert found_on(stage, page, paths) == []
    stage.log_in(page, "centre-clerk")
    assert found_on(stage, page, [reverse("workflows:announce_date", args=[key])]) == []


def test_check_page_of_an_extension(stage: Stage, page: Page) -> None:
    measure = stage.town.propose()
    stage.town.do(measure, "submit", "youth-head")
    key = Deadline.objects.get(kind="check").pk
    stage.log_in(page, "mayor-mayor")
    page.goto(stage.server.url + reverse("workflows:extend_deadline", args=[key]))
    page.get_by_label("Oder länger um").fill("5")
    page.get_by_label("Begründung").fill(REASON)
    page.get_by_role("button", name="Weiter: Angaben prüfen").click()
    page.get_by_role("button", name="Frist verlängern").click()
    page.get_by_text("Die Frist ist verlängert.").wait_for()
    assert Deadline.objects.get(pk=key).due_on.isoformat() == "2026-03-16"


def test_pages_of_a_rest_and_of_more_time(stage: Stage, page: Page) -> None:
    town = stage.town
    asked = town.in_cosigning(impact_contract=True)
    stage.log_in(page, "legal-head")
    assert found_on(stage, page, [stage.case(asked), stage.act(asked, "ask_for_time")]) == []
    measure = town.in_deliberation(title="Ruhende Maßnahme")
    town.decide(measure)
    clerk = town.person("youth-clerk").pk
    town.do(measure, "start_implementation", "youth-head", responsible=clerk)
    until = "2026-09-01"
    town.do(measure, "ask_pause", "youth-head", text=REASON, until=until)
    stage.travel_to(town.now)
    stage.log_in(page, "division_3-deputy_mayor")
    paths = [stage.case(measure), stage.act(measure, "pause"), stage.act(measure, "decline_pause")]
    assert found_on(stage, page, paths) == []
    town.do(measure, "pause", "division_3-deputy_mayor", text=REASON, until=until)
    assert found_on(stage, page, [stage.case(measure), stage.act(measure, "resume")]) == []
