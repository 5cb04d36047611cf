"""Papers on their way to a council system, for the tests of handing over and of agendas."""

from __future__ import annotations

from datetime import datetime, timedelta

from coordination.council.models import Consultation
from coordination.measures.models import Measure
from tests.situations import Stage


def signed(stage: Stage) -> Measure:
    """A paper under deliberation, with the integration council and the council before it."""
    return stage.bring("deliberation")


def stations(measure: Measure) -> list[Consultation]:
    rows = Consultation.objects.filter(case=measure.case_id).order_by("position", "attempt")
    return list(rows.select_related("organization", "meeting", "paper"))


def after(stage: Stage, station: Consultation) -> datetime:
    assert station.meeting
    stage.town.now = station.meeting.starts_at + timedelta(hours=3)
    return stage.town.now
