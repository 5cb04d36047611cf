"""Bodies, sessions and stations."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from workflows.calendars import end_of_day
from workflows.queries.compiled import CompiledFor

from ..enums import ConsultationResult, ConsultationRole
from ..models import ChainWaiver, Consultation, Meeting, Objection

_OPEN = CompiledFor(
    lambda *, case: (
        Consultation.objects.filter(case=case, result="")
        .select_related("organization", "meeting", "paper")
        .order_by("position", "attempt")
    ),
    case=-1,
)


def open_consultations(case: int) -> list[Consultation]:
    """The stations of a case without a result, in their order, with body, session and paper."""
    return _OPEN.all(case=case)


def deciding_station(case: int) -> Consultation | None:
    """The station at which a case was decided in favour, with body and session."""
    decided = Consultation.objects.filter(
        case=case,
        role=ConsultationRole.DECISION,
        result__in=(ConsultationResult.ACCEPTED, ConsultationResult.AMENDED),
    )
    return decided.select_related("organization", "meeting").order_by("recorded_at").last()


def last_session_dealt_with(case: int) -> datetime | None:
    """When the last session began for which a result of a case is recorded.

    What stands behind the next open station was noted beside the chain and holds up nothing.
    """
    following = (
        Consultation.objects.filter(case=case, result="").order_by("position").values("position")
    )
    recorded = Consultation.objects.filter(case=case).exclude(result="")
    recorded = recorded.filter(position__lte=Coalesce(Subquery(following[:1]), F("position")))
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
    return list(stations_rows(case))


def stations_rows(case: int) -> QuerySet[Consultation]:
    """The same, to be read together with something else."""
    return (
        Consultation.objects.filter(case=case)
        .select_related(
            "organization",
            "meeting",
            "hand_over",
            "referred_to",
            "paper__signed_by",
            "paper__signed_for",
        )
        .order_by("position", "attempt", "correction")
    )


def postponements(station: Consultation) -> int:
    """How often a body has put a matter off in the same role, this time included."""
    rows = Consultation.objects.filter(
        case=station.case_id, organization=station.organization_id, role=station.role
    )
    return rows.filter(result__in=OPEN_ENDED, correction=0).count()


def lacked_quorum_before(station: Consultation) -> bool:
    """Whether the body put the matter off the last time because too few of it were there."""
    if station.attempt == 1:
        return False
    before = Consultation.objects.filter(
        case=station.case_id,
        organization=station.organization_id,
        role=station.role,
        attempt=station.attempt - 1,
    )
    last = before.order_by("correction").last()
    return last is not None and last.lacks_quorum and last.result in OPEN_ENDED


OPEN_ENDED = (ConsultationResult.POSTPONED, ConsultationResult.DROPPED)


def advice_before(station: Consultation) -> list[Consultation]:
    """The changes that bodies before a station have recommended, as last corrected, in order."""
    rows = Consultation.objects.filter(case=station.case_id, position__lte=station.position)
    heard = rows.exclude(role=ConsultationRole.DECISION).exclude(result="")
    latest = {
        (row.position, row.attempt): row
        for row in heard.select_related("organization").order_by(
            "position", "attempt", "correction"
        )
    }
    return [
        row
        for row in latest.values()
        if row.result == ConsultationResult.AMENDED and row.pk != station.pk
    ]


DECIDES = (ConsultationRole.DECISION, ConsultationRole.APPROVAL)
"""The roles in which a body makes a resolution."""


def resolution_of(case: int) -> Consultation | None:
    """The last resolution by which a case was decided, with its body and session."""
    carried = (ConsultationResult.ACCEPTED, ConsultationResult.AMENDED)
    found = Consultation.objects.filter(case=case, role__in=DECIDES, result__in=carried)
    return (
        found.select_related("organization", "meeting", "paper")
        .order_by("-position", "-attempt", "-correction")
        .first()
    )


def open_objection(case: int) -> Objection | None:
    """The objection that holds a case up, with the resolution against which it is."""
    return open_objections(case).first()


def open_objections(case: int) -> QuerySet[Objection]:
    """The same, to be read together with something else."""
    rows = Objection.objects.filter(case=case, outcome="").order_by("pk")
    return rows.select_related("resolution__organization", "resolution__meeting")


def waivers_of(case: int) -> list[ChainWaiver]:
    """The demands on a chain that were waived, with their reasons."""
    return list(waiver_rows(case))


def waiver_rows(case: int) -> QuerySet[ChainWaiver]:
    """The same, to be read together with something else."""
    return ChainWaiver.objects.filter(case=case).select_related("given_by").order_by("demand")


def recorded_station(case: int, wanted: int) -> Consultation | None:
    """A station of a case with its result, as it was corrected last; None if it has none."""
    rows = Consultation.objects.filter(case=case).exclude(result="")
    # A page asks before anybody has named one.
    named = wanted and rows.filter(pk=wanted).values_list("position", "attempt").first()
    if not named:
        return None
    same = rows.filter(position=named[0], attempt=named[1]).order_by("correction")
    return same.select_related("organization", "meeting", "paper").last()


def unsettled_corrections(case: int) -> list[Consultation]:
    """Corrections of which nobody has said yet what follows."""
    return list(Consultation.objects.filter(case=case, is_unsettled=True).order_by("pk"))


def as_corrected_last() -> QuerySet[Consultation]:
    """Stations without those rows that a later correction has replaced."""
    later = Consultation.objects.filter(
        case=OuterRef("case"),
        position=OuterRef("position"),
        attempt=OuterRef("attempt"),
        correction__gt=OuterRef("correction"),
    )
    return Consultation.objects.filter(~Exists(later))
