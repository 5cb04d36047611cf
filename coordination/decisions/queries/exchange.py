"""What is to be handed to a council system, what is out, and what came back unplaced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from workflows.calendars import end_of_day
from workflows.models import StepRun
from workflows.queries.people.routes import working_calendar

from ...council.enums import ExcerptStatus
from ...council.models import Consultation, Excerpt, HandOver, Paper
from ...council.rules.excerpts import excerpt_due_on
from ..enums import MeasureState as S

BATCH = 50
SHOWN = 200
RELATED = ("organization", "meeting", "paper", "hand_over", "case")
ASKED_IN = (S.DELIBERATION, S.VETO_PERIOD, S.EXECUTION_BARRED, S.RESOLVED, S.IMPLEMENTATION)
"""Where an excerpt is still waited for."""


def papers_to_hand_over() -> list[Paper]:
    """Signed papers of matters under deliberation with a station that was not handed over."""
    known = HandOver.objects.filter(consultation=OuterRef("pk"))
    waiting = Consultation.objects.filter(~Exists(known), paper=OuterRef("pk"), result="")
    rows = Paper.objects.filter(Exists(waiting), case__state=S.DELIBERATION)
    related = ("case", "lead", "supplements", "signed_by", "signed_for")
    return list(rows.select_related(*related).order_by("pk")[:BATCH])


def stations_of_reference(reference: str) -> list[Consultation]:
    """The stations of the paper with this number, ours or the council system's, in their order."""
    stations = Consultation.objects.filter(
        Q(paper__reference=reference) | Q(paper__council_reference__iexact=reference)
    )
    return list(stations.select_related(*RELATED).order_by("position", "attempt"))


def stations_now(keys: Sequence[int]) -> list[Consultation]:
    """The same stations as they are at this moment."""
    return list(Consultation.objects.filter(pk__in=keys).select_related(*RELATED))


def sessions_without_excerpt(*, today: date) -> list[Consultation]:
    """Stations whose session was before today, whose excerpt is out and nobody is asked for."""
    asked = StepRun.objects.filter(
        case=OuterRef("case"), key="excerpt", closed_at=None,
        subject=Concat(Value("consultation:"), Cast(OuterRef("pk"), CharField())),
    )  # fmt: skip
    rows = Consultation.objects.filter(
        ~Exists(asked), hand_over__returned_at=None, hand_over__isnull=False,
        case__state__in=ASKED_IN, meeting__starts_at__lt=end_of_day(today - timedelta(days=1)),
        meeting__is_cancelled=False,
    )  # fmt: skip
    return list(rows.select_related("organization", "meeting").order_by("pk")[:BATCH])


def out_since(*, today: date) -> list[HandOver]:
    """What is in the council system and not back, the oldest sessions first.

    Each with `is_late`: its session is over; and `due_on`, the day by which the rules want the
    excerpt after it.
    """
    related = ("consultation__organization", "consultation__meeting", "consultation__paper",
               "consultation__case")  # fmt: skip
    rows = HandOver.objects.filter(
        returned_at=None, consultation__case__closed_at=None
    ).select_related(*related)
    found = list(rows.order_by("consultation__meeting__starts_at", "pk")[:SHOWN])
    limit, calendar = end_of_day(today), working_calendar()
    for one in found:
        meeting = one.consultation.meeting
        one.is_late = meeting is not None and meeting.starts_at < limit
        one.due_on = excerpt_due_on(one.consultation, calendar)
    return found


def open_excerpts() -> list[Excerpt]:
    """What came back and could not be placed, the latest first."""
    rows = Excerpt.objects.filter(status=ExcerptStatus.OPEN)
    related = ("consultation__organization", "consultation__case", "consultation__paper")
    return list(rows.select_related(*related)[:SHOWN])
