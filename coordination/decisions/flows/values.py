"""Reading values of an act that nobody has checked: what cannot be read is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from workflows.spelling import one_line

_LARGEST_KEY = 2**63 - 1
_LARGEST_COUNT = 2**15 - 1


def key(value: Any) -> int:
    """The key of a row; 0, which no row has, for everything else."""
    if isinstance(value, bool | float):
        return 0
    try:
        found = int(value)
    except (TypeError, ValueError):
        return 0
    return found if 0 < found <= _LARGEST_KEY else 0


def day(value: Any) -> date | None:
    """A day in ISO form."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def amount(value: Any) -> Decimal | None:
    """A finite decimal number."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def entries(value: Any) -> list[Any]:
    """A list; nothing if it is none."""
    return list(value) if isinstance(value, list | tuple) else []


def fields(value: Any) -> dict[str, Any]:
    """Values by the names of fields; nothing if it is none."""
    return {str(name): item for name, item in value.items()} if isinstance(value, Mapping) else {}


def count(value: Any) -> int | None:
    """A whole number that a column for counts holds, nothing for nothing; raises ValueError."""
    if value in (None, ""):
        return None
    readable = isinstance(value, int | str) and not isinstance(value, bool)
    found = int(value) if readable else _LARGEST_COUNT + 1
    if abs(found) > _LARGEST_COUNT:
        raise ValueError(value)
    return found


def line(value: Any, *, longest: int = 200) -> str:
    """One line of text, cut to what a column holds."""
    return one_line(str(value if value is not None else ""))[:longest]
