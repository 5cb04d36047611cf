"""Pages of a day's work: chosen tasks, notes, circulation, contributions, leaver, roles, stock."""

from __future__ import annotations

from pathlib import Path

from django.test import Client
from django.urls import reverse
from django_q.models import OrmQ
from playwright.sync_api import Page
from pytest_django.fixtures import Settings

from tests.browser.axe import CONTRAST, small_targets, too_wide, violations
from tests.browser.stage import Stage
from tests.coordination.drafting.contributions import ASKED, ASKER, do, requested
from tests.coordination.flows.test_preparing import in_check, plan
from tests.coordination.importers.stocks import STOCK
from tests.coordination.views.test_bulk import ask, asked, begin, run_now, tasks, tick
from tests.coordination.views.test_imports import checked
from tests.journeys.driver import Person
from workflows.models import BulkRun, CosignatureItem


def faults_at_work(page: Page) -> list[str]:
    """What is wrong with the page on a desk, on a tablet in dark, and on phones."""
    page.set_viewport_size({"width": 1280, "height": 900})
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 820, "height": 1180})
    found += [f"dark: {text}" for text in violations(page, CONTRAST)]
    page.emulate_media(color_scheme="light")
    for width in (820, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {wide} pixels too wide" for wide in filter(None, [too_wide(page)])]
    return [*found, *(f"small target: {text}" for text in small_targets(page))]


def found_on(stage: Stage, page: Page, desk: str, *paths: str) -> list[tuple[str, str]]:
    stage.log_in(page, desk)
    found = []
    for path in paths:
        answer = page.goto(stage.server.url + path)
        assert answer is not None
        assert (path, answer.status) == (path, 200)
        found += [(path, fault) for fault in faults_at_work(page)]
    return found


def test_pages_of_choosing_several(stage: Stage, page: Page) -> None:
    town = stage.town
    who, measures = Person(town, "school-head"), asked(town, 3)
    for measure in measures[:2]:
        who.case(measure)
    tick(who, *tasks(measures), then="stay")
    chosen = ["/?view=desk&choose=1", "/auswahl/", "/auswahl/tun/vote/"]
    found = found_on(stage, page, "school-head", *chosen)
    check = ask(who.get("/auswahl/"), "vote")
    found += found_on(stage, page, "school-head", check.url)
    begin(who, check, only_possible="on")
    assert run_now(town, BulkRun.objects.get())
    assert found + found_on(stage, page, "school-head", check.url) == []


def test_pages_of_a_circulation(stage: Stage, page: Page) -> None:
    town = stage.town
    planned = in_check(town, impact_health=True, impact_housing=True, impact_contract=True,
                       cost="47000", cover="Etat", ends_on="2027-12-31")  # fmt: skip
    plan(town, planned, ("health", "", "2026-03-20", "Nur zu den Räumen."),
         ("organisation", "contribute", "", ""))  # fmt: skip
    paths = [stage.act(planned, name) for name in ("plan_circulation", "pass_check")]
    found = found_on(stage, page, "centre-clerk", *paths)
    for width, most in ((1280, 1400), (820, 1600)):
        page.set_viewport_size({"width": width, "height": 900})
        stage.open(page, paths[0])
        assert page.evaluate("document.documentElement.scrollHeight") <= most
    running = town.in_cosigning(title="Im Umlauf", impact_school=True)
    town.do(running, "ask_office", "centre-clerk", unit=town.units["health"],
            participation="cosign", words="Nur zu den Räumen.")  # fmt: skip
    item = CosignatureItem.objects.get(case=running.case_id, unit=town.units["health"])
    spare = f"{stage.act(running, 'spare_office')}?about={item.pk}"
    assert (
        found + found_on(stage, page, "centre-clerk", stage.act(running, "ask_office"), spare) == []
    )


def test_pages_inside_an_office(stage: Stage, page: Page) -> None:
    town = stage.town
    (measure,) = asked(town, 1)
    row = requested(town, measure)
    further = reverse("coordination:contribution_further", args=[row.case_id])
    at = reverse("coordination:contribution", args=[row.case_id])
    give = reverse("contribution:give_contribution", args=[row.case_id])
    found = found_on(stage, page, ASKED, at, give, further)
    (task,) = tasks([measure])
    over = f"{stage.act(measure, 'vote')}?task={task.pk}"
    asking = reverse("coordination:contribution_ask", args=[row.item_id])
    notes = reverse("workflows:notes", args=[measure.case_id])
    Person(town, ASKER).get(notes).fill_in("", text="Bitte die Räume prüfen.")
    found += found_on(stage, page, ASKER, over, asking, notes)
    do(town, row, "give_contribution", ASKED, text="Zwölf Räume.")
    assert found + found_on(stage, page, ASKER, at) == []


def test_pages_of_a_leaver_and_of_a_stock(
    stage: Stage, page: Page, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    town = stage.town
    asked(town, 2)
    leaver = reverse("workflows:let_leave", args=[town.person("school-head").pk])
    found = found_on(stage, page, "organisation-organisation", leaver, "/organisation/rollen/")
    page.goto(stage.server.url + leaver)
    page.get_by_role("button", name="Weiter: Angaben prüfen").click()
    page.get_by_role("heading", name="Angaben prüfen").wait_for()
    found += [("check", fault) for fault in faults_at_work(page)]
    # The jobs of the school's measures are no matter here.
    OrmQ.objects.all().delete()
    client = Client()
    client.force_login(town.person("centre-head"))
    preview = checked(client, STOCK, name="bestand.csv", is_stock="on")
    assert found + found_on(stage, page, "centre-head", preview) == []
