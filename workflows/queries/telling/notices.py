"""A person's in-app notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery

from ...models import Notice

PAGE = 25


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Some notices, the newest first, and where to go on."""

    notices: Sequence[Notice]
    next_after: int | None


def notices_of(person: int, *, unread: bool = False) -> QuerySet[Notice]:
    """A person's notices, the newest first."""
    mine = Notice.objects.filter(recipient=person).order_by("-created_at", "-pk")
    return mine.filter(read_at=None) if unread else mine


def notice_page(person: int, *, unread: bool, after: int | None = None) -> NoticePage:
    """The page that begins behind a notice of this person; an unknown one means the first page."""
    found = notices_of(person, unread=unread)
    last = Notice.objects.filter(recipient=person, pk=after).first() if after else None
    if last is not None:
        older = Q(created_at__lt=last.created_at)
        found = found.filter(older | Q(created_at=last.created_at, pk__lt=last.pk))
    rows = list(found.select_related("case", "notification")[: PAGE + 1])
    more = len(rows) > PAGE
    return NoticePage(rows[:PAGE], rows[PAGE - 1].pk if more else None)


def unread_of(person: OuterRef) -> Subquery:
    """The same for the person of a query around it."""
    unread = Notice.objects.filter(recipient=person, read_at=None)
    counted = unread.annotate(number=Func(F("pk"), function="count")).values("number")
    return Subquery(counted, output_field=IntegerField())


def unread_count(person: int) -> int:
    """How many notices the person has not read."""
    return notices_of(person, unread=True).count()
