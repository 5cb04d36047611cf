"""Papers whose session has been sent out by now, whoever has recorded it."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, Subquery

from workflows.enums import DeadlineStatus
from workflows.models import Deadline

from ...council.models import Consultation

KIND = "dispatch"
"""The deadline that runs until the paper is sent, and its period in the route."""


def cases_sent_out(*, on: date) -> list[int]:
    """The cases that wait for the dispatch of their next session, which is recorded already.

    One day of dispatch holds for a whole session: recorded at one paper or imported with the
    session, it is that of all others.
    """
    open_ones = Consultation.objects.filter(result="")
    sent = open_ones.filter(meeting__dispatched_on__lte=on).values("case")
    next_one = open_ones.filter(case=OuterRef("case")).order_by("position", "attempt")
    waiting = (
        Deadline.objects.filter(kind=KIND, status=DeadlineStatus.RUNNING, case__in=sent)
        .annotate(sent_on=Subquery(next_one.values("meeting__dispatched_on")[:1]))
        .filter(sent_on__lte=on)
    )
    return sorted(set(waiting.values_list("case", flat=True)))
