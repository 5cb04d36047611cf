"""The way of an uploaded list: uploaded, checked, taken or thrown away. Only its owner acts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from workflows.models import User
from workflows.refusals import CommandReused, GuardsUnmet, Unmet, WrongState
from workflows.spelling import one_line

from ..enums import ImportStatus as S
from ..models import ImportProblem, MeasureImport
from . import files
from .rows import require_proposer

KEPT = timedelta(days=30)
"""How long a file lies here that nobody imports."""

STALLED = timedelta(minutes=2)
"""After this time without progress the work is taken to have been interrupted."""

ABANDONED = timedelta(seconds=45)
"""After this time without progress the work is asked for again: nothing happens if it goes on."""

MOST_AT_ONCE = 5
"""So many lists of one person may lie here unfinished."""

MOST_ROWS = 10_000
"""The longest list that is taken at once."""

MOST_PROBLEMS = 10_000
"""So many problems are kept of one file; who has more will not read them."""

_ENDING = re.compile(r"\.(csv|xlsx|txt)$", re.IGNORECASE)
# "liste (1)", "liste - kopie (2)", "kopie von liste", "copy of liste", "liste copy 2".
_COPY = re.compile(
    r"^(kopie|copy)( \(\d+\))? (von|of) | ?\(\d+\)$|( ?[-–] ?| |_)(kopie|copy)( \d+)?$"
)

_UNFINISHED = (S.CHECKING, S.CHECKED, S.FAILED)
_WORKING = (S.CHECKING, S.RUNNING)
_NOTHING_YET = {"created": 0, "updated": 0, "unchanged": 0, "faulty": 0}


def list_name(file_name: str) -> str:
    """The name of the list that a file is by its own name: "Maßnahmen (1).csv" is "maßnahmen".

    A copy of a file is the same list, so that nobody imports it twice by downloading it again.
    """
    name = one_line(_ENDING.sub("", one_line(file_name)).casefold())
    while (shorter := _COPY.sub("", name).strip()) not in {name, ""}:
        name = shorter
    return name[:60].strip() or "liste"


def _earlier(command: UUID, by: User) -> MeasureImport | None:
    found = MeasureImport.objects.filter(command=command).first()
    if found and found.uploaded_by_id != by.pk:
        raise CommandReused
    return found


def _check_room(by: User) -> None:
    unfinished = MeasureImport.objects.filter(uploaded_by=by, status__in={*_UNFINISHED, *_WORKING})
    if unfinished.count() >= MOST_AT_ONCE:
        text = _(
            "%(number)s of your lists are not finished yet. Please finish or delete one first."
        )
        raise GuardsUnmet([Unmet("too_many_lists", text % {"number": MOST_AT_ONCE}, "file")])


def upload(
    file: File[bytes],
    *,
    name: str,
    source: str,
    by: User,
    at: datetime,
    command: UUID,
    is_stock: bool = False,
    kind: str = "measure",
) -> MeasureImport:
    """Keep an uploaded list until it is checked and imported, and return its record.

    `source` names the list: with the number of a row it is the key under which a measure is
    known again. `is_stock`: its measures were decided already; `kind`: what its rows become.
    Raises NotAllowed for who may not propose measures, GuardsUnmet for who has too many lists
    here. The same command again returns the first record. Files that lie here for longer than
    KEPT go.
    """
    require_proposer(by, at=at, kind=kind)
    earlier = _earlier(command, by)
    if earlier:
        return earlier
    _forget_old(at=at)
    _check_room(by)
    record = MeasureImport(
        name=name, source=source, sha256=files.digest_of_file(file), command=command,
        is_stock=is_stock, kind=kind, uploaded_by=by, uploaded_at=at, moved_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            record.save()
            files.keep(record, file)
    except IntegrityError:
        # A double click: the other request has just finished.
        return upload(
            file, name=name, source=source, by=by, at=at, command=command, is_stock=is_stock,
            kind=kind,
        )  # fmt: skip
    return record


def note_check(
    record: MeasureImport,
    *,
    counts: Mapping[str, int],
    sample: Sequence[Mapping[str, object]],
    groups: Mapping[str, Mapping[str, int]],
    similar_source: str,
    problems: Sequence[ImportProblem],
    begins: bool,
    at: datetime,
) -> bool:
    """Keep what the check of a file has found; false if the check is no longer wanted.

    `counts` are rows, created, updated, unchanged and faulty. With `begins` the list is taken at
    once: from here on the counters say what has become of the rows. Replaces an earlier check.
    """
    started = {"status": S.RUNNING, **_NOTHING_YET} if begins else {"status": S.CHECKED}
    with transaction.atomic():
        wanted = MeasureImport.objects.filter(pk=record.pk, status__in=_WORKING, rows_done=0)
        noted = {
            "sample": list(sample), "groups": dict(groups), "similar_source": similar_source,
            "moved_at": at,
        }  # fmt: skip
        if not wanted.update(**{**counts, **noted, **started}):
            return False
        ImportProblem.objects.filter(measure_import=record).delete()
        _keep_problems(record, problems[:MOST_PROBLEMS])
    return True


def start(record: MeasureImport, *, good_rows: bool, at: datetime) -> None:
    """Let a checked list be taken: all its rows, or those without a problem.

    Raises GuardsUnmet if there is none to take, or one with a problem that would be left out
    unawares. A second start of the same import does nothing.
    """
    unmet = []
    if record.status == S.CHECKED and not record.good:
        unmet.append(Unmet("no_good_rows", _("There is no row without a problem.")))
    elif record.status == S.CHECKED and record.faulty and not good_rows:
        text = _("Some rows have a problem. Correct them, or take only the good rows.")
        unmet.append(Unmet("faulty_rows", text))
    if unmet:
        raise GuardsUnmet(unmet)
    if record.status == S.CHECKING:
        raise WrongState
    MeasureImport.objects.filter(pk=record.pk, status=S.CHECKED).update(
        status=S.RUNNING, takes_good_rows=good_rows, rows_done=0, moved_at=at
    )


def note_refused(record: MeasureImport, row: int, problems: Sequence[ImportProblem]) -> None:
    """Keep why a row could not be taken, in place of what the check had said about it."""
    with transaction.atomic():
        record.problems.filter(row=row).delete()
        _keep_problems(record, problems)


def finish(record: MeasureImport, *, at: datetime) -> None:
    """Once the last row has been taken, the import is done and its file deleted."""
    with transaction.atomic():
        done = MeasureImport.objects.filter(
            pk=record.pk, status=S.RUNNING, rows_done__gte=F("rows")
        )
        if done.update(status=S.DONE, finished_at=at, moved_at=at):
            files.remove(record)


def fail(record: MeasureImport, *, at: datetime) -> None:
    """The work broke off; its owner may have it continued."""
    MeasureImport.objects.filter(pk=record.pk, status__in=_WORKING).update(
        status=S.FAILED, moved_at=at
    )


def proceed(record: MeasureImport, *, at: datetime) -> None:
    """Go on with work that broke off or has been standing still; nothing is done twice."""
    stalled = Q(status__in=_WORKING, moved_at__lt=at - STALLED)
    status = S.RUNNING if record.rows else S.CHECKING
    MeasureImport.objects.filter(Q(status=S.FAILED) | stalled, pk=record.pk).update(
        status=status, moved_at=at
    )


def reclaim(*, at: datetime) -> list[int]:
    """The imports whose work has stood still for longer than ABANDONED, in their order.

    They count as moved now, so that of any number of callers at once only one gets each.
    """
    with transaction.atomic():
        still = MeasureImport.objects.filter(status__in=_WORKING, moved_at__lt=at - ABANDONED)
        found = still.select_for_update(skip_locked=True).order_by("pk")
        keys = list(found.values_list("pk", flat=True))
        MeasureImport.objects.filter(pk__in=keys).update(moved_at=at)
    return keys


def longest_waiting() -> int | None:
    """The list at which somebody should be at work and which has moved least recently."""
    waiting = MeasureImport.objects.filter(status__in=_WORKING).order_by("moved_at", "pk")
    return waiting.values_list("pk", flat=True).first()


def discard(record: MeasureImport) -> None:
    """Throw an uploaded list away before it is taken; its file and its record go.

    Raises WrongState once it is being or has been imported.
    """
    with transaction.atomic():
        if not _remove(MeasureImport.objects.filter(pk=record.pk)):
            raise WrongState(state=record.status)


def _forget_old(*, at: datetime) -> None:
    with transaction.atomic():
        _remove(MeasureImport.objects.filter(moved_at__lt=at - KEPT))


def _remove(records: QuerySet[MeasureImport]) -> int:
    """The file first: a record without a file can be removed again, a file without one cannot."""
    gone = list(records.filter(status__in=_UNFINISHED).select_for_update())
    for record in gone:
        files.remove(record)
    MeasureImport.objects.filter(pk__in=[record.pk for record in gone]).delete()
    return len(gone)


def _keep_problems(record: MeasureImport, problems: Sequence[ImportProblem]) -> None:
    for problem in problems:
        problem.measure_import = record
    ImportProblem.objects.bulk_create(problems, batch_size=1000)
