"""The deadlines on the page of a measure, and the pages of what people do to them."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse

from coordination.measures.models import Measure
from tests.journeys.driver import Page, Person
from tests.town import Town
from workflows.actions.time.ladder import climb
from workflows.calendars import BERLIN
from workflows.models import Deadline, Notification

pytestmark = pytest.mark.django_db

REASON = "Der Bericht des Trägers fehlt noch."
MAYOR = "division_3-deputy_mayor"


def on(day: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, 10, 0, tzinfo=BERLIN)


def row() -> Deadline:
    """The deadline of the preliminary check, whatever became of it."""
    return Deadline.objects.get(kind="check")


@pytest.fixture
def measure(town: Town) -> Measure:
    """In the check since Monday 2 March: five working days end with Monday 9 March."""
    measure = town.propose()
    town.do(measure, "submit", "youth-head")
    return measure


@pytest.fixture
def asked(town: Town, measure: Measure) -> Page:
    """Its page, seen by the mayor."""
    return Person(town, "mayor-mayor").case(measure)


def open_page(town: Town, act: str, by: str = "mayor-mayor") -> Page:
    return Person(town, by).get(reverse(f"workflows:{act}", args=[row().pk]))


def test_page_says_who_has_it_until_when_and_why(town: Town, asked: Page) -> None:
    assert asked.shows("Fristen", "09.03.2026", "zählt nicht", "5 Werktage später")
    assert asked.shows("Als Nächstes am 05.03.2026: Erinnerung 2 Werktage vorher")


def test_superior_extends_and_the_history_tells(town: Town, asked: Page) -> None:
    page = open_page(town, "extend_deadline")
    check = page.answer(button=("stage", "check"), due_on="20.3.26", reason=REASON)
    assert check.shows("09.03.2026", "20.03.2026", REASON)
    done = check.press("stage", "send")
    assert done.shows("Die Frist ist verlängert. Sie endet jetzt am 20.03.2026."), done.text
    assert done.shows("verlängert vom 09.03.2026 auf den 20.03.2026", REASON)
    assert "Frist verlängert: Vorschlag prüfen, 09.03.2026 → 20.03.2026" in done.text
    assert str(row().due_on) == "2026-03-20"


def test_a_period_is_counted_from_the_present_end(town: Town, asked: Page) -> None:
    page = open_page(town, "extend_deadline")
    check = page.answer(button=("stage", "check"), amount="5", unit="working_days", reason=REASON)
    assert check.shows("16.03.2026")
    check.press("stage", "send")
    assert str(row().due_on) == "2026-03-16"


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({}, "Bitte nennen Sie den neuen Tag"),
        ({"due_on": "20.3.2026", "amount": "5"}, "entweder den neuen Tag oder einen Zeitraum"),
        ({"due_on": "1.3.2026"}, "Dieser Tag liegt nicht in der Zukunft"),
        ({"due_on": "6.3.2026"}, "Der neue Tag muss nach dem bisherigen liegen"),
        ({"due_on": "21.3.2026"}, "Der nächste Werktag ist der 23.03.2026"),
        ({"due_on": "30.2.2026"}, "Diesen Tag gibt es im Kalender nicht"),
        ({"amount": "0"}, "eine ganze Zahl ab 1"),
        ({"amount": "-3"}, "eine ganze Zahl ab 1"),
        ({"amount": "viel"}, "ganze Zahl"),
        ({"amount": "60", "unit": "months"}, "höchstens ein Jahr nach dem bisherigen"),
    ],
)
def test_extension_that_does_not_fit_is_explained_and_kept(
    town: Town, asked: Page, values: dict[str, str], complaint: str
) -> None:
    page = open_page(town, "extend_deadline")
    answer = page.answer(button=("stage", "check"), reason=REASON, **values)
    if answer.status == 200:
        answer = answer.press("stage", "send")
    assert answer.status == 422
    assert answer.shows(complaint)
    kept = answer.form(fields=("due_on", "amount")).shown()
    assert kept["reason"] == [REASON]
    for name, value in values.items():
        assert kept[name] == [value] or name == "due_on"
    assert str(row().due_on) == "2026-03-09"


def test_pause_keeps_the_days_and_resume_gives_them_back(town: Town, asked: Page) -> None:
    refused = open_page(town, "pause_deadline").answer(reason="Zu kurz")
    assert refused.status == 422
    assert refused.shows("mindestens 10 Zeichen")
    paused = refused.answer(reason=REASON)
    assert paused.shows("Die Frist ist angehalten.", "5 Werktage übrig")
    town.now = on(16)
    done = open_page(town, "resume_deadline").answer()
    assert done.shows("Die Frist läuft weiter. Sie endet jetzt am 23.03.2026.")


def test_seen_silences_the_ladder_until_the_day(town: Town, asked: Page) -> None:
    early = open_page(town, "acknowledge_deadline")
    assert early.shows("Das ist zurzeit nicht möglich", "sobald Vorgesetzte", "benachrichtigt")
    town.now = on(12)
    climb(at=on(12))
    late = open_page(town, "acknowledge_deadline").answer(until="1.12.2026")
    assert late.status == 422
    assert late.shows("innerhalb der nächsten 20 Werktage")
    done = late.answer(until="18.3.2026")
    assert done.shows("keine Erinnerung bis 18.03.2026")
    assert climb(at=on(17)).rungs == 0
    assert open_page(town, "acknowledge_deadline").shows("schon als gesehen vermerkt")


def test_announced_date_is_told_to_whoever_looks(town: Town, asked: Page) -> None:
    clerk = str(town.person("centre-clerk"))
    done = open_page(town, "announce_date", "centre-clerk").answer(until="18.3.2026")
    assert done.shows(
        "Der Termin ist angekündigt", f"{clerk} hat die Erledigung für den 18.03.2026"
    )
    assert done.shows("Als Nächstes am 12.03.2026: Meldung 3 Werktage danach")
    town.now = on(12)
    climb(at=on(12))
    board = Person(town, "mayor-mayor")
    assert board.get(f"{reverse('workflows:escalations')}?level=head").shows("angekündigt für")
    lines = board.get(f"{reverse('workflows:escalations_csv')}?level=head").text
    assert "2026-03-18" in lines or "18.03.2026" in lines


def test_reminder_goes_out_at_once_and_not_twice(town: Town, asked: Page) -> None:
    again = open_page(town, "remind")
    assert again.answer().shows("Die Erinnerung ist unterwegs.", "von Hand erinnert")
    told = Notification.objects.filter(template="deadline_reminded", channel="in_app")
    assert {row.recipient.email.split("@")[0] for row in told.select_related("recipient")} == {
        "centre-clerk",
        "centre-head",
    }
    page = open_page(town, "remind")
    assert page.shows("Das ist zurzeit nicht möglich", "Wieder möglich ist das ab dem 04.03.2026")
    assert page.answer().status == 422


def test_only_what_somebody_may_do_is_offered(town: Town, measure: Measure) -> None:
    links = (
        "/ankuendigen/",
        "/verlaengern/",
        "/anhalten/",
        "/gesehen/",
        "/erinnern/",
        "/fortsetzen/",
    )
    offered = {
        desk: {part for part in links if Person(town, desk).case(measure).leads_to(part)}
        for desk in ("centre-head", "youth-clerk", MAYOR)
    }
    assert offered["centre-head"] == {"/ankuendigen/", "/erinnern/"}
    assert offered["youth-clerk"] == set()
    assert offered[MAYOR] == {"/verlaengern/", "/anhalten/", "/erinnern/"}
    climb(at=on(12))
    town.now = on(12)
    assert Person(town, MAYOR).case(measure).leads_to("/gesehen/")
    assert not Person(town, "centre-head").case(measure).leads_to("/gesehen/")
    assert open_page(town, "extend_deadline", "youth-clerk").status == 403
    assert open_page(town, "extend_deadline", "social-head").status == 404


def test_ended_deadline_is_told_422(town: Town, measure: Measure) -> None:
    page = open_page(town, "pause_deadline")
    town.do(measure, "pass_check", "centre-clerk")
    answer = page.answer(reason=REASON)
    assert answer.status == 422
    assert answer.shows("Diese Frist ist schon beendet.", REASON)


def test_rungs_that_were_reached_are_told(town: Town, measure: Measure) -> None:
    climb(at=on(5))
    page = Person(town, "youth-clerk").case(measure)
    assert page.shows("05.03.2026: Erinnerung 2 Werktage vorher", str(town.person("centre-clerk")))
