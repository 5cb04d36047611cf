"""What a reader says of a row and of a cell beside the text itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Self


class Row(NamedTuple):
    """A row with its number as a spreadsheet counts."""

    number: int
    cells: list[str]
    # Filtered away or hidden by hand: nobody sees that it is there.
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What a sheet shows of a cell: `shown` differs from the value where a format adds to it."""

    shown: str
    is_day: bool = False
    is_hidden: bool = False
    # Why the cell cannot be read, a code of `problems.TEXTS`.
    fault: str = ""


class Value(str):
    """The text of a cell that looks different from what it is."""

    __slots__ = ("look",)
    look: Look

    @classmethod
    def of(cls, text: str, look: Look) -> Self:
        """This text with this look."""
        value = cls(text)
        value.look = look
        return value


def look_of(text: str) -> Look:
    """The look of a cell; plain text looks like itself."""
    return text.look if isinstance(text, Value) else Look(text)
