"""An import from its beginning to its end: list by list, page by page, each page whole.

What breaks off is gone on with by the next import: finished pages stay, and the page in question
is asked for anew. A list that breaks off does not stop the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from ..models import CouncilImport, CouncilOddity, CouncilSource
from .heads import heads
from .lists import OVERLAP, Page
from .matching import tell_differences
from .servers import SourceError
from .sites import Listing, Reader
from .storing import store

RESUMED = timedelta(days=7)
"""An import that broke off longer ago is not gone on with: a new one begins."""

_UNFINISHED = (CouncilImport.Status.RUNNING, CouncilImport.Status.PARTLY)

Tell = Callable[[str, int, int | None], None]
"""Is told how far an import is: the kind, so many objects, of so many (None: not known)."""


@dataclass(slots=True)
class Run:
    """An import under way."""

    reader: Reader
    record: CouncilImport
    clock: Callable[[], datetime]
    tell: Tell

    def read(self, listings: list[Listing]) -> bool:
        """Read all lists that are not read yet; whether every one of them was read to its end."""
        results = [self._list(listing) for listing in listings]
        return all(results)

    def _list(self, listing: Listing) -> bool:
        start = self.record.cursor.get(listing.name)
        if start == "":
            return True
        try:
            self._pages(listing, start or "")
        except SourceError as error:
            if not start or self.record.cursor.get(listing.name) != start:
                self.reader.oddities.note(error.kind, error.where)
                return False
            # The address of a page in the middle may live for a while only, or was none.
            self.reader.oddities.note("restarted", error.where)
            return self._anew(listing)
        return True

    def _anew(self, listing: Listing) -> bool:
        try:
            self._pages(listing, "")
        except SourceError as error:
            self.reader.oddities.note(error.kind, error.where)
            return False
        return True

    def _pages(self, listing: Listing, start: str) -> None:
        done = 0
        for page in self.reader.pages(listing, start=start, since=self.record.since):
            done += len(page.entries)
            self._page(listing, page)
            self.tell(listing.kind, done, page.total)
        self._mark(listing, "")

    def _page(self, listing: Listing, page: Page) -> None:
        found = heads(page.entries, listing.kind, self.reader.oddities)
        with transaction.atomic():
            counts = store(
                found, by_import=self.record, oddities=self.reader.oddities, at=self.clock()
            )
            sums = self.record.counts.setdefault(listing.kind, {})
            for name, count in counts.items():
                sums[name] = sums.get(name, 0) + count
            if page.following:
                self._mark(listing, page.following)
            else:
                self.record.save(update_fields=["counts"])

    def _mark(self, listing: Listing, following: str) -> None:
        self.record.cursor[listing.name] = following
        self.record.save(update_fields=["cursor", "counts"])


def run(
    reader: Reader, *, clock: Callable[[], datetime], tell: Tell, anew: bool = False
) -> CouncilImport:
    """Import what a source shows; SourceError if it shows nothing at all (nothing is written).

    An unfinished import of the same source goes on; else it is asked for what has changed since the
    last finished one, with `anew` for everything.
    """
    began = clock()
    listings = reader.listings()
    record = _record(reader, at=began, anew=anew)
    work = Run(reader, record, clock, tell)
    is_whole = False
    try:
        is_whole = work.read(listings)
        tell_differences(record, at=clock())
    finally:
        # Also what was odd until the work was interrupted is kept.
        _keep_oddities(record, reader)
    _finish(record, is_whole=is_whole, at=clock())
    return record


def _record(reader: Reader, *, at: datetime, anew: bool) -> CouncilImport:
    source, _is_new = CouncilSource.objects.get_or_create(address=reader.address)
    if reader.name and source.name != reader.name:
        source.name = reader.name
        source.save(update_fields=["name"])
    last = source.imports.first()
    if last and last.status in _UNFINISHED and not anew and last.begun_at > at - RESUMED:
        last.status = CouncilImport.Status.RUNNING
        last.save(update_fields=["status"])
        return last
    since = None if anew else source.read_until
    return CouncilImport.objects.create(source=source, begun_at=at, since=since)


def _keep_oddities(record: CouncilImport, reader: Reader) -> None:
    """What was odd, added to what was odd before an interruption."""
    with transaction.atomic():
        for kind, count, example in reader.oddities:
            row, is_new = CouncilOddity.objects.get_or_create(
                council_import=record, kind=kind, defaults={"count": count, "example": example}
            )
            if not is_new:
                CouncilOddity.objects.filter(pk=row.pk).update(count=F("count") + count)


def _finish(record: CouncilImport, *, is_whole: bool, at: datetime) -> None:
    status = CouncilImport.Status.DONE if is_whole else CouncilImport.Status.PARTLY
    record.status, record.finished_at = status, at
    with transaction.atomic():
        record.save(update_fields=["status", "finished_at"])
        if is_whole:
            CouncilSource.objects.filter(pk=record.source_id).update(
                read_until=record.begun_at - OVERLAP
            )
