"""Every kind of page of a town at work: nobody is shut out of any of them."""

from collections.abc import Iterable

from django.urls import reverse
from playwright.sync_api import Page, expect

from coordination.council.actions.calendar import keep_calendar
from coordination.council.actions.law import offer_new_law
from coordination.measures.models import Measure
from tests.browser.axe import faults, unseen_focus
from tests.browser.stage import Stage
from tests.coordination.concept.concepts import comment
from tests.coordination.council.test_new_law import of_before
from tests.coordination.flows.templating import kept
from tests.coordination.guests.people import settled
from workflows.models import DeskHolder, RouteVersion


def found_on(stage: Stage, page: Page, paths: Iterable[str]) -> list[tuple[str, str]]:
    """What is wrong on these pages; each of them must be there."""
    found = []
    for path in paths:
        answer = page.goto(stage.server.url + path)
        assert answer is not None
        assert (path, answer.status) == (path, 200)
        found += [(path, fault) for fault in faults(page)]
    return found


def sections(stage: Stage, measure: Measure) -> list[str]:
    base = stage.page_of(measure, "measure_edit")
    return [
        base,
        *(
            f"{base}{key}/"
            for key in ("gegenstand", "fuer-wen-und-wo", "kosten", "termine", "betroffene")
        ),
    ]


def test_pages_for_writing(stage: Stage, page: Page) -> None:
    draft = stage.town.propose(title="Ein Entwurf", impact_school=True)
    template = kept(stage.town)
    muster = f"/massnahmen/muster/{template.pk}/"
    stage.log_in(page, "youth-clerk")
    paths = [
        "/massnahmen/muster/", "/massnahmen/muster/neu/", muster, f"{muster}bearbeiten/",
        f"{muster}beenden/", f"/massnahmen/neu/muster/{template.pk}/",
        stage.page_of(draft, "measure_template_of"),
        "/", "/?view=desk", "/massnahmen/", "/massnahmen/neu/", "/massnahmen/einlesen/",
        "/benachrichtigungen/", "/benachrichtigungen/einstellungen/", "/vertretung/",
        "/benachrichtigungen/kalender/",
        *sections(stage, draft), stage.case(draft),
        stage.page_of(draft, "attachments"),
        *(stage.act(draft, name) for name in ("ask_agreement", "discard")),
    ]  # fmt: skip
    assert found_on(stage, page, paths) == []


def test_pages_of_the_council(stage: Stage, page: Page) -> None:
    measure = stage.town.in_deliberation()
    station = measure.case.consultations.order_by("position")[0]
    of_before(stage.town)
    offer_new_law("NW", at=stage.town.now)
    adopting = reverse("council_calendar:adopt_law", args=[keep_calendar(at=stage.town.now)])
    stage.log_in(page, "council_office-council_secretary")
    session = f"/sitzungen/{station.meeting_id}/"
    paths = [
        "/sitzungen/?year=2026&month=4", "/sitzungen/?year=2026&body=council", "/gremien/",
        adopting, "/gremien/neu/", "/gremien/regeln/", "/gremien/regeln/neu/?subject=decides",
        "/gremien/verlauf/", "/gremien/gremium/council/", "/gremien/gremium/council/sitz/",
        "/sitzungen/eintragen/", session,
        *(f"{session}{act}/" for act in ("absagen", "verlegen", "gemeinsam", "aendern")),
    ]  # fmt: skip
    assert found_on(stage, page, paths) == []


def test_pages_of_guests(stage: Stage, page: Page) -> None:
    guests, found = settled(stage.town), []
    concept, (chapter, _other) = guests.concept, guests.chapters
    comment(stage.town, concept, chapter)
    commission, access = guests.commissions["institute"].pk, guests.accesses["caritas"]
    group = concept.groups.get(is_moderated_by_agency=True).pk
    report = guests.commissions["institute"].reports.get().pk
    for who, paths in {
        "caritas": [
            "/", f"/gast/konzepte/{concept.case_id}/", f"/gast/kapitel/{chapter.pk}/",
            "/forderungen/neu/",
            *(f"/forderungen/{guests.demand}/{act}" for act in ("", "bestaetigen/", "bestreiten/")),
        ],
        "institute": ["/gast/", *(f"/gast/auftrag/{commission}/{part}" for part in (
            "", f"bericht/{report}/", f"gruppe/{group}/", f"kapitel/?chapter={chapter.pk}"))],
        "centre-clerk": [
            "/gaeste/", "/gaeste/neu/", f"/gaeste/{access.case_id}/",
            f"/gaeste/{access.case_id}/zuruecknehmen/",
            *(f"/konzepte/{concept.case_id}/{act}/" for act in ("einladen", "agentur")),
        ],
    }.items():  # fmt: skip
        stage.log_in(page, who)
        found += found_on(stage, page, paths)
    assert found == []


def test_offices_are_suggested_while_one_types_and_added_when_chosen(
    stage: Stage, page: Page
) -> None:
    draft = stage.town.propose(title="Mit Partnern")
    stage.log_in(page, "youth-clerk")
    stage.open(page, f"/massnahmen/{draft.case_id}/bearbeiten/betroffene/")
    line = page.get_by_label("Namen eingeben")
    line.press_sequentially("scho")
    options = page.locator("#id_partners-names option")
    expect(options).to_have_attribute("value", "Unit school (school)")
    line.fill("Unit school (school)")
    expect(page.get_by_label("Unit school (school)")).to_be_checked()
    expect(line).to_have_value("")
    page.get_by_role("button", name="Speichern und weiter").click()
    assert [unit.key for unit in draft.partners.all()] == ["school"]


def test_pages_for_signing(stage: Stage, page: Page) -> None:
    town, found = stage.town, []
    checked = town.propose(title="In der Vorprüfung", impact_school=True)
    town.do(checked, "submit", "youth-head")
    signed = town.in_cosigning(title="In der Mitzeichnung", impact_school=True)
    released = town.in_release(title="In der Freigabe")
    final = town.in_final_signature(title="In der Schlusszeichnung")
    for desk, measure, act in (
        ("centre-clerk", checked, "send_back"),
        ("school-cosigner", signed, "vote"),
        ("division_3-deputy_mayor", released, "release"),
        ("mayor-mayor", final, "sign"),
    ):
        stage.log_in(page, desk)
        found += found_on(stage, page, [stage.task(measure, desk), stage.act(measure, act)])
    stage.log_in(page, "school-cosigner")
    stage.open(page, stage.case(signed))
    found += [("focus", place) for place in unseen_focus(page)]
    assert found == []


def test_pages_for_deciding_and_implementing(stage: Stage, page: Page) -> None:
    town, found = stage.town, []
    debated = town.in_deliberation(title="In der Beratung")
    running = town.in_deliberation(title="In der Umsetzung")
    stage.decide(running)
    clerk = town.person("youth-clerk").pk
    town.do(running, "start_implementation", "youth-head", responsible=clerk)
    office = "council_office-council_secretary"
    stage.log_in(page, office)
    result = (
        f"{stage.act(debated, 'record_result')}?{stage.task(debated, office).partition('?')[2]}"
    )
    found += found_on(stage, page, [stage.task(debated, office), result])
    stage.log_in(page, "youth-clerk")
    acts = ("complete_milestone", "draft_report")
    paths = [stage.case(running), *(stage.act(running, name) for name in acts)]
    found += found_on(stage, page, paths)
    assert found == []


def test_pages_of_the_organisation(stage: Stage, page: Page) -> None:
    town = stage.town
    stage.log_in(page, "organisation-organisation")
    route = RouteVersion.objects.get()
    desk, person = town.desks["youth-clerk"], town.person("youth-clerk").pk
    appointment = DeskHolder.objects.get(desk=desk).pk
    paths = [
        "/organisation/", "/organisation/einheiten/neu/", "/organisation/personen/",
        f"/organisation/einheiten/{town.units['youth']}/", f"/organisation/stellen/{desk}/",
        f"/organisation/stellen/{desk}/besetzen/", f"/organisation/personen/{person}/",
        f"/organisation/besetzungen/{appointment}/beenden/",
        f"/organisation/besetzungen/{appointment}/umsetzen/", "/organisation/personen/einladen/",
        "/organisation/vertretungen/", "/organisation/dienstfrei/",
        f"/organisation/laufwege/{route.pk}/", "/organisation/laufwege/measure/neu/",
        "/organisation/verlauf/", "/organisation/stoerungen/", "/organisation/andere-systeme/",
        "/pruefsiegel/",
    ]  # fmt: skip
    assert found_on(stage, page, paths) == []


def test_pages_that_say_no(stage: Stage, page: Page) -> None:
    draft = stage.town.propose(title="Noch nichts", facts="")
    asked = stage.town.in_cosigning(title="Schon weiter")
    found = []
    for desk, path, status in (
        ("centre-clerk", stage.act(asked, "pass_check"), 409),
        ("youth-clerk", stage.act(draft, "agree"), 403),
        ("youth-clerk", "/massnahmen/999999/", 404),
    ):
        stage.log_in(page, desk)
        answer = page.goto(stage.server.url + path)
        assert answer is not None
        assert (path, answer.status) == (path, status)
        found += [(path, fault) for fault in faults(page)]
    stage.open(page, reverse("coordination:measure_new"))
    page.get_by_role("button", name="Speichern und weiter").click()
    found += [("new", fault) for fault in faults(page)]
    stage.open(stage.log_in(page, "youth-head"), stage.act(asked, "withdraw"))
    page.get_by_label("Begründung").fill("Wir brauchen es nicht mehr.")
    page.get_by_role("button", name="Weiter: Angaben prüfen").click()
    page.get_by_role("heading", name="Angaben prüfen", level=1).wait_for()
    found += [("check", fault) for fault in faults(page)]
    assert found == []
