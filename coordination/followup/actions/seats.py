"""Who sits in a body changes: what is not public of it is shown to its members of the day alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q

from workflows.actions.acting.acts import Request, act
from workflows.calendars import local_date
from workflows.enums import Access, DeskFunction
from workflows.models import CaseAudience

from ...council.queries.sessions import desks_of_each_body
from ..flows.work import COUNCIL
from ..models import FollowUp

AT_ONCE = 200
"""So many items follow in one run; the next one goes on."""
_KEY = "followup-seats"


def follow_the_seats(*, at: datetime, most: int = AT_ONCE) -> int:
    """Let items follow seats and holders of desks as they are on this day; how many did.

    Nothing is looked at while seats and holders are what they were when all had followed last.
    """
    desks = desks_of_each_body(on=local_date(at))
    standing = sha256(repr(sorted(desks.items())).encode()).hexdigest()
    if cache.get(_KEY) == standing:
        return 0
    done = 0
    for case in _behind(desks):
        if done == most:
            return done
        act(Request(case, "follow_seats", None, at), system=True)
        done += 1
    cache.set(_KEY, standing, timeout=None)
    return done


def _behind(desks: Mapping[int, Sequence[int]]) -> Iterator[int]:
    """Items that a desk of the council sees without a seat, or does not see in spite of it."""
    secret = FollowUp.objects.filter(is_public=False, case__access=Access.NORMAL)
    for body in list(secret.order_by("body").values_list("body", flat=True).distinct()):
        entitled = desks.get(body, ())
        seen = CaseAudience.objects.filter(case=OuterRef("case"))
        beyond = seen.filter(reason=COUNCIL, desk__function=DeskFunction.OBSERVER)
        wrong = Q(Exists(beyond.exclude(desk__in=entitled)))
        for desk in entitled:
            wrong |= ~Q(Exists(seen.filter(desk=desk)))
        yield from list(secret.filter(wrong, body=body).values_list("case", flat=True))
