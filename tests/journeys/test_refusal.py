"""An office refuses; the common superior decides."""

import pytest

from tests.journeys.driver import Person
from tests.journeys.stages import in_cosigning, state
from tests.town import Town

REFUSAL = "Die Räume der Schulen reichen nicht."
DECISION = "Das Ziel überwiegt; die Räume werden gestellt."


def _refused(town: Town, impact: str = "school", desk: str = "school-head"):
    measure = town.in_cosigning(**{f"impact_{impact}": True})
    Person(town, desk).does("vote", measure, choice="refused", text=REFUSAL)
    assert state(measure) == "clarification"
    return measure


def test_refusal_without_reason_is_not_taken(town: Town) -> None:
    measure = in_cosigning(town, impacts=("school",))
    page = Person(town, "school-head").does("vote", measure, status=422, choice="refused")
    assert page.form("/mitzeichnen/").shown()["choice"] == ["refused"]
    assert state(measure) == "cosigning"


@pytest.mark.parametrize(
    ("said", "then"),
    [({"choice": "approved"}, "Danach geht der Vorgang in die Freigabe"),
     ({"choice": "refused", "text": REFUSAL}, "entscheidet als Nächstes die gemeinsame Leitung"),
     ({"choice": "conditional", "conditions-0-text": REFUSAL}, "alle Maßgaben beantwortet")],
)  # fmt: skip
def test_whoever_answers_last_reads_what_follows(
    town: Town, said: dict[str, str], then: str
) -> None:
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    first = Person(town, "health-head").opens(measure)
    check = first.send(first.form("/mitzeichnen/"), choice="approved")
    assert not check.shows("die letzte Antwort, die noch fehlt")
    page = Person(town, "school-head").opens(measure)
    check = page.send(page.form("/mitzeichnen/", fields=said), **said)
    assert check.shows("Angaben prüfen", "die letzte Antwort, die noch fehlt", then)
    assert state(measure) == "cosigning"


@pytest.mark.parametrize("outcome", ["release", "revision", "executive_board"])
def test_common_superior_decides_how_it_goes_on(town: Town, outcome: str) -> None:
    measure = _refused(town)
    superior = Person(town, "division_3-deputy_mayor")
    assert superior.opens(measure).shows(REFUSAL)
    superior.does("clarify", measure, outcome=outcome, reason=DECISION)
    assert state(measure) == outcome


def test_refusal_of_another_division_goes_to_the_mayor(town: Town) -> None:
    measure = _refused(town, "health", "health-head")
    assert not Person(town, "division_3-deputy_mayor").sees_task(measure)
    Person(town, "mayor-mayor").does("clarify", measure, outcome="release", reason=DECISION)
    assert state(measure) == "release"


def test_refusal_stays_visible_and_takes_the_way_over_the_board(town: Town) -> None:
    measure = _refused(town)
    superior = Person(town, "division_3-deputy_mayor")
    superior.does("clarify", measure, outcome="release", reason=DECISION)
    superior.does("release", measure)
    assert state(measure) == "executive_board"
    board = Person(town, "board_office-board_secretary")
    assert board.opens(measure).shows(REFUSAL, DECISION)
    today = f"{town.now:%d.%m.%Y}"
    board.does(
        "board_approves",
        measure,
        outcome="board_dissents",
        date=today,
        protocol="VV 3/26",
        reason="Finanzen sagt nein.",
    )
    mayor = Person(town, "mayor-mayor")
    mayor.does("mayor_decides", measure, outcome="final_signature", reason=DECISION)
    assert state(measure) == "final_signature"


def test_lead_declares_the_dissent(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    Person(town, "health-head").does("vote", measure, choice="refused", text=REFUSAL)
    assert state(measure) == "cosigning"
    Person(town, "youth-head").does("declare_dissent", measure, reason="Keine Einigung in Sicht.")
    assert state(measure) == "clarification"
