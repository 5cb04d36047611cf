"""Checking a list and taking its rows; the same for the page, the job and the command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO, TypeVar

from workflows.calendars import local_date
from workflows.models import User
from workflows.refusals import GuardsUnmet, Refusal

from ..actions.places import Overtaken, Place, RowRefused
from ..actions.rows import digest_of_row, pass_over
from ..actions.uploads import MOST_PROBLEMS
from ..enums import RowFate
from ..queries import similar_source
from .columns import Column, column_of
from .kinds import ListKind, kind_of
from .lists import ListRow, read_list
from .names import Names, read_names
from .problems import Problem, UnreadableFileError, shown

_BATCH = 200
_SAMPLE = 20

Clock = Callable[[], datetime]
T = TypeVar("T")


@dataclass(slots=True)
class Findings:
    """What a check found: how many rows, what would become of them, the problems in their order.

    At most MOST_PROBLEMS are kept; `faulty` counts the rows of all.
    """

    rows: int = 0
    faulty: int = 0
    fates: Counter[RowFate] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    sample: list[dict[str, Any]] = field(default_factory=list)
    similar_source: str = ""
    decided: int = 0
    # What would be made, by the group in which it would lie.
    groups: dict[str, Counter[str]] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: Sequence[str] = ()

    @property
    def counts(self) -> dict[str, int]:
        """The numbers by the names under which an import keeps them."""
        fates = {fate.value: self.fates[fate] for fate in RowFate}
        return {"rows": self.rows, "faulty": self.faulty, **fates}

    def add(
        self, row: ListRow, fate: RowFate | None, refused: Iterable[Problem], names: Names
    ) -> None:
        """Count a row; without a fate it has problems, or is refused because of what is there."""
        self.rows += 1
        self.hidden_columns = row.hidden_columns
        self.decided += bool(row.fields.get("state")) and not row.problems
        if row.is_hidden:
            self.hidden_rows.append(row.row)
        self.problems += [*row.problems, *refused][: MOST_PROBLEMS - len(self.problems)]
        if fate is None:
            self.faulty += 1
        else:
            self.fates[fate] += 1
            self._group(row, fate)
        if len(self.sample) < _SAMPLE:
            title, lead = row.names_of(names)
            place = {"row": row.row, "number": row.number, "title": title, "lead": lead}
            said = {"fate": fate.value if fate else "", "state": row.fields.get("state") or ""}
            self.sample.append({**place, **said})

    def _group(self, row: ListRow, fate: RowFate) -> None:
        """Count what a row would make: a measure in its state, or more for one that is here."""
        if fate == RowFate.UNCHANGED:
            return
        is_new = fate == RowFate.CREATED and "lead" in row.fields
        state = str(row.fields.get("state") or "draft")
        made = self.groups.setdefault(state if is_new else "known", Counter())
        stones = len(row.fields.get("milestones") or ()) if is_new else 0
        reached = row.fields.get("reached") or ()
        made["rows"] += 1
        made["milestones"] += stones
        made["reached"] += stones if state == "completed" else len(reached) if is_new else 0
        made["reports"] += len(row.fields.get("reports") or ())

    def hint(self) -> None:
        """Put before the problems what may not be meant: rows and columns that nobody saw."""
        hints = []
        if self.decided:
            hints.append(Problem(0, "", "lands_decided", shown({"count": self.decided})))
        if self.hidden_rows:
            rows = ", ".join(map(str, self.hidden_rows[:_SAMPLE]))
            rows += " …" if len(self.hidden_rows) > _SAMPLE else ""
            details = shown({"count": len(self.hidden_rows), "rows": rows})
            hints.append(Problem(0, "", "rows_hidden", details))
        if self.hidden_columns:
            details = shown({"columns": ", ".join(self.hidden_columns)})
            hints.append(Problem(0, "", "columns_hidden", details))
        self.problems[:0] = hints


@dataclass(frozen=True, slots=True)
class TakenRow:
    """A row that was dealt with: its fate, or why it was not taken."""

    row: int
    fate: RowFate | None
    problems: Sequence[Problem] = ()
    # Whether the problems came up only when the row was to be written.
    is_news: bool = False


def check(
    file: BinaryIO,
    *,
    source: str,
    by: User,
    at: datetime,
    is_stock: bool = False,
    kind: str = "measure",
    tell: Callable[[int], None] | None = None,
) -> Findings:
    """Read a whole list and say what would become of each row; writes nothing.

    `is_stock`: its measures were decided already, so their days may lie in the past.
    A file that is no list has no rows and says why. `tell` gets the number of rows read so far.
    """
    names, findings, how = (
        read_names(on=local_date(at), is_stock=is_stock),
        Findings(),
        kind_of(kind),
    )
    try:
        for batch in _batches(read_list(file, names, how.columns), _BATCH):
            _look_at(how, batch, findings, names, source=source, by=by, at=at)
            if tell:
                tell(findings.rows)
    except UnreadableFileError as error:
        return Findings(problems=list(error.problems))
    if not findings.rows:
        return Findings(problems=[Problem(0, "", "no_rows")])
    findings.hint()
    return findings


def take(
    file: BinaryIO,
    *,
    source: str,
    by: User,
    clock: Clock,
    is_stock: bool = False,
    kind: str = "measure",
    record: int | None = None,
    done: int = 0,
) -> Iterator[TakenRow]:
    """Take the rows of a list one by one, each in its own transaction, and yield each when done.

    The first `done` rows are left out, so that interrupted work goes on where it stopped.
    `record` is the import whose progress moves with the rows; the iteration ends when another
    process has taken it over. Rows with a problem are passed over.
    """
    names, how = read_names(on=local_date(clock()), is_stock=is_stock), kind_of(kind)
    rows = islice(enumerate(read_list(file, names, how.columns)), done, None)
    for batch in _batches(rows, _BATCH):
        numbers = [row.number for _index, row in batch if not row.problems]
        seen = how.outlook(numbers, source=source, by=by, at=clock())
        for index, row in batch:
            place = None if record is None else Place(record, index)
            try:
                yield _take(how, row, seen, at=clock(), place=place)
            except Overtaken:
                return


def _take(
    how: ListKind, row: ListRow, seen: object, *, at: datetime, place: Place | None
) -> TakenRow:
    problems = list(row.problems)
    if not problems:
        try:
            fate = how.take(seen, number=row.number, fields=row.fields, at=at, place=place)
            return TakenRow(row.row, fate)
        except Overtaken:
            raise
        except Refusal as refusal:
            problems = list(_told(row.row, refusal, how.columns))
    if place:
        pass_over(place, at=at)
    return TakenRow(row.row, None, problems, is_news=not row.problems)


def _look_at(
    how: ListKind,
    batch: Sequence[ListRow],
    findings: Findings,
    names: Names,
    *,
    source: str,
    by: User,
    at: datetime,
) -> None:
    good = [row for row in batch if not row.problems]
    digests = [digest_of_row(row.fields) for row in good] if how.has_twins else []
    seen = how.outlook([row.number for row in good], source=source, by=by, at=at)
    fates = {row.row: how.fate(seen, row) for row in good}
    for row in batch:
        fate = fates.get(row.row)
        refused = _told(row.row, fate, how.columns) if isinstance(fate, Refusal) else ()
        findings.add(row, fate if isinstance(fate, RowFate) else None, refused, names)
    is_first = findings.rows == len(batch)
    if how.has_twins and is_first and good and findings.fates[RowFate.CREATED] == len(good):
        findings.similar_source = similar_source(digests, source=source, by=by, at=at)


def _told(row: int, refusal: Refusal, columns: Sequence[Column]) -> Iterator[Problem]:
    """A refusal as problems of a row."""
    if isinstance(refusal, RowRefused):
        place = "titel" if refusal.code == "other_title" else "nr"
        yield Problem(row, place, refusal.code, shown(refusal.details))
    elif isinstance(refusal, GuardsUnmet):
        for unmet in refusal.unmet:
            reason = shown({"reason": unmet.text})
            yield Problem(row, column_of(unmet.field, columns), "refused", reason)
    else:
        yield Problem(row, "", "refused", shown({"reason": refusal.text}))


def _batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch
