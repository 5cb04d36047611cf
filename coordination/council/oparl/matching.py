"""Where a source says otherwise about our own stations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef

from workflows.calendars import local_date

from ..models import (
    Consultation,
    CouncilConflict,
    CouncilImport,
    Paper,
    SourceConsultation,
    SourceItem,
    SourceMeeting,
    SourceOrganization,
)


def tell_differences(by_import: CouncilImport, *, at: datetime) -> int:
    """Ask about results of our own stations of which a source says otherwise; how many are new.

    A station of the source is ours if its paper has the number of ours, its body is linked with
    ours and its session is on the same day. What the source says is never taken over here.
    """
    conflicts = [
        CouncilConflict(
            kind=CouncilConflict.Kind.RECORDED,
            council_import=by_import,
            item_key=item.key,
            subject=str(own.paper)[:300],
            ours=own.get_result_display(),
            theirs=item.result_text,
            consultation=own,
            found_at=at,
        )
        for own, item in _pairs(by_import)
        if item.result_text and item.result not in {"", "unknown", own.result}
    ]
    made = CouncilConflict.objects.bulk_create(conflicts, ignore_conflicts=True)
    return len(made)


def _pairs(by_import: CouncilImport) -> Iterator[tuple[Consultation, SourceItem]]:
    """Our recorded stations of papers that this import has changed, with the item of the source."""
    is_ours = Exists(Paper.objects.filter(reference=OuterRef("paper__reference")))
    stations = (
        SourceConsultation.objects.filter(is_ours, paper__of__source=by_import.source_id)
        .exclude(item_key="")
        .select_related("paper")
    )
    items = SourceItem.objects.select_related("meeting").in_bulk(
        [station.item_key for station in stations], field_name="key"
    )
    bodies = dict(
        SourceOrganization.objects.filter(body__isnull=False).values_list("of__key", "body_id")
    )
    own: dict[tuple[str, int], list[Consultation]] = defaultdict(list)
    references = {station.paper.reference for station in stations}
    for one in (
        Consultation.objects.filter(paper__reference__in=references, meeting__isnull=False)
        .exclude(result="")
        .select_related("paper", "meeting")
    ):
        own[str(one.paper and one.paper.reference), one.organization_id].append(one)
    for station in stations:
        item = items.get(station.item_key)
        if item is None or item.meeting.starts_at is None:
            continue
        body = bodies.get(station.organization_key) or bodies.get(_leading(item.meeting))
        day = local_date(item.meeting.starts_at)
        for one in own.get((station.paper.reference, body or 0), []):
            if one.meeting and local_date(one.meeting.starts_at) == day:
                yield one, item


def _leading(meeting: SourceMeeting) -> str:
    return next(iter(meeting.organization_keys), "")
