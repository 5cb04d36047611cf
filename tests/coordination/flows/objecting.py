"""Resolutions against which somebody objects, and what comes of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from coordination.council.models import Consultation, Meeting, Organization
from coordination.measures.models import Measure
from tests.rows import remembered
from tests.situations import COUNCIL_OFFICE, REASON, Stage
from tests.town import NOW, found


def decided_by(stage: Stage, path: str, body: str) -> Measure:
    """A measure on which this body has just decided, in its next session."""
    measure = stage.final_signature(decision_path=path)
    meeting = Meeting.objects.filter(
        organization__key=body, closes_on__gte=stage.town.now
    ).order_by("starts_at")[0]
    chain = [{"organization": meeting.organization_id, "role": "decision", "meeting": meeting.pk}]
    stage.do(measure, "plan_consultations", COUNCIL_OFFICE, chain=chain, text=REASON)
    stage.do(measure, "sign", "mayor-mayor")
    stage.town.decide(measure)
    return measure


def _decided(path: str, body: str) -> tuple[Stage, Measure]:
    stage = Stage(found())
    return stage, decided_by(stage, path, body)


@remembered
def by_council() -> tuple[Stage, Measure]:
    return _decided("council", "council")


@remembered
def by_committee() -> tuple[Stage, Measure]:
    return _decided("committee", "social_committee")


@remembered
def by_district() -> tuple[Stage, Measure]:
    return _decided("district_council", "north")


@remembered
def under_way() -> tuple[Stage, Measure]:
    stage = Stage(found())
    return stage, stage.implementation()


DECIDED = {"council": by_council, "committee": by_committee, "district_council": by_district}


def objects(stage: Stage, measure: Measure, act: str) -> None:
    if act == "record_veto":
        data = {"objectors": 4, "filed_on": str(stage.town.now.date())}
        stage.do(measure, act, COUNCIL_OFFICE, **data)
    else:
        stage.do(measure, act, "mayor-mayor", text=REASON)


def session(body: str, day: date) -> Meeting:
    """A session of the body on a day, at four o'clock."""
    starts_at = datetime.combine(day, datetime.min.time(), NOW.tzinfo) + timedelta(hours=16)
    organization = Organization.objects.get(key=body)
    return Meeting.objects.create(organization=organization, starts_at=starts_at, closes_on=day)


def settle(stage: Stage, measure: Measure, result: str) -> None:
    """What the next body decides on the objection, or the supervisory authority."""
    if result in ("annulled", "unobjected"):
        ruling = {"ruling": result, "reference": "Bezirksregierung, 31.1"}
        stage.do(measure, "record_ruling", COUNCIL_OFFICE, **ruling)
        return
    station = Consultation.objects.get(case=measure.case_id, result="")
    if station.meeting is None:
        meeting = session(station.organization.key, stage.town.now.date() + timedelta(days=7))
        stage.do(measure, "plan_objection", COUNCIL_OFFICE, meeting=meeting.pk)
        station.refresh_from_db()
    stage.after_session(measure)
    words = "Der Beschluss gilt nur für ein Jahr." if result == "amended" else ""
    stage.do(measure, "decide_objection", COUNCIL_OFFICE, result=result, resolution_text=words)
