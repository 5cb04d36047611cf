"""Checking all trails and seals, case by case, in memory that does not grow with their number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import Generic, TypeVar

from django.db import connection, transaction

from ...models import Case, Event, SealedHead
from ...wire import snapshot
from ..people.case import KIND as ORGANISATION
from .bound import STOCK, bound_tables, digest_of_case
from .damage import Damage, Finding, Link, fault_of
from .digests import digest_of_text
from .replay import Replay
from .seals import wrong_seals

T = TypeVar("T")

CHUNK = 2000

Row = tuple[int | None, str, dict[str, str]]

further_checks: dict[str, Callable[[], Iterator[object]]] = {}
"""What else an app can prove: each yields, in words, every fault that it finds."""


@dataclass(frozen=True, slots=True)
class SealedEvent:
    """What a seal says of a case: its last event at that time."""

    case: int
    seal: int
    seq: int
    head: bytes


class _ByCase(Generic[T]):
    """Rows in ascending order of their case, taken case by case."""

    def __init__(self, rows: Iterator[T], case_of: Callable[[T], int]) -> None:
        self._rows, self._case_of = rows, case_of
        self._next = next(rows, None)

    def of(self, case: int) -> Iterator[T]:
        """The rows of one case; ask in ascending order."""
        while self._next is not None and self._case_of(self._next) == case:
            row, self._next = self._next, next(self._rows, None)
            yield row

    def cases_before(self, case: int | None) -> Iterator[int]:
        """Cases that have rows here and come before `case`; their rows are passed over."""
        while self._next is not None and (case is None or self._case_of(self._next) < case):
            passed = self._case_of(self._next)
            yield passed
            for _row in self.of(passed):
                pass


@dataclass(slots=True)
class _Trail:
    """The trail of one case, followed event by event up to the first fault."""

    case: int
    seals: list[SealedEvent]
    link: Link = field(default_factory=Link)
    replay: Replay = field(default_factory=Replay)
    erased: set[int] = field(default_factory=set)
    recorded: set[int] = field(default_factory=set)
    # By the name of a row's part: its digest, and the number of the event that says so.
    bound: dict[str, tuple[str | None, int]] = field(default_factory=dict)
    # Whether every row must be bound: old events bind none.
    binds_all: bool = True
    # Whether what was there before was bound as well, where a kind does that in an act of its own.
    has_stock: bool = False

    def fault_in(self, events: Iterator[Event]) -> Finding | None:
        """Follow the events; the first that is wrong, None if all are right."""
        seals = {sealed.seq: sealed for sealed in reversed(self.seals)}
        for event in events:
            fault = fault_of(event, self.link)
            if fault:
                return Finding(fault[0], self.case, fault[1])
            if not self._text_holds(event):
                return Finding(Damage.TEXT_ALTERED, self.case, event.seq)
            sealed = seals.get(event.seq)
            if sealed and sealed.head != bytes(event.digest):
                return Finding(Damage.REWRITTEN, self.case, event.seq, sealed.seal)
            self.link = Link(event.seq, self.link.digest, bytes(event.digest))
            self.replay.feed(event)
            self.binds_all &= event.form > 1
            self.has_stock |= event.action == STOCK
            self.bound |= {name: (digest, event.seq) for name, digest in (event.rows or {}).items()}
        return None

    def _text_holds(self, event: Event) -> bool:
        if event.action == "erase_text":
            self.recorded.add(event.data.get("seq", 0))
        text = getattr(event, "text", None)
        if text is None or event.text_digest is None:
            return text is None and event.text_digest is None
        if text.erased_at is not None:
            self.erased.add(event.seq)
            return not text.text
        return digest_of_text(text.salt, text.text) == bytes(event.text_digest)

    def fault_at_end(self, case: Case) -> Finding | None:
        """Compare the end of a sound chain with the seals, the case's row and the erasures."""
        ends = [(sealed.seq, sealed.seal) for sealed in self.seals if sealed.seq > self.link.seq]
        if ends or case.seq > self.link.seq or not self.link.seq:
            seal = min(ends)[1] if ends else None
            return Finding(Damage.END_MISSING, self.case, self.link.seq + 1, seal)
        if case.seq < self.link.seq:
            return Finding(Damage.INSERTED, self.case, case.seq + 1)
        if bytes(case.head) != self.link.digest:
            return Finding(Damage.HEAD_ALTERED, self.case, self.link.seq)
        silent = self.erased - self.recorded
        if silent:
            return Finding(Damage.TEXT_ERASED, self.case, min(silent))
        if not self.replay.fits(case):
            return Finding(Damage.STATE_ALTERED, self.case, self.replay.broken_at or self.link.seq)
        return None

    def faults_in_rows(self, case: Case, rows: Iterator[Row]) -> Iterator[Finding]:
        """Compare the rows that a sound trail wrote with what it says of them."""
        knows_all = self.binds_all and (self.has_stock or case.kind not in _taking_stock())
        said, seq = self.bound.pop("case", (None, 0))
        if said is not None and said != digest_of_case(case):
            yield Finding(Damage.ROW_ALTERED, self.case, seq, row="case")
        for _case, _name, digests in rows:
            for part, digest in digests.items():
                said, seq = self.bound.pop(part, (None, 0))
                if said is not None and said != digest:
                    yield Finding(Damage.ROW_ALTERED, self.case, seq, row=part)
                elif said is None and (seq or knows_all):
                    yield Finding(Damage.ROW_INSERTED, self.case, seq or case.seq, row=part)
        for part, (said, seq) in self.bound.items():
            if said is not None:
                yield Finding(Damage.ROW_MISSING, self.case, seq, row=part)


def verify(*, progress: Callable[[int], None] | None = None) -> Iterator[Finding]:
    """The first wrong event of each case in ascending order, else every row that it knows
    otherwise; then every wrong seal.

    Everything is read from one snapshot. `progress` is called with the number of cases done.
    """
    with _snapshot():
        cases = Case.objects.order_by("pk").iterator(chunk_size=CHUNK)
        events = _ByCase(_events(), lambda event: event.case_id)
        seals = _ByCase(_sealed(), lambda sealed: sealed.case)
        rows = _Rows()
        for number, case in enumerate(cases, 1):
            yield from _strays(events, seals, case.pk)
            yield from _verify_case(case, events, seals, rows)
            if progress:
                progress(number)
        yield from _strays(events, seals, None)
        yield from wrong_seals()


def _verify_case(
    case: Case, events: _ByCase[Event], seals: _ByCase[SealedEvent], rows: _Rows
) -> Iterator[Finding]:
    own = events.of(case.pk)
    trail = _Trail(case.pk, list(seals.of(case.pk)))
    finding = trail.fault_in(own) or trail.fault_at_end(case)
    for _event in own:  # what follows the first fault
        pass
    if finding:
        yield finding
    else:
        yield from trail.faults_in_rows(case, rows.of(case))


def verify_case(case: Case) -> Iterator[Finding]:
    """The same of one case alone, without the seals."""
    events = _ByCase(_events(case.pk), lambda event: event.case_id)
    yield from _verify_case(
        case, events, _ByCase(iter(()), lambda sealed: sealed.case), _Rows(case.pk)
    )


class _Rows:
    """The rows of all bound tables, taken case by case."""

    def __init__(self, only: int | None = None) -> None:
        tables = bound_tables.values()
        self._by_case = [
            _ByCase(table.stored(only), lambda row: row[0] or 0) for table in tables if table.case
        ]
        self._of_one_case = [table for table in tables if not table.case]

    def of(self, case: Case) -> Iterator[Row]:
        """The rows of one case; ask in ascending order. Those of a case passed over are skipped."""
        for table in self._by_case:
            for _passed in table.cases_before(case.pk):
                pass
            yield from table.of(case.pk)
        for single in self._of_one_case:
            if single.kind == case.kind:
                yield from single.stored()


def _taking_stock() -> set[str]:
    """Kinds of one case each whose tables held rows before their events bound them."""
    return {table.kind for table in bound_tables.values() if not table.case} - {ORGANISATION}


def _strays(
    events: _ByCase[Event], seals: _ByCase[SealedEvent], before: int | None
) -> Iterator[Finding]:
    """Cases of which there are events or seals, but no row."""
    gone = {*chain(events.cases_before(before), seals.cases_before(before))}
    for case in sorted(gone):
        yield Finding(Damage.CASE_MISSING, case, 1)


def _events(case: int | None = None) -> Iterator[Event]:
    rows = Event.objects.select_related("text").order_by("case_id", "seq")
    if case is not None:
        rows = rows.filter(case=case)
    return rows.iterator(chunk_size=CHUNK)


def _sealed() -> Iterator[SealedEvent]:
    rows = SealedHead.objects.order_by("case_id", "seal_id").values_list(
        "case_id", "seal_id", "seq", "head"
    )
    for case, seal, seq, head in rows.iterator(chunk_size=CHUNK):
        yield SealedEvent(case, seal, seq, bytes(head))


@contextmanager
def _snapshot() -> Iterator[None]:
    """One view of the database, while people go on working."""
    with transaction.atomic() if connection.in_atomic_block else snapshot(read_only=True):
        yield
