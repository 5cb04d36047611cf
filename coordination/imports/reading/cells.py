"""Reading one cell: tolerant in form, strict in meaning. Everything raises CellError."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError

from workflows.calendars import local_date
from workflows.forms.fields import GermanDateField, GermanMoneyField
from workflows.spelling import folded, numeral, one_line, tidied

from .names import Names
from .problems import CellError

LONGEST_TEXT = 20_000
LONGEST_MILESTONE = 200
_FIRST, _LAST = date(1990, 1, 1), date(2100, 12, 31)

_MONEY = GermanMoneyField(required=False, max_value=Decimal("999999999999.99"))
_DATE = GermanDateField(required=False)
_DAY = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\s*\d{1,2}\.\s*(?:\d{4}|\d{2})"
# Exports write a day as its first moment.
_MOMENT = re.compile(
    r"(?P<day>\S+?)[T ](?P<time>\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(?P<zone>Z|[+-]\d\d:?\d\d)?"
)
_MILESTONE = re.compile(rf"({_DAY})(?:[T ]0?0:00(?::00(?:[.,]0+)?)?)?[:,]?\s+(\S.*)")
# What is left of letters that an earlier program has read in a wrong encoding.
_BROKEN = re.compile("\ufffd|Ã[¤¶¼Ÿ„–œ]|â‚¬|â€[“”žœ]")  # noqa: RUF001 - that is how they look
_SHEET_ERROR = re.compile(
    r"#(REF|NAME|VALUE|DIV/0|N/A|NULL|NUM|SPILL|CALC|NV|BEZUG|WERT|ZAHL)[!?]?"
)

_YES = frozenset({"ja", "j", "x", "1", "yes", "y", "true", "wahr"})
_NO = frozenset({"", "nein", "n", "0", "no", "false", "falsch", "-"})

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

Parser = Callable[[str, Names], object]


def cleaned(text: str) -> str:
    """The text of a cell in its normal form, without spaces around it."""
    text = tidied(text).strip()
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t" for c in text):
        raise CellError("cell_characters")
    if _BROKEN.search(text):
        raise CellError("cell_letters", value=text)
    if _SHEET_ERROR.fullmatch(text):
        raise CellError("cell_error", value=text)
    return text


def line(limit: int) -> Parser:
    """One line of text."""

    def parse(text: str, _names: Names) -> str:
        return _within(one_line(text), limit)

    return parse


def number(limit: int) -> Parser:
    """The number of a row: the same, whatever dash was typed."""

    def parse(text: str, _names: Names) -> str:
        return _within(numeral(text), limit)

    return parse


def prose(text: str, _names: Names) -> str:
    """A text of any number of lines."""
    return _within(text, LONGEST_TEXT)


def money(text: str, _names: Names) -> str | None:
    """A sum in euros as decimal text; None where nothing stands."""
    try:
        value = _MONEY.clean(text)
    except ValidationError as error:
        codes = {"min_value": "sum_negative", "max_value": "sum_large"}
        raise CellError(codes.get(_code(error), "sum"), value=text) from None
    return None if value is None else str(value)


def day(text: str, names: Names) -> str | None:
    """A date as ISO text; None where nothing stands."""
    try:
        value = _DATE.clean(_day_in(text))
    except ValidationError as error:
        code = "date_impossible" if _code(error) == "impossible" else "date"
        raise CellError(code, value=text) from None
    if value is None:
        return None
    if not _FIRST <= value <= _LAST:
        bounds = {"first": f"{_FIRST:%d.%m.%Y}", "last": f"{_LAST:%d.%m.%Y}"}
        raise CellError("date_far", value=text, **bounds)
    if names.not_before and value < names.not_before:
        raise CellError("date_past", value=text)
    return str(value.isoformat())


def _day_in(text: str) -> str:
    """The day of a moment that is the first of it, by its own clock or by the city's."""
    found = _MOMENT.fullmatch(one_line(text))
    if not found:
        return text
    if not re.sub(r"[0:.,]", "", found["time"]):
        return found["day"]
    try:
        moment = datetime.fromisoformat(found[0])
    except ValueError:
        return text
    is_first = moment.tzinfo and local_date(moment) > local_date(moment - timedelta(seconds=1))
    return local_date(moment).isoformat() if is_first else text


def past_day(text: str, names: Names) -> str | None:
    """The same of a day on which something has happened: not after today."""
    found = day(text, replace(names, not_before=None))
    if found and names.today and date.fromisoformat(found) > names.today:
        raise CellError("date_future", value=text)
    return found


def positions(text: str, _names: Names) -> list[int]:
    """Numbers of milestones, counted from 1 in the order of their dates."""
    parts = [part.strip() for part in re.split(r"[,;|\s]+", text) if part.strip()]
    if not all(part.isdecimal() and len(part) < 4 and int(part) for part in parts):  # noqa: PLR2004 - the digits of a part
        raise CellError("positions", value=text)
    return sorted({int(part) for part in parts})


def choice(words: Mapping[str, str]) -> Parser:
    """One of some words, or nothing; the keys are what is documented."""
    known = {_spelt(word): value for word, value in words.items()}

    def parse(text: str, _names: Names) -> str:
        found = known.get(_spelt(text)) if text else ""
        if found is None:
            raise CellError("choice", value=text, choices=", ".join(words))
        return found

    return parse


def _spelt(word: str) -> str:
    return folded(word).replace("_", " ").translate(_UMLAUTS)


def yes(text: str, _names: Names) -> bool:
    """Ja or nein; nothing means nein."""
    word = folded(text)
    if word not in _YES | _NO:
        raise CellError("choice", value=text, choices="ja, nein")
    return word in _YES


def unit(text: str, names: Names) -> int | None:
    """The id of one unit; None where nothing stands."""
    return names.unit(text) if text else None


def units(text: str, names: Names) -> list[int]:
    """The ids of units."""
    return sorted({names.unit(part) for part in several(text)})


def entries(field: str) -> Parser:
    """The ids of entries of a catalogue."""

    def parse(text: str, names: Names) -> list[int]:
        return sorted({names.others[field].find(part) for part in several(text)})

    return parse


def entry(field: str) -> Parser:
    """The id of one entry; None where nothing stands."""

    def parse(text: str, names: Names) -> int | None:
        return names.others[field].find(text) if text else None

    return parse


def milestones(text: str, names: Names) -> list[dict[str, object]]:
    """Milestones in the order of their dates, as the act `edit` takes them."""
    found = []
    for part in several(text):
        match = _MILESTONE.fullmatch(" ".join(part.split()))
        if not match:
            raise CellError("milestone", value=part)
        if len(match[2]) > LONGEST_MILESTONE:
            raise CellError("milestone_long", limit=LONGEST_MILESTONE)
        found.append({"id": None, "title": match[2], "due_on": day(match[1], names)})
    return sorted(found, key=lambda stone: str(stone["due_on"]))


def person(text: str, names: Names) -> object:
    """The id of somebody who holds a desk, by name or address; None where nothing stands."""
    if not text or not names.is_stock:
        return text or None
    return names.people.find(text)


def year(text: str, _names: Names) -> int | None:
    """A year as it is written; None where nothing stands."""
    if not text:
        return None
    if not re.fullmatch(r"(19|20)\d\d", text):
        raise CellError("year", value=text)
    return int(text)


def figures(text: str, _names: Names) -> list[dict[str, str]]:
    """Figures with their names: “Teilnehmende: 120”."""
    found = []
    for part in several(text):
        name, colon, value = (one_line(word) for word in part.partition(":"))
        if not (name and colon and value):
            raise CellError("figure", value=part)
        if max(len(name), len(value)) > LONGEST_MILESTONE:
            raise CellError("cell_long", length=len(part), limit=LONGEST_MILESTONE)
        found.append({"name": name, "value": value})
    return found


def several(text: str) -> list[str]:
    """The values of a cell: between vertical lines or on lines of their own."""
    return [part.strip() for part in re.split(r"[|\n]", text) if part.strip()]


def _within(text: str, limit: int) -> str:
    if len(text) > limit:
        raise CellError("cell_long", length=len(text), limit=limit)
    return text


def _code(error: ValidationError) -> str:
    return str(error.error_list[0].code)
