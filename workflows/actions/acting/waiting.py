"""How many of one process may wait for the same case: the others get their threads back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from ...refusals import Busy

WAITING = 8
"""Of a process; a web process has twice as many threads (`config/web.py`)."""

_waiting: Counter[int] = Counter()
_counting = Lock()


@contextmanager
def place_in_line(case: int) -> Iterator[None]:
    """Wait for a case in the block; raises Busy at once if WAITING of this process do already."""
    with _counting:
        if _waiting[case] >= WAITING:
            raise Busy
        _waiting[case] += 1
    try:
        yield
    finally:
        with _counting:
            _waiting[case] -= 1
            if not _waiting[case]:
                del _waiting[case]
