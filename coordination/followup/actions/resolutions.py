"""What was resolved goes on the list by itself: nobody has to type it (GO NRW §§ 55, 62)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import Exists, OuterRef, Q

from workflows.calendars import local_date
from workflows.models import Desk, Unit

from ...city.rules import COUNCIL_OFFICE, OUTSIDE
from ...council.enums import ConsultationResult as R
from ...council.enums import ConsultationRole as Role
from ...council.models import Consultation
from ..enums import FollowUpKind
from ..flows.keeping import is_led
from ..models import IN_WORDS, FollowUp
from .items import record

logger = logging.getLogger(__name__)

LOOKS_BACK = timedelta(days=366)
"""Beyond that nothing is put on the list by itself: the stock comes in by a list of its own."""
AT_ONCE = 200
"""So many at one time; the next tick goes on."""


def missing_from_the_list(*, at: datetime) -> list[Consultation]:
    """Decisions that were taken and are on no list, the oldest first.

    What ended long ago needs no follow-up: either its matter still runs, or it is a week old.
    """
    decided = Consultation.objects.filter(
        Q(case__closed_at=None) | Q(recorded_at__gt=at - timedelta(days=7)),
        role=Role.DECISION,
        result__in=(R.ACCEPTED, R.AMENDED),
        recorded_at__gt=at - LOOKS_BACK,
        paper__isnull=False,
    )
    listed = FollowUp.objects.filter(consultation=OuterRef("pk"))
    rows = decided.filter(~Exists(listed)).select_related("case", "paper__lead", "meeting")
    return list(rows.order_by("recorded_at", "pk")[:AT_ONCE])


def record_resolutions(*, at: datetime) -> int:
    """Put each of them on the list of its body, for the office that has the lead; returns how many.

    Twice or by two workers at once does nothing twice: a station has one item.
    """
    made = 0
    for station in missing_from_the_list(at=at):
        try:
            made += _record(station, at=at)
        except IntegrityError:
            continue  # another worker was quicker
    return made


def _record(station: Consultation, *, at: datetime) -> bool:
    paper, meeting = station.paper, station.meeting
    assert paper is not None, "as it was asked for"
    office = _answering(paper.lead, at)
    if office is None:
        logger.error("nobody can answer for the resolution of DS %s", paper.reference)
        return False
    resolved = station.resolution_text or str(paper.text.get("proposal") or paper.name)
    record(
        fields={
            "kind": FollowUpKind.RESOLUTION,
            "title": paper.name,
            "body": station.organization_id,
            "meeting": station.meeting_id,
            "asked_on": str(local_date(meeting.starts_at if meeting else at)),
            "paper": f"DS {paper.reference}",
            "asked": resolved[:IN_WORDS],
            "office": office.pk,
            "is_public": station.is_public and paper.is_public,
            "planned": _planned(paper.text),
        },
        by=None,
        at=at,
        consultation=station,
        access=station.case.access,
    )
    return True


def _answering(lead: Unit, at: datetime) -> Unit | None:
    """The office that had the lead, whoever has taken its place, else the council office's own."""
    inside = Unit.objects.in_force(on=local_date(at)).exclude(kind__in=OUTSIDE)
    seen: set[int] = set()
    unit: Unit | None = lead
    while unit is not None and unit.pk not in seen:
        seen.add(unit.pk)
        if inside.filter(pk=unit.pk).exists() and is_led(unit):
            return unit
        unit = unit.successor
    desks = Desk.objects.filter(function__in=COUNCIL_OFFICE.functions, closed_on=None)
    own = inside.filter(pk__in=desks.values("unit")).order_by("pk")
    return next(filter(is_led, own), None)


def _planned(text: dict[str, object]) -> object:
    cost = text.get("cost")
    return None if cost in (None, "") else str(cost)
