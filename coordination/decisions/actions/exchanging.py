"""Papers handed to the council system, and what comes back of it taken or laid before a person."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from workflows.actions.acting.acts import Request, act
from workflows.calendars import local_date
from workflows.queries.people.routes import working_calendar
from workflows.refusals import GuardsUnmet, Refusal
from workflows.spelling import folded

from ...council.enums import ConsultationResult, Edition, ExcerptStatus
from ...council.exchange import Excerpted, PaperOut, Scheduled, Way
from ...council.models import Consultation, Excerpt, HandOver, Organization, Paper
from ...council.results.reader import UNKNOWN, Reading, read_result
from ...council.rules.excerpts import excerpt_due_on
from ...printing.typesetting import TypesettingError
from ..queries.exchange import (
    papers_to_hand_over,
    sessions_without_excerpt,
    stations_now,
    stations_of_reference,
)
from .papers import pdf_of

logger = logging.getLogger(__name__)


def hand_papers_over(way: Way, *, at: datetime, seconds: float) -> int:
    """Deliver signed papers that the council system does not have; how many.

    Delivered first, recorded then: who is killed between delivers the same once more, and the
    way knows it. One that fails stops no other and is tried again.
    """
    end, done = time.monotonic() + seconds, 0
    for paper in papers_to_hand_over():
        if time.monotonic() > end:
            break
        try:
            way.deliver(_outgoing(paper))
            act(Request(case=paper.case_id, name="hand_over_paper", by=None, at=at), system=True)
        except (OSError, TypesettingError, Refusal):
            logger.exception("%s could not be handed over to the council system", paper)
        else:
            done += 1
    return done


def _outgoing(paper: Paper) -> PaperOut:
    """What leaves: the edition for the council, never what offices said inside."""
    pdf = pdf_of(paper, Edition.COUNCIL)
    stations = paper.consultations.select_related("organization", "meeting").order_by("position")
    facts: dict[str, object] = {
        "reference": paper.number or paper.reference,
        "our_reference": paper.reference,
        "type": paper.get_type_display(),
        "name": paper.name,
        "date": paper.dated.isoformat(),
        "lead": paper.lead.name,
        "public": paper.is_public,
        "stations": [_station(one) for one in stations if not one.result],
    }
    return PaperOut(paper.number or paper.reference, facts, pdf.name, pdf.content)


def _station(station: Consultation) -> dict[str, object]:
    meeting = station.meeting
    return {
        "body": station.organization.key,
        "name": station.organization.name,
        "role": station.role,
        "session": local_date(meeting.starts_at).isoformat() if meeting else None,
        "public": station.is_public,
    }


def take_excerpts(way: Way, *, at: datetime, seconds: float) -> int:
    """Take what has come back; how many were read. What nobody can place waits for a person."""
    end, done = time.monotonic() + seconds, 0
    for offered in way.excerpts():
        if time.monotonic() > end:
            break
        with offered as found:
            if found is not None:
                done += take(found, system=way.system, at=at)
    return done


def note_agendas(way: Way, *, at: datetime, seconds: float) -> int:
    """Note which stations the council system has put on the agenda of their session; how many.

    Another session than ours is none of theirs: nothing is noted before somebody has planned it.
    """
    end, done = time.monotonic() + seconds, 0
    for told in way.scheduled():
        if time.monotonic() > end:
            break
        for station in _awaiting(told):
            data = {"consultation": station.pk}
            done += not _acted(station.case_id, "note_scheduled", data, at=at)
    return done


def _awaiting(told: Scheduled) -> list[Consultation]:
    """The station in the council system that is meant; none if it is noted already."""
    return [
        one
        for one in stations_of_reference(told.reference)
        if _is_on(one, folded(told.body), told.session) and _waits_for_agenda(one)
    ]


def _is_on(station: Consultation, body: str, day: date) -> bool:
    meeting = station.meeting
    is_then = meeting is not None and local_date(meeting.starts_at) == day
    return is_then and body in _names(station.organization)


def _waits_for_agenda(station: Consultation) -> bool:
    out: HandOver | None = getattr(station, "hand_over", None)
    return out is not None and out.scheduled_at is None


def ask_for_excerpts(*, at: datetime, seconds: float) -> int:
    """Ask the council office for excerpts that are not back after their session; how many."""
    end, done = time.monotonic() + seconds, 0
    calendar = working_calendar()
    for station in sessions_without_excerpt(today=local_date(at)):
        if time.monotonic() > end:
            break
        if excerpt_due_on(station, calendar) is None:
            continue
        data = {"consultation": station.pk}
        done += not _acted(station.case_id, "ask_for_excerpt", data, at=at)
    return done


def take(found: Excerpted, *, system: str, at: datetime) -> int:
    """Take one excerpt: 1, or 0 where it has been brought before. Nothing is overwritten."""
    if Excerpt.objects.filter(system=system, digest=found.digest).exists():
        return 0
    station, problem = _placed(found)
    reading = read_result(found.result)
    if station is not None and not problem:
        problem = _applied(station, found, reading, at=at)
    try:
        with transaction.atomic():
            Excerpt.objects.create(
                system=system,
                name=found.name,
                digest=found.digest,
                received_at=at,
                content=found.content,
                status=ExcerptStatus.OPEN if problem else ExcerptStatus.TAKEN,
                problem=problem,
                consultation=station,
            )
    except IntegrityError:
        return 0
    return 1


def _placed(found: Excerpted) -> tuple[Consultation | None, str]:
    """The station that it is about, else why there is none."""
    stations = stations_of_reference(found.reference)
    if not stations:
        return None, "paper_unknown"
    wanted = folded(found.body)
    of_body = [one for one in stations if wanted in _names(one.organization)]
    if not of_body:
        return None, "body_unknown"
    for one in of_body:
        if _is_on(one, wanted, found.session):
            return one, ""
    return of_body[-1], "session_differs"


def _names(body: Organization) -> set[str]:
    return {folded(body.key), folded(body.name), folded(body.short_name)}


def _applied(station: Consultation, found: Excerpted, reading: Reading, *, at: datetime) -> str:
    """Do what it says; why a person has to look at it where that cannot be done."""
    if reading.kind == UNKNOWN:
        return "result_unknown"
    if station.result:
        return _compared(station, found, reading, at=at)
    data: dict[str, object] = {
        "consultation": station.pk,
        "result": reading.kind,
        "result_text": found.result[:200],
        "resolution_text": found.resolution_text,
        "source": found.digest,
        **_votes(found, reading),
    }
    if reading.kind == ConsultationResult.REFERRED:
        target = _body_named(found.referred_to or reading.target or "")
        if target is None:
            return "target_unknown"
        data["target"] = target.pk
    problem = _acted(station.case_id, "take_excerpt", data, at=at)
    if not problem:
        return ""
    # Somebody may have recorded the result since the station was read.
    present = stations_now([station.pk])[0]
    return _compared(present, found, reading, at=at) if present.result else problem


def _compared(station: Consultation, found: Excerpted, reading: Reading, *, at: datetime) -> str:
    """A result that stands already: the same is confirmed, another one is a question."""
    votes = _votes(found, reading)
    said = {key: getattr(station, key) for key in votes}
    contradicts = any(value is not None and value != votes[key] for key, value in said.items())
    is_other_text = bool(
        station.resolution_text
        and found.resolution_text
        and folded(station.resolution_text) != folded(found.resolution_text)
    )
    if station.result != reading.kind or contradicts or is_other_text:
        return "conflict"
    out = getattr(station, "hand_over", None)
    if out is None or out.returned_at is not None or station.case.closed_at is not None:
        return ""
    data = {"consultation": station.pk, "source": found.digest}
    problem = _acted(station.case_id, "confirm_excerpt", data, at=at)
    # Somebody may have confirmed the same since the station was read.
    is_back = HandOver.objects.filter(consultation=station.pk).exclude(returned_at=None).exists()
    return "" if is_back else problem


def _acted(case: int, name: str, data: Mapping[str, object], *, at: datetime) -> str:
    try:
        act(Request(case=case, name=name, by=None, at=at, data=data), system=True)
    except GuardsUnmet as refusal:
        return refusal.unmet[0].code[:32]
    except Refusal:
        return "not_possible_now"
    return ""


def _votes(found: Excerpted, reading: Reading) -> dict[str, int]:
    """The figures of the excerpt; where it has none, those of its words."""
    read = {"yes": reading.yes, "no": reading.no, "abstentions": reading.abstentions}
    words = {key: value for key, value in read.items() if value is not None}
    if ("yes" in words) != ("no" in words):
        # One of both alone says nothing that could be checked.
        words = {key: value for key, value in words.items() if key == "abstentions"}
    return {**words, **found.votes}


def _body_named(name: str) -> Organization | None:
    wanted = folded(name)
    bodies = [one for one in Organization.objects.all() if wanted in _names(one)]
    return bodies[0] if len(bodies) == 1 else None
