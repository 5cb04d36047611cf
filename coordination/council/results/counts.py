"""How many voted how, as a text says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .vocabulary import NUMBERS

_NUMBER = r"(?P<n>\d{1,4}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
_NUMBER_2 = _NUMBER.replace("<n>", "<m>")
_DIGITS = r"(\d{1,4})"
_GAP = r"[ :.=,-]{0,3}"

_LABELS: Mapping[str, str] = {
    "yes": r"(?:ja(?: ?stimmen?)?|jastimmen?|stimmen? dafuer|dafuer|fuerstimmen?)",
    "no": r"(?:nein(?: ?stimmen?)?|neinstimmen?|stimmen? dagegen|dagegen)",
    "abstentions": r"(?:(?:stimm ?)?enthaltung(?:en)?)",
    "against": r"(?:gegen ?stimmen?)",
}
_LETTERS: Mapping[str, str] = {"yes": "j", "no": "n", "abstentions": "e"}

_ADJECTIVES = r"(?: (?:abgegebenen?|gueltigen?))?"
_BEFORE = {
    key: re.compile(rf"(?<![\w:.]){_NUMBER}{_ADJECTIVES}[ ,]?(?:x |mal )?-? ?{label}\b")
    for key, label in _LABELS.items()
}
_AFTER = {
    key: re.compile(rf"\b{label} ?[:=] ?{_NUMBER}(?![\w:.]\d|\w)") for key, label in _LABELS.items()
}
_AFTER["abstentions"] = re.compile(
    rf"\b{_LABELS['abstentions']} ?[:=]? ?{_NUMBER}(?![\w:.]\d|\w| ?(?:ja|nein|gegen|stimm|x))"
)
_SHORT = {
    key: re.compile(rf"(?<!\w){letter}{_GAP}{_DIGITS}(?!\w)|(?<![\w:.]){_DIGITS} ?{letter}(?!\w)")
    for key, letter in _LETTERS.items()
}
_TRIPLE = re.compile(r"(?<![\d:.])(\d{1,4}) ?: ?(\d{1,4}) ?: ?(\d{1,4})(?! ?:|\.?\d)(?: stimmen)?")
_PAIR = re.compile(
    r"(?<![\d:.])(\d{1,4}) ?: ?(\d{1,4})(?! ?:|\.?\d) stimmen|"
    r"(?<=mit )(\d{1,4}) ?: ?(\d{1,4})(?! ?:|\.?\d)|"
    r"\((\d{1,4}) ?: ?(\d{1,4})\)"
)
_AGAINST_EACH = re.compile(
    rf"(?<![\w:.]){_NUMBER}(?: ja)?(?: stimmen)? (?:gegen|zu) {_NUMBER_2} stimmen(?! dagegen)"
)
_JA_AGAINST = re.compile(
    rf"(?<![\w:.]){_NUMBER} ja ?-?(?: stimmen)? (?:gegen|zu) {_NUMBER_2} nein(?: stimmen)?"
)
_IN_ORDER = re.compile(
    rf"(?<!\d )\bja(?: stimmen)? {_DIGITS},? nein(?: stimmen)? {_DIGITS}"
    rf"(?:,? enthaltung(?:en)? {_DIGITS})?(?! \w*stimmen)"
)
_AGAINST_SOME = re.compile(rf"\bgegen {_NUMBER} stimmen?\b")

_CLOCK = re.compile(r"\d{1,2}[:.]\d{2} uhr|\d{1,2}\.\d{1,2}\.(?:\d{2,4})?")


@dataclass(slots=True)
class Counts:
    """Votes as stated; `rest` is the text without them, `is_twice` if it states one twice.

    `against` counts voices against whatever was decided; `pair` is "13 to 4", whose first number
    is of those who prevailed.
    """

    rest: str
    yes: int | None = None
    no: int | None = None
    abstentions: int | None = None
    against: int | None = None
    pair: tuple[int, int] | None = None
    is_twice: bool = False


def _value(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS[text]


def read_counts(text: str) -> Counts:
    """Every number of votes in a plain text."""
    counts = Counts(_CLOCK.sub(" ", text))
    _read_groups(counts)
    for patterns in (_AFTER, _BEFORE):
        for key, pattern in patterns.items():
            _take(counts, key, pattern)
    if all(pattern.search(counts.rest) for key, pattern in _SHORT.items() if key != "abstentions"):
        for key, pattern in _SHORT.items():
            _take(counts, key, pattern)
    if counts.against is None and counts.no is None:
        _take(counts, "against", _AGAINST_SOME)
    return counts


def _read_groups(counts: Counts) -> None:
    """Numbers that say together what they count: 39:1:5, 13 to 4."""
    for match in _groups(counts.rest):
        if counts.yes is not None or counts.pair is not None:
            counts.is_twice = True
        values = [_value(text) for text in match.groups() if text is not None]
        if match.re is _AGAINST_EACH:
            counts.pair = (values[0], values[1])
        else:
            counts.yes, counts.no, *others = values
            counts.abstentions = others[0] if others else counts.abstentions
        counts.rest = counts.rest.replace(match[0], " ", 1)


def _groups(text: str) -> Iterator[re.Match[str]]:
    for pattern in (_IN_ORDER, _TRIPLE, _PAIR, _JA_AGAINST, _AGAINST_EACH):
        for match in pattern.finditer(text):
            yield match
            text = text.replace(match[0], " ", 1)


def _take(counts: Counts, key: str, pattern: re.Pattern[str]) -> None:
    for match in pattern.finditer(counts.rest):
        value = _value(next(text for text in match.groups() if text is not None))
        if getattr(counts, key) not in (None, value):
            counts.is_twice = True
        setattr(counts, key, value)
    counts.rest = pattern.sub(" ", counts.rest)
