"""The columns of the list of measures: their names, what they hold and where it goes.

What each means to people stands in docs/massnahmenliste.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from workflows.spelling import folded

from ...council.enums import DecisionPath
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
STANDS = {"entwurf": "", "beschlossen": "resolved", "in_umsetzung": "implementation"}
"""How far a measure of a stock is, and where it lands."""
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
    Column("quelle", "", cells.prose),
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def column_of(field: str, columns: Sequence[Column] = COLUMNS) -> str:
    """The name of the column that fills a field; empty if none does."""
    stem = field.partition("-")[0]
    return next((column.name for column in columns if stem and column.field == stem), "")


def recognised(cells_: Sequence[str], columns: Sequence[Column] = COLUMNS) -> int:
    """How many of these cells are names of columns."""
    known = {column.name for column in columns}
    return sum(_plain(cell) in known for cell in cells_)


def read_heading(
    row: int, heading: Sequence[str], columns: Sequence[Column] = COLUMNS
) -> list[Column]:
    """The columns in the order of the file; UnreadableFileError names all that is wrong."""
    names = [_plain(cell) for cell in heading]
    known = {column.name: column for column in columns}
    problems = list(_problems(row, names, heading, known))
    if problems:
        raise UnreadableFileError(*problems)
    return [known[name] for name in names]


def _problems(
    row: int, names: Sequence[str], heading: Sequence[str], known_: Mapping[str, Column]
) -> Iterator[Problem]:
    for column in known_.values():
        if column.is_needed and column.name not in names:
            yield Problem(row, "", "column_missing", {"column": column.name})
    counted = Counter(names)
    for name, cell in zip(names, heading, strict=True):
        place = shown({"": cell})[""][:60] or "?"
        if name not in known_:
            free = [known for known in known_ if known not in counted]
            close = get_close_matches(name[:60], free, n=1)
            if close:
                yield Problem(row, place, "column_unknown_guess", {"guess": close[0]})
            else:
                yield Problem(row, place, "column_unknown")
        elif counted[name] > 1:
            counted[name] = 0
            yield Problem(row, name, "column_twice")


def _plain(cell: str) -> str:
    """A heading as it would be written here: small, without umlauts, words joined."""
    return re.sub(r"[ _-]+", "_", folded(cell).translate(_UMLAUTS))
