"""In which encoding a text file is written: told by what it contains, never guessed blindly.

Any eight bits are letters in MacRoman and in the code pages of DOS, so that a wrong guess reads
without an error: „GŠrten“ for „Gärten“. What tells them apart is where the letters stand.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

_CHUNK = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BYTES = ("cp1252", "mac_roman", "cp850")
"""Encodings of one byte for each letter, the likeliest first."""

# No text holds these; a wrong encoding or a file of another kind does.
_STRANGE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UMLAUTS = frozenset("äöüÄÖÜß")
_INSIDE = frozenset("’‘´·•–\u00ad")  # noqa: RUF001 - what may stand between two letters
_ODD = -5
_LOOKED_AT = 20_000


class UnreadableTextError(ValueError):
    """No encoding makes a text of this; `line` is where the likeliest one fails, from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def encoding_of(file: BinaryIO) -> str:
    """The encoding in which the whole file can be read; raises UnreadableTextError.

    UTF-8 and UTF-16 show by their form, Windows-1252, MacRoman and DOS by their plausibility.
    """
    file.seek(0)
    head = file.read(_CHUNK)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _first_that_fits(file, [encoding])
    try:
        return _first_that_fits(file, [*_wide_without_mark(head), "utf-8"])
    except UnreadableTextError:
        return _likeliest(file)


def is_text(file: BinaryIO) -> bool:
    """Whether some encoding makes a text without control characters of the whole file."""
    file.seek(0)
    head = file.read(_CHUNK)
    wide = ["utf-16"] if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else []
    encodings = [*wide, *_wide_without_mark(head), "utf-8", *_BYTES]
    return any(not _first_unreadable(file, encoding) for encoding in encodings)


def _first_that_fits(file: BinaryIO, encodings: list[str]) -> str:
    line = 0
    for encoding in encodings:
        line = _first_unreadable(file, encoding)
        if not line:
            return encoding
    raise UnreadableTextError(line)


def _wide_without_mark(head: bytes) -> list[str]:
    """UTF-16 without its mark shows by the zero bytes of the plain letters."""
    odd, even = head[1::2].count(0), head[::2].count(0)
    if odd > len(head) // 8:
        return ["utf-16-le"]
    return ["utf-16-be"] if even > len(head) // 8 else []


def _first_unreadable(file: BinaryIO, encoding: str) -> int:
    """The line in which the encoding fails; 0 if it does not."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    while True:
        chunk = file.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return line + _readable_lines(error, encoding)
        strange = _STRANGE.search(text)
        if strange:
            return line + text.count("\n", 0, strange.start())
        if not chunk:
            return 0
        line += text.count("\n")


def _readable_lines(error: UnicodeDecodeError, encoding: str) -> int:
    readable = error.object[: error.start].decode(encoding, errors="replace")
    return readable.count("\n")


def _likeliest(file: BinaryIO) -> str:
    """The encoding of single bytes whose letters stand where letters stand."""
    fails = {encoding: _first_unreadable(file, encoding) for encoding in _BYTES}
    marks = {name: _plausibility(file, name) for name, line in fails.items() if not line}
    best = max(marks, key=lambda name: marks[name], default="")
    # Windows needs no umlaut to be believed, the rare ones do.
    if not best or marks[best] < (best != _BYTES[0]):
        raise UnreadableTextError(fails["cp1252"] or _first_doubt(file))
    return best


def _plausibility(file: BinaryIO, encoding: str) -> int:
    weights = (weight for _line, weight in _weights(file, encoding))
    return sum(islice(weights, _LOOKED_AT))


def _first_doubt(file: BinaryIO) -> int:
    return next((line for line, weight in _weights(file, _BYTES[0]) if weight < 0), 1)


def _weights(file: BinaryIO, encoding: str) -> Iterator[tuple[int, int]]:
    """The line of each letter beyond ASCII, and how well it stands where it stands."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        line = 1
        while chunk := text.read(_CHUNK):
            for found in re.finditer("[^\x00-\x7f]", chunk):
                at = found.start()
                yield line + chunk.count("\n", 0, at), _weight(chunk, at)
            line += chunk.count("\n")
    finally:
        text.detach()


def _weight(text: str, at: int) -> int:
    """2 for an umlaut in a word, 1 for another letter, less than 0 for what stands in no word."""
    letter, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if not letter.isalpha():
        is_inside = before.isalpha() and after.isalpha() and letter not in _INSIDE
        return _ODD if is_inside or "\u2500" <= letter <= "\u259f" else 0
    if letter == "ß":
        return 2 if before.isalpha() and before != "ß" else _ODD
    if letter.isupper() and before.isalpha() and (before.islower() or after.islower()):
        return _ODD
    if before.isalpha() or after.isalpha():
        return 2 if letter in _UMLAUTS else 1
    return -1
