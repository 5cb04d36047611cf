"""A stock arrives as it stands: decided, at work, completed or stopped, with its earlier years."""

from datetime import date, timedelta

import pytest

from coordination.implementing.models import EarlierReport, StatusReport
from coordination.imports.enums import RowFate
from coordination.imports.reading import take
from coordination.measures.models import Measure
from tests.coordination.importers.samples import file_of, workbook
from tests.coordination.importers.stocks import (
    KEEPER,
    LONG,
    OF_A_YEAR,
    STOCK,
    changed,
    faults,
    looked_at,
    measure,
    taken,
    told,
    without,
    years,
)
from tests.journeys.driver import Person
from tests.statements import statements
from tests.town import NOW
from workflows.actions.time.ladder import climb
from workflows.models import Deadline, Event, Notification, Reminder
from workflows.queries.proof.verification import verify_case

NEW = RowFate.CREATED


def assert_whole():
    """What the list has made is bound by its events."""
    for one in Measure.objects.select_related("case"):
        assert list(verify_case(one.case)) == []


def deadlines(number, **more):
    rows = Deadline.objects.filter(case=measure(number).case_id, **more)
    return sorted(rows.values_list("kind", "due_on"))


def test_each_lands_where_it_stands_with_its_history(town):
    assert taken(town, STOCK) == [NEW] * 5
    assert [measure(f"R{n}").case.state for n in range(1, 6)] == [
        "implementation", "completed", "discontinued", "resolved", "completed",
    ]  # fmt: skip
    assert years("R1") == [
        (2023, "running", "green", "Der Träger steht.", "1200.50",
         {"Gruppen": "3", "Kinder": "41"}),
        (2024, "running", "yellow", "Es fehlt ein Raum.", None, {}),
        (2025, "running", "", "Zwei Räume gefunden.", None, {}),
    ]  # fmt: skip
    assert [row[:4] for row in years("R3")] == [
        (2023, "not_begun", "red", ""), (2024, "stopped", "", "Aufgegeben."),
    ]  # fmt: skip
    assert measure("R1").responsible == town.person("youth-clerk")
    over = {
        number: [(bool(s.done_at), s.dropped_reason) for s in measure(number).milestones.all()]
        for number in ("R1", "R2", "R3")
    }
    assert over == {
        "R1": [(True, ""), (False, ""), (False, "")],
        "R2": [(True, "")],
        "R3": [(False, "Förderung beendet")],
    }
    assert measure("R3").case.closed_at == NOW
    event = Event.objects.get(case=measure("R3").case_id, action="take_over_decided")
    said = ("decided_on", "decided_by", "reference", "ended_on", "ended_reason", "reports")
    assert [event.data[name] for name in said] == [
        "2023-02-03", "früher: Ausschuss für Soziales", "DS 23-0001", "2024-09-30",
        "Förderung beendet", [2023, 2024],
    ]  # fmt: skip
    assert event.actor_id is None
    assert StatusReport.objects.count() == 0
    assert_whole()


def test_days_that_are_over_speak_to_nobody(town):
    """A milestone of last year is late on the page; no mail and no rung says so."""
    taken(town, STOCK)
    assert Notification.objects.count() == 0
    assert town.open_tasks(measure("R1")) == [
        ("milestone", "youth-clerk"),
        ("milestone", "youth-clerk"),
        ("status_report", "youth-clerk"),
    ]
    past = Deadline.objects.get(case=measure("R1").case_id, due_on=date(2025, 10, 1))
    assert (past.rungs, past.next_rung_at) == ([], None)
    # Who is asked for the evaluation, and when: within six months of the end, and never after.
    assert deadlines("R2") == []
    assert deadlines("R5") == [("evaluation", date(2026, 4, 30))]
    assert deadlines("R3") == []
    for days in range(1, 30):
        climb(at=NOW + timedelta(days=days))
    assert not Reminder.objects.filter(deadline__due_on__lt=NOW.date()).exists()
    # A new day brings the ladder back.
    town.do(
        measure("R1"), "extend_deadline", "youth-head", deadline=str(past.pk), due_on="2026-05-04",
        text="Der Raum wird im Frühjahr frei.",
    )  # fmt: skip
    past.refresh_from_db()
    assert past.next_rung_at is not None


@pytest.mark.parametrize(("old", "new", "problems"), faults("stock_faults"))
def test_what_contradicts_is_told_at_its_cell(town, old, new, problems):
    assert told(town, changed(old, new)) == problems


def test_preview_shows_what_is_made_in_groups_and_writes_nothing(town):
    findings = looked_at(town, STOCK)
    assert {name: dict(made) for name, made in findings.groups.items()} == {
        "implementation": {"rows": 1, "milestones": 3, "reached": 1, "reports": 3},
        "completed": {"rows": 2, "milestones": 2, "reached": 2, "reports": 4},
        "discontinued": {"rows": 1, "milestones": 1, "reached": 0, "reports": 2},
        "resolved": {"rows": 1, "milestones": 1, "reached": 0, "reports": 1},
    }
    assert Measure.objects.count() == EarlierReport.objects.count() == 0


def test_office_that_was_closed_names_its_successor(town):
    """The successor of the successor, where that was closed too, and what to enter."""
    old, new = town.unit("health"), town.unit("social")
    old.valid_until, old.successor = date(2025, 12, 31), new
    old.save()
    assert told(town, changed("Kitaplätze;social", "Kitaplätze;health")) == (
        "Zeile 3, Spalte „federfuehrung“: „health“ wurde zum 31.12.2025 aufgelöst. Nachfolgerin ist"
        f" die Einheit „{new.name}“: Bitte tragen Sie diese ein."
    )


def test_same_list_again_changes_nothing_and_the_next_one_adds_its_year(town):
    taken(town, STOCK)
    known = years("R1")
    assert taken(town, STOCK) == [RowFate.UNCHANGED] * 5
    later = NOW.replace(year=2027)
    head, *rows = STOCK.split("\r\n")
    more = "\r\n".join(
        [f"{head};bericht_2026;ampel_2026", f"{rows[0]};Alle Gruppen laufen.;grün"]
        + [f"{row};;" for row in rows[1:] if row]
    )
    assert taken(town, more, at=later) == [RowFate.UPDATED, *[RowFate.UNCHANGED] * 4]
    assert years("R1") == [*known, (2026, "", "green", "Alle Gruppen laufen.", None, {})]
    corrected = changed("Es fehlt ein Raum.", "Es fehlen zwei Räume.", STOCK)
    assert taken(town, corrected, at=later)[0] == RowFate.UPDATED
    assert [row[3] for row in years("R1")] == [
        "Der Träger steht.",
        "Es fehlen zwei Räume.",
        "Zwei Räume gefunden.",
        "Alle Gruppen laufen.",
    ]
    # What has ended here takes nothing more, and says so; the others go on.
    closed = changed("Aufgegeben.", "Beendet.", STOCK)
    assert "ist beendet oder nicht aus einem Bestand übernommen" in taken(town, closed)[2]
    assert EarlierReport.objects.filter(measure=measure("R3"), text="Beendet.").count() == 0
    assert_whole()


def test_stock_without_reports_takes_them_from_lists_in_three_layouts(town):
    """Wide with the stock, a row per year, and a file per year with headings of its own."""
    yearly = [name for name in STOCK.splitlines()[0].split(";") if name[-2:].isdecimal()]
    assert taken(town, without(STOCK, *yearly)) == [NEW] * 5
    assert EarlierReport.objects.count() == 0
    closed = (
        f"Zeile 4, Spalte „nr“: Die Maßnahme {measure('R3').reference} ist beendet oder nicht aus"
        " einem Bestand übernommen; Berichte früherer Jahre lassen sich nicht ergänzen. Bitte"
        " löschen Sie die Zeile."
    )
    done = [RowFate.UPDATED] * 2
    assert taken(town, STOCK) == [*done, closed, *done]
    assert taken(town, LONG, kind="report") == [
        RowFate.UNCHANGED, RowFate.UPDATED, RowFate.UNCHANGED,
    ]  # fmt: skip
    assert years("R1")[2] == (
        2025, "running", "green", "Drei Räume gefunden.", "4000.00", {"Gruppen": "5"},
    )  # fmt: skip
    later = NOW.replace(year=2027)
    assert taken(town, OF_A_YEAR, kind="report", at=later) == [NEW, RowFate.UNCHANGED]
    assert years("R1")[3] == (2026, "", "green", "Alle Gruppen laufen.", "5250.00", {})
    assert taken(town, OF_A_YEAR, kind="report", at=later) == [RowFate.UNCHANGED] * 2
    assert Notification.objects.count() == 0


def test_reports_of_a_workbook_count_with_their_values(town):
    """A year and a sum are numbers there; a sheet that made a day of a figure says so."""
    taken(town, STOCK)
    head = ["lfd. Nr.", "Berichtsjahr", "Umsetzungsstand", "Ampelfarbe", "Ausgaben", "Zahlen"]
    rows = [
        ["R1", 2025, "in Umsetzung", "Gelb", 4000.5, "Gruppen: 5\nKinder: 60"],
        ["R4", 2025, "in Umsetzung", None, None, None],
        ["R2", 2024, None, None, None, date(2024, 3, 1)],
    ]
    fates = take(
        workbook([head, *rows]), source="bestand", by=town.person(KEEPER), clock=lambda: NOW,
        is_stock=True, kind="report",
    )  # fmt: skip
    first, second, third = fates
    assert first.fate == RowFate.UPDATED
    assert years("R1")[2][2:] == (
        "yellow", "Zwei Räume gefunden.", "4000.50", {"Gruppen": "5", "Kinder": "60"},
    )  # fmt: skip
    # What is not begun here cannot be reported as running.
    assert [(p.column, p.code) for p in second.problems] == [("jahr", "refused")]
    assert [(p.column, p.code) for p in third.problems] == [("Zahlen", "cell_day")]


@pytest.mark.parametrize(("old", "new", "problem"), faults("report_list_faults"))
def test_list_of_reports_tells_its_faults_at_the_cell(town, old, new, problem):
    taken(town, STOCK)
    assert told(town, changed(old, new, LONG), kind="report") == problem


def test_only_keepers_of_a_stock_bring_reports_and_only_to_what_was_taken_over(town):
    taken(town, STOCK)
    own = town.propose()
    town.do(own, "submit", "youth-head")
    text = f"nr;jahr;bericht\r\n{own.reference};2025;Neu\r\n"
    assert "nicht aus einem Bestand übernommen" in told(town, text, kind="report")
    lines = told(town, LONG, kind="report", by="youth-clerk").split("\n")
    denied = (
        "Beschlossene Maßnahmen dürfen nur das Kommunale Integrationszentrum und der Sitzungsdienst"
        " übernehmen."
    )
    assert [line.partition(": ")[2] for line in lines] == [denied] * 3
    text = f"nr;jahr;bericht\r\n{measure('R1').reference};2022;Vorlauf\r\n"
    assert taken(town, text, kind="report") == [NEW]
    assert [row[0] for row in years("R1")] == [2022, 2023, 2024, 2025]


OFFICE = "council_office-council_secretary"


def test_council_office_brings_reports_to_what_the_centre_has_taken_over(town):
    """It records what becomes of what was decided, whoever has brought the list."""
    taken(town, STOCK)
    assert told(town, LONG, kind="report", by=OFFICE) == ""
    assert taken(town, OF_A_YEAR, kind="report", by=OFFICE, at=NOW.replace(year=2027))[0] == NEW
    page = Person(town, OFFICE).get(f"/massnahmen/{measure('R3').case_id}/")
    assert page.shows("Aus einem Bestand übernommen", "Aufgegeben.", "Warum sehe ich das?")
    assert page.shows("sie hält fest, was die Gremien zu übernommenen Maßnahmen beschließen")


def test_rows_of_one_list_that_contradict_each_other_are_told_before(town):
    taken(town, STOCK)
    text = (
        "nr;jahr;stand\r\nR2;2025;abgeschlossen\r\nR2;2024;abgeschlossen\r\n"
        "R2;2023;abgeschlossen\r\n"
    )
    assert told(town, text, kind="report") == ""
    text = text.replace("R2;2025;abgeschlossen", "R2;2025;in_umsetzung")
    assert "„in Umsetzung“, obwohl" not in told(town, text.split("R2;2024")[0], kind="report")
    text = "nr;jahr;stand\r\nR2;2024;abgeschlossen\r\nR2;2025;in_umsetzung\r\n"
    assert told(town, text, kind="report") == (
        "Zeile 3, Spalte „jahr“: Der Bericht für 2025 sagt „in Umsetzung“, obwohl der für 2024"
        " schon „abgeschlossen“ gesagt hat. Bitte berichtigen Sie einen der beiden."
    )


def cost(town, text, source):
    with statements() as count:
        rows = take(
            file_of(text), source=source, by=town.person(KEEPER), clock=lambda: NOW, is_stock=True
        )
        assert {row.fate for row in rows} == {NEW}
    return count.sent


def test_row_costs_no_more_statements_for_more_years_and_milestones(town):
    head, row = STOCK.split("\r\n")[:2]
    years_of_it = [name for name in head.split(";") if name.endswith(("_2024", "_2025"))]
    small = without(f"{head}\r\n{row}\r\n", *years_of_it).replace("|2026-10-01 Zweite Gruppe", "")
    large = f"{head}\r\n{row}\r\n".replace("Zweite Gruppe", "Zweite Gruppe|2026-11-01 Dritte")
    cost(town, large, "warm")
    one, three = cost(town, small, "eins"), cost(town, large, "zwei")
    assert one == three
    second = row.replace("R1;", "R1b;")
    both = cost(town, f"{head}\r\n{row}\r\n{second}\r\n", "drei")
    assert both - three <= 60
