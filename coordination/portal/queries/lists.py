"""Pages of public lists: three statements, whatever their length."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from ..models import PublicObject

MOST = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for. `after` is the last row of the page before, for a stable walk."""

    kind: str
    limit: int = MOST
    page: int = 1
    after: int | None = None
    created_since: datetime | None = None
    created_until: datetime | None = None
    modified_since: datetime | None = None
    modified_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A page: the objects as text, how many there are in all, and the row it ends with."""

    contents: list[str]
    total: int
    last: int
    latest: datetime | None


def page_of(asked: Asked) -> Found:
    """The page that was asked for; beyond the end it is empty."""
    rows = _matching(asked)
    total = rows.count()
    if asked.after is not None:
        chosen = rows.filter(pk__gt=asked.after)[: asked.limit]
    else:
        # Only the keys of the pages before are walked over, in the index.
        start = (asked.page - 1) * asked.limit
        chosen = PublicObject.objects.filter(
            pk__in=rows.values("pk")[start : start + asked.limit]
        ).order_by("pk")
    page = list(chosen.values_list("pk", "content", "modified"))
    return Found(
        [content for _pk, content, _modified in page],
        total,
        page[-1][0] if page else 0,
        max((modified for _pk, _content, modified in page), default=None),
    )


def _matching(asked: Asked) -> QuerySet[PublicObject]:
    """Withdrawn objects are told to those only who ask for what has changed (OParl 2.8)."""
    rows = PublicObject.objects.filter(kind=asked.kind).order_by("pk")
    if asked.modified_since is None:
        rows = rows.filter(deleted_at=None)
    bounds = {
        "created__gte": asked.created_since, "created__lte": asked.created_until,
        "modified__gte": asked.modified_since, "modified__lte": asked.modified_until,
    }  # fmt: skip
    return rows.filter(**{name: value for name, value in bounds.items() if value is not None})
