"""A text made plain: small letters, no umlauts, abbreviations written out, key words mended."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from .vocabulary import ABBREVIATIONS, SPLIT_WORDS, known_word

LONGEST = 1_000
"""Characters of the longest text that is read as a result; what is longer is no result."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SLASHES = re.compile(r"(?<![\d/.])(\d{1,3}) ?/ ?(\d{1,3}) ?/ ?(\d{1,3})(?![\d/.])")
RUN = re.compile(r"(?:[^\W\d_]|\ufffd)+")


@dataclass(frozen=True, slots=True)
class Plain:
    """The plain text, and the text as it was written but for its blanks."""

    text: str
    written: str


def plain(text: str) -> Plain:
    """What the rules read; empty if the text is no result by its length alone."""
    if len(text) > LONGEST * 2:
        return Plain("", "")
    written = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    written = " ".join(_CONTROLS.sub(" ", written).split())
    if len(written) > LONGEST:
        return Plain("", written)
    return Plain(simplify(written), written)


def simplify(written: str) -> str:
    """Small letters, umlauts as two, abbreviations written out, key words without their errors."""
    found = fold(written)
    for pattern, full in ABBREVIATIONS:
        found = pattern.sub(f"{full} ", found)
    found = _SLASHES.sub(r"\1:\2:\3", found)
    # A hyphen joins: Ja-Stimmen, Haupt- und Finanzausschuss.
    found = re.sub(r"(?<=\w)-(?=\w)", " ", found).replace("/", ",")
    found = RUN.sub(lambda word: known_word(word[0]), found)
    found = re.sub(r"\s+", " ", SPLIT_WORDS.sub("zurueck", found)).strip()
    return re.sub(r"\bstimmen gleichheit\b", "stimmengleichheit", found)


def fold(written: str) -> str:
    """Small letters, umlauts written as two letters."""
    return written.casefold().translate(_PLAIN)
