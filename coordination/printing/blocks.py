"""What a document says, block by block. All words are plain text, whoever wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Title:
    """What the document is about, under a line that says what kind it is."""

    over: str
    text: str

    def as_data(self) -> dict[str, object]:
        return {"kind": "title", "over": self.over, "text": self.text}


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a section; level 2 or 3."""

    text: str
    level: int = 2

    def as_data(self) -> dict[str, object]:
        return {"kind": "heading", "text": self.text, "level": self.level}


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs, with the line breaks that were typed."""

    text: str

    def as_data(self) -> dict[str, object]:
        return {"kind": "text", "text": self.text}


@dataclass(frozen=True, slots=True)
class Mark:
    """A few words in a frame that nobody shall miss."""

    text: str

    def as_data(self) -> dict[str, object]:
        return {"kind": "mark", "text": self.text}


@dataclass(frozen=True, slots=True)
class Note:
    """Small print."""

    text: str

    def as_data(self) -> dict[str, object]:
        return {"kind": "note", "text": self.text}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; `widths` are shares, 0 as wide as its words.

    The head is repeated on each page: a short line in each cell. `names_rows`: the first cell says
    what the row is about.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    names_rows: bool = True

    def as_data(self) -> dict[str, object]:
        return {
            "kind": "table",
            "head": [_line(words) for words in self.head],
            "rows": [list(row) for row in self.rows],
            "widths": list(self.widths),
            "bold": self.names_rows,
        }


@dataclass(frozen=True, slots=True)
class Listing:
    """Points in no order."""

    items: Sequence[str]

    def as_data(self) -> dict[str, object]:
        return {"kind": "list", "items": list(self.items)}


@dataclass(frozen=True, slots=True)
class Signature:
    """Who has signed, over a line; under it as what."""

    text: str
    under: str

    def as_data(self) -> dict[str, object]:
        return {"kind": "signature", "text": self.text, "under": self.under}


Block = Title | Heading | Text | Mark | Note | Table | Listing | Signature


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document: its title for readers of files, who gives it out, its day, its blocks.

    `running` stands left and right at the head of each page, `foot` at its foot: one short line
    each, or no room would be left for the text.
    """

    title: str
    author: str
    dated: date
    running: tuple[str, str]
    foot: str
    blocks: Sequence[Block] = field(default_factory=list)

    def as_data(self) -> dict[str, object]:
        """As the typesetter reads it: JSON values."""
        return {
            "title": self.title,
            "author": self.author,
            "dated": [self.dated.year, self.dated.month, self.dated.day],
            "running": [_line(words) for words in self.running],
            "foot": _line(self.foot),
            "blocks": [block.as_data() for block in self.blocks],
        }


LINE = 60
"""Letters of a line at the head or foot of a page."""


def _line(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LINE else f"{line[: LINE - 1]}…"
