"""Values whose types only somebody else knows; whoever takes them out says what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

# A row as a cursor returns it, or a part of one: only the statement knows what it holds.
SqlRow: TypeAlias = Sequence[Any]

# What a statement is given by name: psycopg adapts more types than the stubs list.
SqlParams: TypeAlias = dict[str, Any]

# JSON as it lies in an event or came with a command: its reader checks it.
Json: TypeAlias = Mapping[str, Any]
