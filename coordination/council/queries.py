"""Bodies, sessions and stations."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Max, QuerySet

from workflows.calendars import end_of_day

from .models import Consultation, Meeting


def open_consultations(case: int) -> list[Consultation]:
    """The stations of a case without a result, in their order, with body, session and paper."""
    return list(
        Consultation.objects.filter(case=case, result="")
        .select_related("organization", "meeting", "paper")
        .order_by("position", "attempt")
    )


def last_session_dealt_with(case: int) -> datetime | None:
    """When the last session began for which a result of a case is recorded."""
    recorded = Consultation.objects.filter(case=case).exclude(result="")
    latest: datetime | None = recorded.aggregate(latest=Max("meeting__starts_at"))["latest"]
    return latest


def meetings_since(day: date) -> QuerySet[Meeting]:
    """Sessions from a day on, whether or not they still take papers."""
    return (
        Meeting.objects.filter(starts_at__gte=end_of_day(day - timedelta(days=1)))
        .exclude(is_cancelled=True)
        .select_related("organization")
        .order_by("starts_at")
    )


def meetings_to_come(*, after: datetime, closing_from: date) -> QuerySet[Meeting]:
    """Sessions after a moment whose editorial deadline is not over on that day."""
    return (
        Meeting.objects.filter(starts_at__gt=after, closes_on__gte=closing_from, is_cancelled=False)
        .select_related("organization")
        .order_by("starts_at")
    )


def next_meeting(
    organization: int, *, after: datetime, closing_from: date | None = None
) -> Meeting | None:
    """The next session of a body after a moment; with a still open editorial deadline if asked."""
    meetings = Meeting.objects.filter(
        organization=organization, starts_at__gt=after, is_cancelled=False
    )
    if closing_from:
        meetings = meetings.filter(closes_on__gte=closing_from)
    return meetings.order_by("starts_at").first()


def consultations_of(case: int) -> list[Consultation]:
    """All stations of a case in their order, postponed ones before their repetition."""
    return list(
        Consultation.objects.filter(case=case)
        .select_related("organization", "meeting", "paper__signed_by", "paper__signed_for")
        .order_by("position", "attempt")
    )
