"""Placeholders of Python turned into those of PostgreSQL, once per statement."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

Params = Mapping[str, Any] | Sequence[Any] | None

KEPT = 1000
"""Statements whose parsed form is kept; their length does not matter."""

_PLACEHOLDER = re.compile(r"%(?:\((\w+)\)s|s|%)")


@dataclass(frozen=True, slots=True)
class Parsed:
    """The text with `$1`, `$2` …; `names` in their order, None where they have none."""

    text: bytes
    names: tuple[str, ...] | None

    def values(self, params: Params) -> list[Any]:
        """The values in the order of the text."""
        if params is None:
            return []
        if self.names is None:
            return list(params)
        assert isinstance(params, Mapping)
        return [params[name] for name in self.names]


def parsed(sql: str, params: Params) -> Parsed:
    """The statement as the server reads it. Without parameters a percent sign is just that."""
    return Parsed(sql.encode(), None) if params is None else _parsed(sql)


@lru_cache(maxsize=KEPT)
def _parsed(sql: str) -> Parsed:
    numbers: dict[str, int] = {}
    unnamed = 0

    def placed(match: re.Match[str]) -> str:
        nonlocal unnamed
        if match[0] == "%%":
            return "%"
        if match[1] is None:
            unnamed += 1
            return f"${unnamed}"
        return f"${numbers.setdefault(match[1], len(numbers) + 1)}"

    text = _PLACEHOLDER.sub(placed, sql).encode()
    assert not (unnamed and numbers), "placeholders have names or they have none"
    return Parsed(text, tuple(numbers) if numbers else None)
