"""Which characters our fonts can show, and what stands for those that they cannot.

A document that shows an empty box says less than was written, and PDF/UA forbids it: such a
character is named by its number instead.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"

BREAK = "\u200b"
"""Invisible: here a long word may go on in the next line."""

LONGEST = 40
"""A word with more letters than that is broken wherever the line ends."""

_PIECE = 10
_LINES = {"\r\n": "\n", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n",
          "\u2028": "\n", "\u2029": "\n\n", "\t": "    ", "\ufeff": ""}  # fmt: skip
_ENDS = re.compile("|".join(map(re.escape, _LINES)))
# They would turn round what stands beside them: what is signed is read as it was typed.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Without a picture of their own; the typesetter leaves them out.
_SILENT = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f")


def printable(words: str, *, longest: int = LONGEST) -> str:
    """The same words as our fonts can show them: lines kept, very long words breakable.

    A character that no font of ours has becomes its number, such as [U+4E2D].
    """
    lined = _ENDS.sub(lambda found: _LINES[found[0]], words)
    shown = "".join(map(_shown, lined))
    long_word = rf"\S{{{longest + 1},}}"
    return re.sub(long_word, lambda found: BREAK.join(_pieces(found[0])), shown)


def _shown(character: str) -> str:
    if character == "\n" or character in _SILENT:
        return character
    if character in _TURNING or ord(character) not in known_characters():
        return f"[U+{ord(character):04X}]"
    return character


def _pieces(word: str) -> Iterator[str]:
    for start in range(0, len(word), _PIECE):
        yield word[start : start + _PIECE]


@cache
def known_characters() -> frozenset[int]:
    """Every code point that one of our fonts has a picture for."""
    return frozenset(
        point for font in FONTS.glob("*.ttf") for point in _code_points(font.read_bytes())
    )


def _code_points(font: bytes) -> Iterator[int]:
    """The code points of a TrueType font, from its table `cmap` (formats 4 and 12)."""
    (count,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(count))
    start = next(offset for tag, _sum, offset, _length in records if tag == b"cmap")
    (tables,) = struct.unpack_from(">H", font, start + 2)
    for number in range(tables):
        _platform, _encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * number)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if form == _SEGMENTS:
            yield from _of_segments(font, start + offset)
        elif form == _GROUPS:
            yield from _of_groups(font, start + offset)


_SEGMENTS, _GROUPS = 4, 12
_LAST = 0xFFFF


def _of_segments(font: bytes, start: int) -> Iterator[int]:
    (double,) = struct.unpack_from(">H", font, start + 6)
    half = double // 2
    ends = struct.unpack_from(f">{half}H", font, start + 14)
    begins = struct.unpack_from(f">{half}H", font, start + 16 + double)
    deltas = struct.unpack_from(f">{half}H", font, start + 16 + 2 * double)
    ranges = start + 16 + 3 * double
    offsets = struct.unpack_from(f">{half}H", font, ranges)
    for place, (begin, end, delta, offset) in enumerate(
        zip(begins, ends, deltas, offsets, strict=True)
    ):
        for point in range(begin, min(end, _LAST - 1) + 1):
            glyph = point
            if offset:
                at = ranges + 2 * place + offset + 2 * (point - begin)
                (glyph,) = struct.unpack_from(">H", font, at)
            if offset == 0 or glyph:
                glyph = (glyph + delta) & _LAST
            if glyph:
                yield point


def _of_groups(font: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">L", font, start + 12)
    for number in range(count):
        begin, end, glyph = struct.unpack_from(">LLL", font, start + 16 + 12 * number)
        yield from range(begin if glyph else begin + 1, end + 1)
