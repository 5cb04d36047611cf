"""A day of each role in a browser: what it finds in its inbox, and what it does about it."""

from playwright.sync_api import Locator, Page, expect

from coordination.council.models import Consultation
from coordination.implementing.models import Milestone
from coordination.measures.models import Measure
from tests.browser.stage import Stage
from workflows.models import Condition, Vote

TABLET = {"width": 820, "height": 1180}


def said(page: Page, words: str) -> None:
    """The page says aloud what was done."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def take_up(stage: Stage, page: Page, desk: str, title: str) -> Page:
    """Somebody comes in and opens the task that waits at the desk."""
    stage.open(stage.log_in(page, desk))
    page.locator(".ff-inbox__title a").filter(has_text=title).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    return page


def confirm(page: Page, words: str) -> None:
    """Go on to the check page and send from there."""
    page.get_by_role("button", name="Weiter: Angaben prüfen").click()
    page.get_by_role("button", name=words).click()


def tab_to(page: Page, target: Locator) -> None:
    """Go to an element with nothing but the tabulator."""
    for _step in range(150):
        page.keyboard.press("Tab")
        if target.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"no way by keyboard to {target}")


def _fill_in_every_section(page: Page) -> None:
    page.get_by_role("link", name="Worum geht es?").click()
    page.get_by_label("Ziel").fill("20 Paten")
    page.get_by_label("Sachverhalt und Begründung").fill("Es fehlen Paten.")
    page.get_by_label("Beschlussvorschlag").fill("Der Rat beschließt.")
    page.get_by_role("button", name="Speichern und weiter").click()
    page.get_by_role("link", name="Für wen und wo?").click()
    page.get_by_label("Sprache").check()
    page.get_by_role("checkbox", name="Alle", exact=True).check()
    page.get_by_role("button", name="Speichern und weiter").click()
    page.get_by_role("link", name="Wer entscheidet, und wie schnell?").click()
    page.get_by_label("hoch").check()
    page.get_by_label("Rat", exact=True).check()
    page.get_by_role("button", name="Speichern und weiter").click()
    page.get_by_role("link", name="Was kostet es, und wer zahlt?").click()
    page.get_by_label("Gesamtkosten").fill("1.200,50 €")
    page.get_by_label("Deckung").fill("Haushalt 2026")
    page.get_by_role("button", name="Speichern und weiter").click()
    page.get_by_role("link", name="Wann geschieht es?").click()
    page.get_by_label("Meilenstein 1").first.fill("Aufruf")
    page.get_by_label("Meilenstein 1: bis").fill("1.9.26")
    page.get_by_role("button", name="Speichern und weiter").click()
    page.get_by_role("link", name="Wer ist betroffen?").click()
    page.get_by_label("Nichts davon").check()
    page.get_by_role("button", name="Speichern und weiter").click()


def test_clerk_proposes_a_measure_and_asks_the_head(
    stage: Stage, page: Page, complaints: list[str]
) -> None:
    stage.open(stage.log_in(page, "youth-clerk"))
    page.get_by_role("link", name="Maßnahmen", exact=True).click()
    page.get_by_role("link", name="Maßnahme vorschlagen").click()
    page.get_by_label("Titel").fill("Sprachpaten")
    page.get_by_role("button", name="Speichern und weiter").click()
    said(page, "Der Entwurf ist gespeichert.")

    _fill_in_every_section(page)
    page.get_by_role("link", name="Alle Abschnitte").click()
    page.get_by_role("link", name="Amtsleitung um Zustimmung bitten").click()
    page.get_by_role("button", name="Um Zustimmung bitten").click()
    said(page, "Die Amtsleitung ist um Zustimmung gebeten.")
    measure = Measure.objects.get(title="Sprachpaten")
    assert stage.town.open_tasks(measure) == [("agreement", "youth-head"), ("draft", "youth-clerk")]
    assert complaints == []


def test_head_sees_who_will_be_asked_and_submits(stage: Stage, page: Page) -> None:
    measure = stage.town.propose(title="Lesepaten", impact_school=True)
    stage.town.do(measure, "ask_agreement", "youth-clerk")
    take_up(stage, page, "youth-head", "Lesepaten")
    page.get_by_role("link", name="Dem Entwurf zustimmen").first.click()
    page.get_by_role("button", name="Zustimmen").click()
    said(page, "Sie haben zugestimmt.")
    stage.open(page, stage.act(measure, "submit"))
    expect(page.get_by_text("Unit school: Mitzeichnung. Anlass: Schulen")).to_be_visible()
    page.get_by_role("button", name="Maßnahme einreichen").click()
    said(page, "Eingereicht.")
    assert stage.town.state(measure) == "check"


def test_secretariat_checks_and_asks_the_offices(stage: Stage, page: Page) -> None:
    measure = stage.town.propose(title="Spielkreise", impact_school=True)
    stage.town.do(measure, "submit", "youth-head")
    take_up(stage, page, "centre-clerk", "Spielkreise")
    page.get_by_role("button", name="Mitzeichnung beginnen").click()
    said(page, "Die Ämter sind um Mitzeichnung gebeten.")
    assert stage.town.state(measure) == "cosigning"


def test_cosigner_votes_with_a_condition_by_keyboard_alone(stage: Stage, page: Page) -> None:
    measure = stage.town.in_cosigning(title="Hausaufgabenhilfe", impact_school=True)
    stage.open(stage.log_in(page, "school-cosigner"), "/?view=desk")
    tab_to(page, page.get_by_role("link", name="Hausaufgabenhilfe"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/massnahmen/**")
    tab_to(page, page.get_by_role("radio", name="Zustimmung", exact=True))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Zustimmung mit Maßgaben")).to_be_checked()
    tab_to(page, page.get_by_label("Maßgabe 1").first)
    page.keyboard.type("Räume vorher mit den Schulen klären")
    for words in ("Weiter: Angaben prüfen", "Antwort absenden"):
        tab_to(page, page.get_by_role("button", name=words))
        page.keyboard.press("Enter")
        page.wait_for_load_state()
    said(page, "Ihre Antwort ist festgehalten.")
    [vote] = Vote.objects.filter(item__step__case=measure.case_id)
    assert (vote.choice, vote.cast_by) == ("conditional", stage.town.person("school-cosigner"))


def test_lead_answers_the_condition(stage: Stage, page: Page) -> None:
    town = stage.town
    measure = town.in_cosigning(title="Elterncafé", impact_school=True)
    town.do(
        measure, "vote", "school-cosigner", choice="conditional", conditions=["Räume klären"]
    )  # fmt: skip
    take_up(stage, page, "youth-clerk", "Elterncafé")
    page.get_by_role("link", name="Maßgabe beantworten").first.click()
    page.get_by_role("radio", name="Ja, der Text wird geändert").check()
    page.get_by_role("radio", name="redaktionell").check()
    page.locator("summary").filter(has_text="Text").first.click()
    page.get_by_label("Sachverhalt und Begründung").fill("Es fehlen Plätze. Räume sind geklärt.")
    page.get_by_role("button", name="Weiter: Angaben prüfen").click()
    expect(page.locator("ins")).to_contain_text("Räume sind geklärt.")
    expect(
        page.get_by_text("Redaktionell: Die Ämter werden nicht noch einmal gefragt")
    ).to_be_visible()
    expect(page.get_by_text("keine Angabe")).to_have_count(0)
    page.get_by_role("button", name="Antwort absenden").click()
    said(page, "Die Maßgabe ist beantwortet.")
    assert Condition.objects.get(text="Räume klären").status == "accepted"


def test_deputy_mayor_releases_on_a_tablet(stage: Stage, page: Page) -> None:
    measure = stage.town.in_release(title="Mitternachtssport")
    page.set_viewport_size(TABLET)  # type: ignore[arg-type]  # a dict is one
    take_up(stage, page, "division_3-deputy_mayor", "Mitternachtssport")
    page.get_by_role("link", name="Freigeben", exact=True).click()
    page.get_by_role("button", name="Endgültig freigeben").click()
    said(page, "Freigegeben.")
    assert stage.town.state(measure) == "final_signature"


def test_mayor_signs(stage: Stage, page: Page) -> None:
    measure = stage.town.in_final_signature(title="Willkommenslotsen")
    take_up(stage, page, "mayor-mayor", "Willkommenslotsen")
    page.get_by_role("link", name="Vorlage schlusszeichnen", exact=True).click()
    page.get_by_role("button", name="Endgültig zeichnen").click()
    said(page, "Gezeichnet.")
    assert stage.town.state(measure) == "deliberation"


def test_council_office_records_a_session(stage: Stage, page: Page) -> None:
    measure = stage.town.in_deliberation(title="Stadtteilmütter")
    stage.await_session(measure)
    take_up(stage, page, "council_office-council_secretary", "Stadtteilmütter")
    page.get_by_role("link", name="Ergebnis der Sitzung festhalten").first.click()
    page.get_by_role("radio", name="angenommen").first.check()
    page.get_by_label("Ja-Stimmen").fill("12")
    page.get_by_label("Nein-Stimmen").fill("3")
    page.get_by_role("button", name="Weiter: Angaben prüfen").click()
    page.get_by_role("button", name="Ergebnis festhalten").click()
    said(page, "Das Ergebnis ist festgehalten.")
    first = Consultation.objects.filter(case=measure.case_id).order_by("position")[0]
    assert (first.result, first.yes, first.no) == ("accepted", 12, 3)


def test_finance_confirms_and_the_office_begins(stage: Stage, page: Page) -> None:
    town = stage.town
    measure = town.in_deliberation(title="Sommerschule", cost="1200.50", cover="Haushalt 2026")
    stage.decide(measure)
    take_up(stage, page, "finance-head", "Sommerschule")
    confirm(page, "Mittel bestätigen")
    said(page, "Die Mittel sind bestätigt.")

    take_up(stage, page, "youth-head", "Sommerschule")
    clerk = town.person("youth-clerk")
    page.get_by_label("Wer ist für die Umsetzung verantwortlich?").select_option(str(clerk.pk))
    page.get_by_role("button", name="Beginnen").click()
    said(page, "Die Umsetzung hat begonnen.")
    assert town.state(measure) == "implementation"


def test_clerk_reaches_a_milestone(stage: Stage, page: Page) -> None:
    town = stage.town
    measure = town.in_deliberation(title="Ferienkurse")
    stage.decide(measure)
    clerk = town.person("youth-clerk")
    town.do(measure, "start_implementation", "youth-head", responsible=clerk.pk)
    stage.log_in(page, "youth-clerk")
    stage.open(page, stage.case(measure))
    page.get_by_role("link", name="Meilenstein als erreicht melden").first.click()
    page.get_by_label("Nachweis").fill("Der Vertrag liegt vor.")
    confirm(page, "Als erreicht melden")
    said(page, "Der Meilenstein ist erreicht.")
    stones = Milestone.objects.filter(measure=measure).order_by("position")
    assert [stone.evidence for stone in stones] == ["Der Vertrag liegt vor.", ""]


def test_measure_goes_from_draft_to_council_without_script(stage: Stage, plain: Page) -> None:
    town = stage.town
    measure = town.propose(title="Kulturlotsen", impact_school=True)
    take_up(stage, plain, "youth-clerk", "Kulturlotsen")
    plain.get_by_role("link", name="Text bearbeiten").click()
    plain.get_by_role("link", name="Worum geht es?").click()
    plain.get_by_label("Ziel").fill("Zehn Lotsen")
    plain.get_by_role("button", name="Speichern und weiter").click()

    stage.open(stage.log_in(plain, "youth-head"), stage.act(measure, "submit"))
    plain.get_by_role("button", name="Maßnahme einreichen").click()
    said(plain, "Eingereicht.")
    take_up(stage, plain, "centre-clerk", "Kulturlotsen")
    plain.get_by_role("button", name="Mitzeichnung beginnen").click()
    said(plain, "Die Ämter sind um Mitzeichnung gebeten.")
    take_up(stage, plain, "school-cosigner", "Kulturlotsen")
    plain.get_by_role("radio", name="Zustimmung", exact=True).check()
    confirm(plain, "Antwort absenden")
    said(plain, "Ihre Antwort ist festgehalten.")
    take_up(stage, plain, "division_3-deputy_mayor", "Kulturlotsen")
    plain.get_by_role("link", name="Freigeben", exact=True).click()
    plain.get_by_role("button", name="Endgültig freigeben").click()
    said(plain, "Freigegeben.")
    take_up(stage, plain, "mayor-mayor", "Kulturlotsen")
    plain.get_by_role("link", name="Vorlage schlusszeichnen", exact=True).click()
    plain.get_by_role("button", name="Endgültig zeichnen").click()
    said(plain, "Gezeichnet.")
    measure.refresh_from_db()
    assert (town.state(measure), measure.goal) == ("deliberation", "Zehn Lotsen")
