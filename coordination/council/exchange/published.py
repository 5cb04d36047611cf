"""A council system that publishes by OParl: what was read of it says what became of our papers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.db.models import QuerySet

from workflows.calendars import local_date

from ..enums import CouncilSystem
from ..models import HandOver, SourceConsultation, SourceItem, SourceMeeting, SourceOrganization
from .excerpts import Excerpted, FaultyExcerptError, excerpted
from .ways import PaperOut, Scheduled


@dataclass(frozen=True, slots=True)
class PublishedWay:
    """Reads the results of our papers; it hands nothing over, for OParl only reads."""

    system: ClassVar[CouncilSystem] = CouncilSystem.OPARL

    def deliver(self, paper: PaperOut) -> None:
        """Nothing: the council office enters the paper there; here it counts as handed over."""

    def excerpts(self) -> Iterator[AbstractContextManager[Excerpted | None]]:
        """The results that the source has for papers of ours whose excerpt is not back."""
        for one in _published(HandOver.objects.filter(returned_at=None)):
            if not one.item.result_text:
                continue
            excerpt = _excerpt({
                "reference": one.reference,
                "body": one.body,
                "session": one.session.isoformat(),
                "result": one.item.result_text,
                "resolution_text": one.item.resolution_text,
            }, name=one.item.key)  # fmt: skip
            if excerpt is not None:
                yield nullcontext(excerpt)

    def scheduled(self) -> Iterator[Scheduled]:
        """The agendas on which the source has papers of ours, as long as it has no result."""
        for one in _published(HandOver.objects.filter(returned_at=None, scheduled_at=None)):
            if not one.item.result_text and not one.is_cancelled:
                yield Scheduled(one.reference, one.body, one.session)


@dataclass(frozen=True, slots=True)
class _Published:
    """An item of a paper of ours as the source has it."""

    reference: str
    body: str
    session: date
    item: SourceItem
    is_cancelled: bool


def _published(out: QuerySet[HandOver]) -> Iterator[_Published]:
    """Every item that the source has for the papers of these hand-overs."""
    papers = [one.consultation.paper for one in out.select_related("consultation__paper")]
    numbers = {paper.number for paper in papers if paper and paper.number}
    found = SourceConsultation.objects.filter(paper__reference__in=numbers).select_related("paper")
    items = SourceItem.objects.in_bulk(
        [one.item_key for one in found if one.item_key], field_name="key"
    )
    meetings = SourceMeeting.objects.in_bulk([item.meeting_id for item in items.values()])
    places: list[tuple[SourceConsultation, SourceItem, SourceMeeting, str]] = []
    for one in found:
        item = items.get(one.item_key)
        meeting = meetings.get(item.meeting_id) if item else None
        if item is not None and meeting is not None and meeting.starts_at:
            # A station without a body is one of the body that leads the session.
            leading = next(iter(meeting.organization_keys), "")
            places.append((one, item, meeting, one.organization_key or leading))
    bodies = SourceOrganization.objects.filter(
        of__key__in={place[-1] for place in places}
    ).select_related("of", "body")
    names = {one.of.key: one.body.key if one.body else one.name for one in bodies}
    for one, item, meeting, body in places:
        assert meeting.starts_at, "others are no place"
        yield _Published(
            one.paper.reference,
            names.get(body, body),
            local_date(meeting.starts_at),
            item,
            meeting.is_cancelled,
        )


def _excerpt(values: Mapping[str, object], *, name: str) -> Excerpted | None:
    digest = hashlib.sha256(json.dumps([name, values], sort_keys=True).encode()).hexdigest()
    try:
        return excerpted(values, name=name, digest=digest)
    except FaultyExcerptError:
        return None
