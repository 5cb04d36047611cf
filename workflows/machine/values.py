"""Reading values of an act that nobody has checked: what cannot be read is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from ..spelling import one_line

_LARGEST_KEY = 2**63 - 1
_LARGEST_COUNT = 2**15 - 1


def key(value: object) -> int:
    """The key of a row; 0, which no row has, for everything else."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return 0
    try:
        found = int(value)
    except ValueError:
        return 0
    return found if 0 < found <= _LARGEST_KEY else 0


def day(value: object) -> date | None:
    """A day in ISO form."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def amount(value: object) -> Decimal | None:
    """A finite decimal number."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def entries(value: object) -> list[object]:
    """A list; nothing if it is none."""
    return list(value) if isinstance(value, list | tuple) else []


def fields(value: object) -> dict[str, object]:
    """Values by the names of fields; nothing if it is none."""
    return {str(name): item for name, item in value.items()} if isinstance(value, Mapping) else {}


def count(value: object) -> int | None:
    """A whole number that a column for counts holds, nothing for nothing; raises ValueError."""
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(value)  # noqa: TRY004 - whoever reads a call asks for nothing else
    found = int(value)
    if abs(found) > _LARGEST_COUNT:
        raise ValueError(value)
    return found


def line(value: object, *, longest: int = 200) -> str:
    """One line of text, cut to what a column holds."""
    return one_line(str(value if value is not None else ""))[:longest]
