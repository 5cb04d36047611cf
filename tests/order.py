"""In which order the tests begin, so that no process is left alone with a long one at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import cycle, islice
from typing import Protocol, TypeVar

WAITING = (
    "config/demo", "config/worker", "config/test_setup.py",
    "faults/test_restarts.py", "faults/test_groups.py", "faults/test_reminders.py",
)  # fmt: skip
"""One process waits for these, the others compute all below."""

WHOLE = (
    "upgrades", "coordination/demo", "architecture/test_entrance.py",
    "coordination/flows/test_bound_rows.py",
)  # fmt: skip
"""What stays with one process, for what its tests share takes long to make."""

APART = (
    "coordination/flows/test_measure_machine.py", "faults/test_statements.py",
    "journeys/letter/test_story.py", "concurrency/test_voters.py",
)  # fmt: skip
"""Tests that are long themselves: every process takes some."""


class Named(Protocol):
    """What pytest has collected."""

    @property
    def nodeid(self) -> str: ...


T = TypeVar("T", bound=Named)


def long_ones_first(items: Sequence[T], processes: int) -> list[T]:
    """xdist cuts the tests into one piece for each process: each piece begins with long ones."""
    of_kind: dict[str, list[T]] = defaultdict(list)
    for item in items:
        of_kind[_kind(item)].append(item)
    fronts: list[list[T]] = [[] for _ in range(processes)]
    for name in WAITING:
        fronts[0] += of_kind[name]
    others = cycle(fronts[1:] or fronts)
    for name in WHOLE:
        next(others).extend(of_kind[name])
    for item in (item for name in APART for item in of_kind[name]):
        next(others).append(item)
    ordered, rest = [], iter(of_kind[""])
    for front in fronts:
        size = max(len(items) // processes, len(front))
        ordered += [*front, *islice(rest, size - len(front))]
    return [*ordered, *rest]


def _kind(item: Named) -> str:
    """The name under which a test stands above, else none."""
    name = item.nodeid.removeprefix("tests/")
    return next((kind for kind in (*WAITING, *WHOLE, *APART) if name.startswith(kind)), "")
