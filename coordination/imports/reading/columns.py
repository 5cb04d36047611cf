"""The columns of the list of measures: their names, what they hold and where it goes.

What each means to people stands in docs/massnahmenliste.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from workflows.spelling import folded

from ...council.enums import DecisionPath
from ...implementing.enums import ReportedState, TrafficLight
from ...measures.enums import CostType, Participation, Priority
from ...measures.models import Measure
from ...measures.queries.texts import NO_IMPACT
from . import cells
from .cells import Parser
from .problems import Problem, UnreadableFileError, shown

NUMBER = "number"
"""The key of a row in its list; no field of a measure."""

PRIORITIES = {"hoch": Priority.HIGH, "mittel": Priority.MEDIUM, "niedrig": Priority.LOW}
COST_TYPES = {
    "konsumtiv": CostType.CONSUMPTIVE,
    "investiv": CostType.INVESTIVE,
    "beides": CostType.BOTH,
}
PATHS = {
    "laufende_verwaltung": DecisionPath.CURRENT_ADMINISTRATION,
    "ausschuss": DecisionPath.COMMITTEE,
    "bezirksvertretung": DecisionPath.DISTRICT_COUNCIL,
    "rat": DecisionPath.COUNCIL,
}
TAKING_PART = {"geplant": Participation.PLANNED, "keine": Participation.NONE}
STANDS = {
    "entwurf": "",
    "beschlossen": "resolved",
    "in_umsetzung": "implementation",
    "abgeschlossen": "completed",
    "eingestellt": "discontinued",
}
"""How far a measure of a stock is, and where it lands."""
REPORTED = {
    "nicht_begonnen": ReportedState.NOT_BEGUN,
    "in_umsetzung": ReportedState.RUNNING,
    "abgeschlossen": ReportedState.COMPLETED,
    "eingestellt": ReportedState.STOPPED,
}
LIGHTS = {
    "grün": TrafficLight.GREEN,
    "gelb": TrafficLight.YELLOW,
    "rot": TrafficLight.RED,
    "grau": TrafficLight.GREY,
}
IMPACT_NAMES = {
    "vertrag": "contract",
    "zuwendung": "grant",
    "satzung": "bylaw",
    "grundsatz": "fundamental",
    "ratsvorbehalt": "council_catalogue",
    "stellen": "posts",
    "minderjaehrige": "minors",
    "schule": "school",
    "wohnen": "housing",
    "gesundheit": "health",
    "sicherheit": "security",
    "quartiersprogramm": "quarter",
    "personendaten": "personal_data",
    "gleichstellung": "equality",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name in the heading; without a field it is for people only."""

    name: str
    field: str
    parse: Parser
    is_needed: bool = False
    # Other names under which lists have it.
    aliases: tuple[str, ...] = ()
    # Stands in a heading with the year of which it speaks: `bericht_2025`.
    is_yearly: bool = False
    year: int = 0
    # As the file at hand calls it.
    heading: str = ""

    @property
    def label(self) -> str:
        """By what people find it in their file."""
        return self.heading or self.name

    @property
    def takes_days(self) -> bool:
        """Whether a day of the calendar may stand here; anywhere else a sheet made one of it."""
        return self.parse in {cells.day, cells.past_day, cells.milestones} or not self.field

    @property
    def takes_values(self) -> bool:
        """Whether the number behind a cell counts and not what its format makes of it."""
        return self.parse in {cells.day, cells.past_day, cells.money, cells.yes}


def _limit(field: str) -> int:
    limit: int = Measure._meta.get_field(field).max_length  # type: ignore[union-attr,assignment] # noqa: SLF001 - Django documents it
    return limit


def _strings(words: Mapping[str, str]) -> dict[str, str]:
    """Plain strings, as JSON and digests have them."""
    return {word: str(value) for word, value in words.items()}


REPORT: tuple[Column, ...] = (
    Column("bericht", "report_text", cells.prose, aliases=("sachstand", "text", "berichtstext")),
    Column(
        "stand", "report_state", cells.choice(_strings(REPORTED)),
        aliases=("berichtsstand", "umsetzungsstand", "status"),
    ),
    Column("ampel", "report_light", cells.choice(_strings(LIGHTS)), aliases=("ampelfarbe",)),
    Column(
        "ausgegeben_eur", "report_spent", cells.money,
        aliases=("ausgegeben", "ausgaben", "ausgaben_eur", "mittelabfluss"),
    ),
    Column("kennzahlen", "report_figures", cells.figures, aliases=("zahlen", "indikatoren")),
)  # fmt: skip
"""What a report of an earlier year says."""
YEARLY = tuple(replace(column, is_yearly=True) for column in REPORT)

COLUMNS: tuple[Column, ...] = (
    Column("nr", NUMBER, cells.number(_limit("source_number")), is_needed=True),
    Column("titel", "title", cells.line(_limit("title")), is_needed=True),
    Column("handlungsfelder", "fields_of_action", cells.entries("fields_of_action")),
    Column("zielgruppen", "target_groups", cells.entries("target_groups")),
    Column("federfuehrung", "lead", cells.unit, is_needed=True),
    Column("partner", "partners", cells.units),
    Column("externe_partner", "external_partners", cells.line(_limit("external_partners"))),
    Column("prioritaet", "priority", cells.choice(_strings(PRIORITIES))),
    Column("ziel", "goal", cells.prose),
    Column("sachverhalt", "facts", cells.prose),
    Column("beschlussvorschlag", "proposal", cells.prose),
    Column("kosten_eur", "cost", cells.money),
    Column("kostenart", "cost_type", cells.choice(_strings(COST_TYPES))),
    Column("deckung", "cover", cells.line(_limit("cover"))),
    Column("beginn", "starts_on", cells.day),
    Column("frist", "ends_on", cells.day),
    Column("weg", "decision_path", cells.choice(_strings(PATHS))),
    Column("bezirke", "districts", cells.entries("districts")),
    Column("teilziele", "serves", cells.entries("serves")),
    Column("beteiligung", "participation", cells.choice(_strings(TAKING_PART))),
    Column("beteiligung_text", "participation_words", cells.line(_limit("participation_words"))),
    Column("meilensteine", "milestones", cells.milestones),
    *(Column(name, f"impact_{impact}", cells.yes) for name, impact in IMPACT_NAMES.items()),
    Column("keine_auswirkung", NO_IMPACT, cells.yes),
    Column("stand", "state", cells.choice(STANDS)),
    Column("beschlossen_am", "decided_on", cells.past_day),
    Column("beschlossen_durch", "decided_by", cells.line(200)),
    Column("drucksache", "reference", cells.line(60)),
    Column("erreicht", "reached", cells.positions),
    Column("verantwortlich", "responsible", cells.person),
    Column("beendet_am", "ended_on", cells.past_day),
    Column("beendet_grund", "ended_reason", cells.line(200)),
    *YEARLY,
    Column("quelle", "", cells.prose),
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


_OF_YEAR = re.compile(r"(?P<name>[a-z_]+?)_?(?P<year>(?:19|20)\d\d)")
YEAR = "report_year"
"""The column of a list whose rows are a report each."""


def column_of(field: str, columns: Sequence[Column] = COLUMNS) -> str:
    """The name of the column that fills a field; empty if none does."""
    stem, _dash, year = field.partition("-")
    if stem == "reports" and year:
        is_long = any(column.field == YEAR for column in columns)
        return "jahr" if is_long else f"bericht_{year}"
    return next((column.name for column in columns if stem and column.field == stem), "")


def recognised(cells_: Sequence[str], columns: Sequence[Column] = COLUMNS) -> int:
    """How many of these cells are names of columns."""
    return sum(_named(cell, columns) is not None for cell in cells_)


def read_heading(
    row: int, heading: Sequence[str], columns: Sequence[Column] = COLUMNS
) -> list[Column]:
    """The columns in the order of the file; UnreadableFileError names all that is wrong."""
    found = [_named(cell, columns) for cell in heading]
    problems = list(_problems(row, found, heading, columns))
    if problems:
        raise UnreadableFileError(*problems)
    return [column for column in found if column]


def _named(cell: str, columns: Sequence[Column]) -> Column | None:
    """The column of which a cell is the name, or another name, or the name with a year."""
    for name in dict.fromkeys((_plain(cell), _words(cell))):
        of_year = _OF_YEAR.fullmatch(name)
        for column in columns:
            names = (column.name, *column.aliases)
            heading = "" if name.startswith(column.name) else cell.strip()[:60]
            if not column.is_yearly and name in names:
                return replace(column, heading=heading)
            if column.is_yearly and of_year and of_year["name"] in names:
                year = of_year["year"]
                name_of_year = f"{column.name}_{year}"
                return replace(column, name=name_of_year, year=int(year), heading=heading)
    return None


def _problems(
    row: int,
    found: Sequence[Column | None],
    heading: Sequence[str],
    columns: Sequence[Column],
) -> Iterator[Problem]:
    counted = Counter(column.name for column in found if column)
    for needed in columns:
        if needed.is_needed and needed.name not in counted:
            yield Problem(row, "", "column_missing", {"column": needed.name})
    for column, cell in zip(found, heading, strict=True):
        if column is None:
            place = shown({"": cell})[""][:60] or "?"
            free = [one.name for one in columns if one.name not in counted and not one.is_yearly]
            guess = _guess(_words(cell), free, columns)
            if guess:
                yield Problem(row, place, "column_unknown_guess", {"guess": guess})
            else:
                yield Problem(row, place, "column_unknown")
        elif counted[column.name] > 1:
            counted[column.name] = 0
            yield Problem(row, column.name, "column_twice")


def _guess(name: str, free: Sequence[str], columns: Sequence[Column]) -> str:
    """The column that may be meant; with the year where one is named."""
    of_year = _OF_YEAR.fullmatch(name)
    yearly = [column.name for column in columns if column.is_yearly]
    if of_year and yearly:
        close = get_close_matches(of_year["name"][:60], yearly, n=1)
        return f"{close[0]}_{of_year['year']}" if close else ""
    close = get_close_matches(name[:60], free, n=1)
    return close[0] if close else ""


def _plain(cell: str) -> str:
    """A heading as it would be written here: small, without umlauts, words joined."""
    return re.sub(r"[ _-]+", "_", folded(cell).translate(_UMLAUTS))


def _words(cell: str) -> str:
    """The same without what is neither letter nor digit: “Ausgaben 2025 (€)”, “Nr.”."""
    return re.sub(r"[^a-z0-9]+", "_", _plain(cell)).strip("_")
