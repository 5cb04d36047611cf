"""Keeping what everybody sees the same as what everybody may see.

Objects are made beforehand and sent as they lie there. One that changed gets a new `modified`, and
with it what it stands in; one that is no longer wanted becomes a tombstone at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from django.conf import settings

from workflows.calendars import local_date

from ...council.models import Consultation, Meeting, Paper
from ..models import OparlRelease, PublicationState, PublicObject
from ..queries import own
from ..queries.history import history, history_owners
from ..queries.releases import release_in_force
from .objects import publish

T = TypeVar("T")

TOGETHER = 500
"""So many papers or sessions are made in one transaction."""

BACK = 1000
"""Events may be committed later than those after them: so many are looked at again."""

LATELY = timedelta(days=60)
"""Sessions are looked at each time from so long ago on; all others once a night."""


def refresh(*, at: datetime, everything: bool = False) -> int:
    """Publish what has changed, tombstone what may no longer be seen; how many objects changed.

    Without a release nothing is made; the endpoint does not answer anyway.
    """
    release = release_in_force()
    if release is None or not release.is_released:
        return 0
    state, _is_new = PublicationState.objects.get_or_create(pk=1)
    is_whole = (
        everything or state.release_id != release.pk or state.base != settings.BASE_URL
        or state.whole_at is None or local_date(state.whole_at) < local_date(at)
    )  # fmt: skip
    pks, last = own.changed_papers(after=0 if is_whole else max(0, state.last_event - BACK))
    if is_whole:
        pks = list(Paper.objects.order_by("pk").values_list("pk", flat=True))
    changed = _papers(pks, at=at)
    changed += _meetings(pks, release, at=at, is_whole=is_whole)
    changed += publish({"o"}, own.bodies(), at=at)
    changed += publish({"d"}, own.functions() if release.shows_functions else [], at=at)
    changed += publish({"s"}, own.frame(release), at=at)
    changed += _history(release, at=at, is_whole=is_whole)
    state.last_event, state.release, state.base = last, release, settings.BASE_URL
    state.whole_at = at if is_whole else state.whole_at
    state.save()
    return changed


def refresh_session(meeting: int, *, at: datetime) -> int:
    """Publish one session anew at once; how many objects changed."""
    release = release_in_force()
    if release is None or not release.is_released:
        return 0
    return publish({f"m{meeting}"}, own.meetings([meeting], release, at=at), at=at)


def _papers(pks: Sequence[int], *, at: datetime) -> int:
    return sum(publish({f"p{pk}" for pk in some}, own.papers(some), at=at) for some in _chunks(pks))


def _meetings(
    of_papers: Sequence[int], release: OparlRelease, *, at: datetime, is_whole: bool
) -> int:
    """Sessions with items of these papers, and those that are near; if `is_whole` all."""
    found = Meeting.objects.order_by("pk")
    if not is_whole:
        near = set(found.filter(starts_at__gt=at - LATELY).values_list("pk", flat=True))
        touched = Consultation.objects.filter(paper__in=of_papers, meeting__isnull=False)
        pks = sorted(near | set(touched.values_list("meeting", flat=True)))
    else:
        pks = list(found.values_list("pk", flat=True))
        gone = {
            owner
            for owner in PublicObject.objects.filter(kind="Meeting", deleted_at=None).values_list(
                "owner", flat=True
            )
            if owner.startswith("m")
        } - {f"m{pk}" for pk in pks}
        publish(gone, [], at=at)
    return sum(
        publish({f"m{pk}" for pk in some}, own.meetings(some, release, at=at), at=at)
        for some in _chunks(pks)
    )


def _history(release: OparlRelease, *, at: datetime, is_whole: bool) -> int:
    """What was imported, if the city shows it; else whatever of it was shown is withdrawn."""
    gone: list[str] = []
    changed = 0
    if release.shows_history:
        since = None if is_whole else at - timedelta(hours=1)
        made: set[str] = set()
        for owners, wanted in history(release, since=since):
            made |= owners
            changed += publish(owners, wanted, at=at)
        gone = sorted(set(history_owners()) - made) if is_whole else []
    elif is_whole:
        gone = history_owners()
    return changed + sum(publish(set(some), [], at=at) for some in _chunks(gone))


def _chunks(values: Sequence[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while some := list(islice(rest, TOGETHER)):
        yield some
