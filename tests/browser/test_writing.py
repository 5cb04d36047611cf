"""People write: rows come and go in place, drafts keep themselves, nobody leaves unawares."""

import re

from playwright.sync_api import Dialog, Page, expect

from tests.browser.stage import Stage
from workflows.models import KeptForm


def test_condition_is_added_in_place_with_everything_typed(stage: Stage, page: Page) -> None:
    measure = stage.town.in_cosigning(title="Lesepaten", impact_school=True, impact_health=True)
    stage.open(stage.log_in(page, "school-head"), stage.case(measure))
    page.get_by_role("radio", name="Zustimmung mit Maßgaben").check()
    page.get_by_label("Maßgabe 1", exact=True).fill("Räume klären")
    page.get_by_label("Begründung oder Bemerkung").fill("Gern, aber")
    page.get_by_role("button", name="Weitere Maßgabe").click()
    second = page.get_by_label("Maßgabe 2", exact=True)
    expect(second).to_be_focused()
    assert page.url.endswith(stage.case(measure))
    second.fill("Bericht vorlegen")
    page.get_by_role("button", name="Maßgabe 1 entfernen").click()
    expect(page.get_by_label("Maßgabe 1", exact=True)).to_be_focused()
    expect(page.get_by_label("Maßgabe 1", exact=True)).to_have_value("Bericht vorlegen")
    expect(page.get_by_label("Begründung oder Bemerkung")).to_have_value("Gern, aber")
    expect(page.get_by_role("radio", name="Zustimmung mit Maßgaben")).to_be_checked()
    page.get_by_role("button", name="Antwort absenden").click()
    expect(page.get_by_role("status").first).to_be_visible()
    assert [condition.text for condition in measure.case.conditions.all()] == ["Bericht vorlegen"]
    assert not KeptForm.objects.exists()


def test_milestone_is_added_where_the_focus_is_without_script(stage: Stage, plain: Page) -> None:
    draft = stage.town.propose(title="Sprachpaten")
    stage.open(stage.log_in(plain, "youth-clerk"), f"{stage.case(draft)}bearbeiten/termine/")
    count = plain.locator('[data-rows="milestones"] > div > .ff-panel').count()
    plain.get_by_label("Beginn").fill("1.9.2026")
    plain.get_by_role("button", name="Weiterer Meilenstein").click()
    fresh = plain.get_by_label(f"Meilenstein {count + 1}", exact=True)
    expect(fresh).to_be_focused()
    expect(plain.get_by_label("Beginn")).to_have_value("1.9.2026")


def test_draft_keeps_itself_and_leaving_before_that_is_warned_of(stage: Stage, page: Page) -> None:
    draft = stage.town.propose(title="Elterncafé")
    path = f"{stage.case(draft)}bearbeiten/gegenstand/"
    stage.open(stage.log_in(page, "youth-clerk"), path)
    warned: list[str] = []

    def stay(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_label("Ziel").fill("Zwanzig Paten")
    page.get_by_role("link", name="Abbrechen").click(no_wait_after=True)
    expect(page.get_by_text(re.compile(r"Zwischengespeichert um \d\d:\d\d"))).to_be_visible()
    assert warned == ["beforeunload"]
    assert KeptForm.objects.get().values["goal"] == ["Zwanzig Paten"]
    page.get_by_role("link", name="Abbrechen").click()
    page.wait_for_url("**/bearbeiten/")
    assert warned == ["beforeunload"]
    stage.open(page, path)
    expect(page.get_by_label("Ziel")).to_have_value("Zwanzig Paten")
    page.get_by_role("button", name="Speichern und weiter").click()
    expect(page.get_by_role("status").first).to_contain_text("Gespeichert")
    assert not KeptForm.objects.exists()


def test_who_may_not_act_keeps_nothing(stage: Stage, page: Page) -> None:
    measure = stage.town.in_cosigning(title="Lotsen", impact_school=True)
    stage.open(stage.log_in(page, "youth-head"), stage.case(measure))
    token = page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    form = {"csrfmiddlewaretoken": token or "", "stage": "autosave", "text": "Fremdes"}
    answer = page.request.post(stage.server.url + stage.act(measure, "vote"), form=form)
    assert (answer.status, KeptForm.objects.exists()) == (403, False)
