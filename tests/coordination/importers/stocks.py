"""A stock of running measures with three years of reports, and the reports in three layouts."""

import csv
import io
from pathlib import Path

from coordination.imports.reading import check, take
from coordination.measures.models import Measure
from tests.coordination.importers.samples import file_of
from tests.town import NOW

STOCK = (
    "nr;titel;federfuehrung;beginn;weg;meilensteine;erreicht;stand;beschlossen_am;"
    "beschlossen_durch;drucksache;verantwortlich;beendet_am;beendet_grund;"
    "bericht_2023;stand_2023;ampel_2023;ausgegeben_eur_2023;kennzahlen_2023;"
    "bericht_2024;stand_2024;ampel_2024;bericht_2025;stand_2025\r\n"
    "R1;Lesepaten;youth;01.01.2023;rat;2023-06-30 Träger gefunden|2025-10-01 Erste Gruppe|"
    "2026-10-01 Zweite Gruppe;1;in_umsetzung;24.11.2022;Rat;DS 22-0815;youth-clerk@town.example;"
    ";;Der Träger steht.;in_umsetzung;grün;1.200,50;Gruppen: 3|Kinder: 41;"
    "Es fehlt ein Raum.;in_umsetzung;gelb;Zwei Räume gefunden.;in_umsetzung\r\n"
    "R2;Kitaplätze;social;01.03.2023;rat;2023-10-01 Plätze da;;abgeschlossen;24.11.2022;Stadtrat;"
    "DS 22-0816;;30.06.2025;;Läuft.;in_umsetzung;gruen;;;Läuft.;in_umsetzung;;Fertig.;"
    "abgeschlossen\r\n"
    "R3;Sprachmobil;youth;;ausschuss;2024-05-01 Fahrzeug;;eingestellt;03.02.2023;"
    "früher: Ausschuss für Soziales;DS 23-0001;;30.09.2024;Förderung beendet;"
    ";nicht_begonnen;rot;;;Aufgegeben.;eingestellt;;;\r\n"
    "R4;Beratung;school;;laufende_verwaltung;2026-12-01 Eröffnung;;beschlossen;24.11.2025;"
    "Verwaltungsvorstand;AZ 7;;;;;;;;;;;;;nicht_begonnen\r\n"
    "R5;Sommerfest;youth;;rat;2025-10-01 Fest;;abgeschlossen;24.11.2024;council;DS 24-0002;;"
    "31.10.2025;;;;;;;;;;War gut besucht.;abgeschlossen\r\n"
)
FIRST = "\r\n".join([*STOCK.split("\r\n")[:2], ""])
KEEPER = "centre-head"

LONG = (
    "Nr.;Berichtsjahr;Maßnahme;Status;Ampel;Sachstand;Ausgaben (€);Indikatoren\r\n"
    "R1;2024;Lesepaten;in Umsetzung;Gelb;Es fehlt ein Raum.;;\r\n"
    "R1;2025;Lesepaten;in Umsetzung;Grün;Drei Räume gefunden.;4.000;Gruppen: 5\r\n"
    "R4;2025;Beratung;nicht begonnen;;;;\r\n"
)
"""Each row is the report of a year; its headings are those of another office."""

OF_A_YEAR = (
    "Lfd. Nr.;Titel;Ampel 2026;Sachstand 2026;Ausgaben 2026 (€);Quelle\r\n"
    "R1;Lesepaten im Stadtteil;grün;Alle Gruppen laufen.;5.250;A\r\n"
    "R4;Beratung;;;;A\r\n"
)
"""A file for one year, which stands in its headings."""

TABLES = Path(__file__).parents[2] / "tables"


def faults(table: str) -> list[tuple[str, str, str]]:
    """What to replace by what in a list, and the problems it makes."""
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [
            (row["old"], row["new"], row["problems"].replace("\\n", "\n"))
            for row in csv.DictReader(file, strict=True)
        ]


def changed(old: str, new: str, text: str = STOCK) -> str:
    """The list with one place changed, which must be there."""
    assert old in text, old
    return text.replace(old, new, 1)


def looked_at(town, text: str, *, kind: str = "measure", by: str = KEEPER, at=NOW):
    """What a check finds."""
    person = town.person(by)
    return check(file_of(text), source="bestand", by=person, at=at, is_stock=True, kind=kind)


def told(town, text: str, **more) -> str:
    """The problems without the hint, one a line."""
    found = looked_at(town, text, **more).problems
    return "\n".join(str(problem) for problem in found if problem.code != "lands_decided")


def taken(town, text: str, *, kind: str = "measure", by: str = KEEPER, at=NOW):
    """The rows of a list, taken: each fate, or the problems."""
    rows = take(
        file_of(text), source="bestand", by=town.person(by), clock=lambda: at, is_stock=True,
        kind=kind,
    )  # fmt: skip
    return [row.fate or "\n".join(str(problem) for problem in row.problems) for row in rows]


def measure(number: str) -> Measure:
    """A measure of the stock."""
    return Measure.objects.select_related("case").get(source="bestand", source_number=number)


def years(number: str) -> list[tuple[object, ...]]:
    """What is known of its years."""
    rows = measure(number).earlier_reports.order_by("year")
    return [
        (row.year, row.state, row.light, row.text, row.spent and str(row.spent),
         {one["name"]: one["value"] for one in row.figures})
        for row in rows
    ]  # fmt: skip


def without(text: str, *columns: str) -> str:
    """The list without these columns."""
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    kept = [name for name in rows[0] if name not in columns]
    file = io.StringIO()
    writer = csv.DictWriter(file, kept, delimiter=";", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()
