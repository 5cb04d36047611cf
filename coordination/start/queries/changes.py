"""The matters that have changed since somebody last looked into them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from workflows.models import Event, User, audience_contains
from workflows.models.trail import UNTOLD

from ...measures.models import Visit

MOST = 200
"""So many matters are listed, those that changed last before the others."""


def changed_for(person: User, *, at: datetime) -> QuerySet[Visit]:
    """The visits of a person to matters in which others have done something since.

    Only what the person sees from inside the administration: the trail says what happens there.
    """
    later = Event.objects.filter(case=OuterRef("case"), seq__gt=OuterRef("seen"))
    later = later.exclude(action__in=UNTOLD)
    return Visit.objects.filter(
        Exists(later.exclude(actor=person)),
        audience_contains(person, at=at, case=OuterRef("case_id"), inside=True),
        person=person,
        case__seq__gt=F("seen"),
    )


def latest_changes(person: User, *, at: datetime) -> list[Visit]:
    """The first `MOST` + 1 of them, each with `news`, the number of events, and `last`, the moment
    of the latest; one statement.
    """
    told = ~Q(case__events__action__in=UNTOLD)
    rows = changed_for(person, at=at).filter(case__events__seq__gt=F("seen"))
    counted = rows.select_related("case").annotate(
        news=Count("case__events", filter=told), last=Max("case__events__at", filter=told)
    )
    return list(counted.order_by("-last", "pk")[: MOST + 1])
