"""One normal form for what people type, paste and upload, so that what looks alike is alike.

Spreadsheets, web pages and other systems bring letters taken apart (u and two dots for ü), soft
hyphens, marks of no width, spaces and dashes of many kinds. Nobody sees them, and no search finds
what is spelt with them.
"""

from __future__ import annotations

import re
import unicodedata

# What has no width: Unicode's Default_Ignorable_Code_Point, without what is kept below.
_NO_WIDTH = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Joiners and variants belong to the spelling of Persian, of Indian scripts and of emoji.
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"
_LATIN = "\\s\u0000-\u036f\u1e00-\u1eff\u2000-\u206f"
_STRAY = re.compile(f"[{_NO_WIDTH}]|(?:^|(?<=[{_LATIN}]))[{_JOINERS}]+")
_INVISIBLE = re.compile(f"[{_NO_WIDTH}{_JOINERS}]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NO_SPACE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_DASH = re.compile("[\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]")


def tidied(text: str) -> str:
    """A text of any number of lines: letters composed, nothing invisible, lines ended by `\\n`."""
    if not text.isascii():
        text = _STRAY.sub("", unicodedata.normalize("NFC", text))
    return _LINE_END.sub("\n", text)


def one_line(text: str) -> str:
    """A name or title: tidied, in one line, with single spaces and none around it."""
    return " ".join(tidied(text).split())


_INNER = str.maketrans(
    {
        "\N{DOUBLE LOW-9 QUOTATION MARK}": "\N{SINGLE LOW-9 QUOTATION MARK}",
        "\N{LEFT DOUBLE QUOTATION MARK}": "\N{LEFT SINGLE QUOTATION MARK}",
        "\N{RIGHT DOUBLE QUOTATION MARK}": "\N{RIGHT SINGLE QUOTATION MARK}",
        "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}":
            "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}",
        "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}":
            "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}",
        '"': "'",
    }
)  # fmt: skip


def within_quotes(text: str) -> str:
    """A text as it stands between quotation marks: its own ones become inner ones."""
    return text.translate(_INNER)


def sought(text: str) -> str:
    """Words to look for: one line without control characters, which no database takes."""
    return one_line(_NO_SPACE.sub("", text))


def numeral(text: str) -> str:
    """A number or file number: one line in which every dash is a hyphen."""
    return _DASH.sub("-", one_line(text))


def unseen_removed(text: str) -> str:
    """Without every character that has no width, for comparisons only."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def folded(text: str) -> str:
    """The same for spellings that mean the same: case, width, spaces, dashes, what is unseen."""
    plain = unicodedata.normalize("NFKC", unseen_removed(text))
    return numeral(plain.casefold())


def file_name(name: str) -> str:
    """The last part of a path as one line without control characters; may be empty."""
    return one_line(_CONTROL.sub("", name.replace("\\", "/").rpartition("/")[2]))
