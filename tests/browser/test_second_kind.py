"""A kind of case that neither app knows has its own pages and is worked on in the browser."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.axe import faults
from tests.browser.stage import Stage
from tests.second_kind.models import Guideline
from workflows.actions.acting.cases import open_case
from workflows.models import Case, Event


def _guideline(stage: Stage) -> Guideline:
    town = stage.town

    def attach(case, work):
        row = Guideline.objects.create(
            case=case, title="Leitbild", text="Wir reden miteinander.", lead=town.unit("youth")
        )
        row.asked.set([town.units["school"]])

    outcome = open_case(kind="guideline", title="Leitbild", by=None, at=town.now, attach=attach)
    return Guideline.objects.get(case=outcome.case)


def test_guideline_is_sent_back_and_handed_in_again_on_its_own_pages(
    stage: Stage, page: Page
) -> None:
    case = _guideline(stage).case_id
    shown = reverse("guideline:case", args=[case])
    assert shown == f"/leitbilder/{case}/"

    stage.open(stage.log_in(page, "centre-clerk"), shown)
    assert faults(page) == []
    page.get_by_role("link", name="Zur Überarbeitung zurückgeben").click()
    page.get_by_label("Begründung").fill("Bitte genauer fassen, was gemeint ist.")
    page.get_by_role("button", name="Weiter: Angaben prüfen").click()
    page.get_by_role("button", name="Zurückgeben").click()
    assert Case.objects.get(pk=case).state == "revision"

    stage.open(stage.log_in(page, "youth-clerk"), shown)
    page.get_by_role("link", name="Wieder vorlegen").first.click()
    assert page.url.endswith(f"/leitbilder/{case}/vorlegen/")
    assert page.get_by_text("Wir reden miteinander.").is_visible()
    assert faults(page) == []
    page.get_by_label("Wortlaut").fill("Wir hören einander zu.")
    page.get_by_role("button", name="Vorlegen").click()
    page.wait_for_load_state()
    assert Case.objects.get(pk=case).state == "check"
    assert Guideline.objects.get().text == "Wir hören einander zu."
    assert list(Event.objects.filter(case=case).values_list("action", flat=True)) == [
        "open", "send_back", "hand_in",
    ]  # fmt: skip


def test_acts_of_the_same_name_have_pages_of_both_kinds(stage: Stage) -> None:
    assert reverse("guideline:withdraw", args=[1]) == "/leitbilder/1/zurueckziehen/"
    assert reverse("measure:withdraw", args=[1]) == "/massnahmen/1/zurueckziehen/"
