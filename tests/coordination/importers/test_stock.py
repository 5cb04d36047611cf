"""A stock of decided measures lands as decided, from whoever may say so."""

import pytest

from coordination.imports.enums import RowFate
from coordination.imports.reading import check, take
from coordination.measures.models import Measure
from tests.coordination.importers.samples import file_of
from tests.town import NOW
from workflows.models import Event

STOCK = (
    "nr;titel;federfuehrung;kosten_eur;deckung;weg;meilensteine;stand;beschlossen_am;"
    "beschlossen_durch;drucksache;erreicht\r\n"
    "B1;Lesepaten;youth;0;;rat;2025-12-01 Träger gefunden|2026-10-01 Beginn;in_umsetzung;"
    "24.11.2025;Rat;DS 25-0815;1\r\n"
    "B2;Kitaplätze;social;20000;Etat;rat;2026-10-01 Beginn;beschlossen;24.11.2025;Rat;25-0816;\r\n"
    "B3;Idee;youth;;;;;entwurf;;;;\r\n"
)
KEEPER = "centre-head"
LANDING = "in dem Stand übernommen, den sie haben, die übrigen werden Entwürfe."


def measure(number):
    return Measure.objects.select_related("case").get(source="bestand", source_number=number)


def looked_at(town, text, by=KEEPER, source="liste"):
    return check(file_of(text), source=source, by=town.person(by), at=NOW)


def stock_of(town, text, by=KEEPER):
    return take(
        file_of(text), source="bestand", by=town.person(by), clock=lambda: NOW, is_stock=True
    )


def test_decided_stock_lands_as_decided_with_its_milestones(town):
    findings = check(
        file_of(STOCK), source="bestand", by=town.person(KEEPER), at=NOW, is_stock=True
    )
    assert [problem.text for problem in findings.problems] == [
        f"Hinweis: 2 Maßnahmen werden {LANDING}"
    ]
    assert findings.faulty == 0
    assert [row.fate for row in stock_of(town, STOCK)] == [RowFate.CREATED] * 3
    first, second, third = (measure(f"B{n}") for n in (1, 2, 3))
    assert [m.case.state for m in (first, second, third)] == [
        "implementation", "resolved", "draft",
    ]  # fmt: skip
    assert [(s.title, bool(s.done_at)) for s in first.milestones.all()] == [
        ("Träger gefunden", True), ("Beginn", False),
    ]  # fmt: skip
    assert town.open_tasks(first) == [
        ("milestone", "youth-clerk"), ("name_responsible", "youth-head"),
        ("status_report", "youth-clerk"),
    ]  # fmt: skip
    assert {step for step, _ in town.open_tasks(second)} == {
        "confirm_funds",
        "start_implementation",
    }
    event = Event.objects.get(case=first.case_id, action="take_over_decided")
    assert event.actor_id is None
    assert {key: event.data[key] for key in ("decided_on", "decided_by", "reference")} == {
        "decided_on": "2025-11-24", "decided_by": "Rat", "reference": "DS 25-0815",
    }  # fmt: skip
    assert event.data["imported_by"] == town.person(KEEPER).pk
    # The lead goes on with it as with any other; the same list again changes nothing.
    town.do(first, "name_responsible", "youth-head", responsible=town.person("youth-clerk").pk)
    town.do(second, "confirm_funds", "finance-head")
    assert [row.fate for row in stock_of(town, STOCK)] == [RowFate.UNCHANGED] * 3
    mayor = town.person("mayor-mayor")
    assert Measure.objects.visible_to(mayor, at=NOW).filter(pk=first.pk).exists()


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("24.11.2025;Rat;DS 25-0815;1", "24.11.2026;Rat;DS 25-0815;1", ["date_future"]),
        ("24.11.2025;Rat;DS 25-0815;1", ";;;1", ["stock_incomplete"] * 3),
        ("24.11.2025;Rat;DS 25-0815;1", "24.11.2025;Rat;DS 25-0815;3", ["not_reached"]),
        ("24.11.2025;Rat;DS 25-0815;1", "24.11.2025;Rat;DS 25-0815;x", ["positions"]),
        ("in_umsetzung;24.11.2025", ";24.11.2025", ["stock_incomplete"]),
        (
            "2025-12-01 Träger gefunden|2026-10-01 Beginn;in_", ";in_",
            ["stock_milestone", "not_reached"],
        ),
        ("in_umsetzung", "fertig", ["choice"]),
    ],
)  # fmt: skip
def test_row_of_a_stock_says_all_that_it_needs(town, old, new, codes):
    assert old in STOCK
    text = STOCK.replace(old, new, 1)
    findings = check(file_of(text), source="bestand", by=town.person(KEEPER), at=NOW, is_stock=True)
    assert [p.code for p in findings.problems if p.code != "lands_decided"] == codes


def test_who_decides_and_which_list_may_say_that_it_was_decided(town):
    """A clerk proposes; nobody makes a resolution out of a row of an ordinary list."""
    assert [[p.code for p in row.problems] for row in stock_of(town, STOCK, by="youth-clerk")] == [
        ["stock_denied"], ["stock_denied"], [],
    ]  # fmt: skip
    text = STOCK.replace("2025-12-01 Träger gefunden|", "").replace(";1\r", ";\r")
    problems = [p for p in looked_at(town, text, by=KEEPER).problems if p.code != "lands_decided"]
    assert [p.code for p in problems] == ["stock_only"] * 2
    assert Measure.objects.exclude(case__state="draft").count() == 0
