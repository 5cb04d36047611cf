"""The public entries of the follow-up: only what was released, only the allowed fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models import Count, Max, QuerySet
from django.urls import reverse

from workflows.enums import Access
from workflows.models import din5007_key

from ...council.models import Organization
from ...followup.enums import FollowUpKind, FollowUpState, Publication
from ...followup.models import FollowUp
from .allowed import PUBLIC_FIELDS

FIELDS = PUBLIC_FIELDS["followup"]
READABLE = (Publication.PUBLIC.value, Publication.ARCHIVE.value)
NEWEST = 50
"""So many entries a feed holds."""


@dataclass(frozen=True, slots=True)
class PublicItem:
    """An entry as everybody may read it."""

    reference: str
    kind: str
    title: str
    asked_on: date
    mover: str
    paper: str
    asked: str
    state: str
    deadline_on: date | None
    new_date: date | None
    public_note: str
    publication: str
    published_at: datetime
    renewed_at: datetime
    body: str
    office: str

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(FollowUpKind(self.kind).label)

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(FollowUpState(self.state).label)

    @property
    def is_archived(self) -> bool:
        """Whether it can be read but is no longer kept up."""
        return self.publication == Publication.ARCHIVE

    @property
    def url(self) -> str:
        """Its address."""
        return reverse("portal:followup", args=[self.reference])


def _released() -> QuerySet[FollowUp]:
    """Twice said: the entry was released, and neither it nor its case is secret."""
    return FollowUp.objects.filter(
        publication__in=READABLE, is_public=True, case__access=Access.NORMAL
    )


def _read(rows: QuerySet[FollowUp]) -> list[PublicItem]:
    return [PublicItem(*cast("tuple[object, ...]", row)) for row in rows.values_list(*FIELDS)]  # type: ignore[arg-type] # in the order of FIELDS


def public_items(*, text: str = "", body: int | None = None) -> QuerySet[FollowUp]:
    """The released entries, the last changed first; narrowed by words of the title and body."""
    found = _released().order_by("-renewed_at", "-pk")
    if body is not None:
        found = found.filter(body=body)
    for part in filter(None, map(din5007_key, text.split())):
        found = found.filter(title_key__contains=part)
    return found


def page_of(items: QuerySet[FollowUp], first: int, last: int) -> list[PublicItem]:
    """Some of them; one statement."""
    return _read(items[first:last])


def public_item(reference: str) -> PublicItem | None:
    """One released entry; None where there is none."""
    return next(iter(_read(_released().filter(reference=reference))), None)


def ending_of(reference: str) -> str:
    """How the publication of an entry has ended (410 or 503); empty where nothing is known."""
    ended = FollowUp.objects.filter(
        reference=reference, publication__in=(Publication.GONE, Publication.UNAVAILABLE)
    )
    return ended.values_list("publication", flat=True).first() or ""


def stock_of_items() -> tuple[int, datetime] | None:
    """How many entries there are, and when one has changed last; None where there is none."""
    found = _released().aggregate(count=Count("pk"), changed=Max("renewed_at"))
    return (found["count"], found["changed"]) if found["count"] else None


def item_key(reference: str) -> int | None:
    """The key of a released entry that is still kept up, for a subscription."""
    rows = _released().filter(reference=reference, publication=Publication.PUBLIC)
    return rows.values_list("pk", flat=True).first()


def newest() -> list[PublicItem]:
    """What a feed holds."""
    return page_of(public_items(), 0, NEWEST)


def renewed(
    *, after: datetime, until: datetime, item: int | None, limit: int = NEWEST
) -> Sequence[PublicItem]:
    """What has become new to the public after a moment, up to another."""
    rows = _released().filter(renewed_at__gt=after, renewed_at__lte=until)
    if item is not None:
        rows = rows.filter(pk=item)
    return _read(rows.order_by("renewed_at", "pk")[:limit])


def bodies() -> list[tuple[int, str]]:
    """The bodies of which something is public."""
    used = _released().values("body")
    return list(Organization.objects.filter(pk__in=used).order_by("name").values_list("pk", "name"))
