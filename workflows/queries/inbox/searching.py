"""What is found by words: number and title of a matter, and what an app knows of its text."""

from __future__ import annotations

from collections.abc import Callable

from ...spelling import numeral
from ...untyped import SqlParams
from .numbers import NEAR, file_number_in

Find = Callable[[str], tuple[str, SqlParams]]
"""For words: the condition on the case `c` under which it is meant by them, with its parameters."""

finds: list[Find] = []
"""What is asked beside number and title; an app adds its own."""

NEARER = tuple(range(len(NEAR) + 1))
"""How far a number may be from what was typed: first exactly, then ever less."""


def is_number(text: str) -> bool:
    """Whether the text is a file number, for which a near one may have been meant."""
    return file_number_in(text) is not None


def meant_by(text: str, params: SqlParams, *, near: int = 0) -> str:
    """The condition on the case `c` that words mean it; adds what it needs to the parameters.

    Every word occurs in number and title, in small letters or capitals; or they are its number,
    however it is written; or an app finds it by them. `near`: only numbers, so far away.
    """
    ways = [_is_numbered(text, params, near=near)]
    if not near:
        ways.insert(0, _holds_words(text, params))
        for place, find in enumerate(finds):
            way, further = find(text)
            ways.append(way.replace("%(", f"%(find_{place}_"))
            params.update({f"find_{place}_{key}": value for key, value in further.items()})
    return f"({' OR '.join(f'({way})' for way in ways if way)})"


def _holds_words(text: str, params: SqlParams) -> str:
    ways = []
    for number, word in enumerate(text.split()):
        # The dash of a number is a hyphen, whatever dash was typed.
        spelt = numeral(word) if any(map(str.isdigit, word)) else word
        escaped = spelt.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        params[f"word_{number}"] = f"%{escaped}%"
        ways.append(f"c.title ILIKE %(word_{number})s")
    return " AND ".join(ways)


def _is_numbered(text: str, params: SqlParams, *, near: int) -> str:
    number = file_number_in(text)
    if number is None:
        return ""
    meant = list(NEAR[near - 1](number)) if near else [number]
    # The count is the key of the case: so no title is read but those of these.
    params["counts"] = sorted({one.count for one in meant})
    params["numbers"] = sorted({one.pattern for one in meant})
    return "c.id = ANY(%(counts)s::bigint[]) AND c.title LIKE ANY(%(numbers)s::text[])"
