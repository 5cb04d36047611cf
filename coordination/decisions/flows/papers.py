"""Papers and their stations: proposing the chain, issuing the number, opening the next station."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext as _

from workflows.actions.acting.work import Opening
from workflows.calendars import Period, PeriodUnit, local_date
from workflows.enums import SignatureMark
from workflows.refusals import GuardsUnmet, Unmet

from ...city.enums import OrganizationType
from ...council.enums import ConsultationRole as Role
from ...council.enums import DecisionPath
from ...council.models import Consultation, Meeting, Organization, Paper, PaperNumber
from ...council.queries import next_meeting, open_consultations
from ..models import Attachment
from ..queries.texts import digest_of
from .values import fields, key

if TYPE_CHECKING:
    from .base import DecisionBase
    from .deliberating import DecisionFlow

RECORDING = Period(5, PeriodUnit.WORKING_DAYS)
"""How long after a session its result should be recorded, where the route says nothing else."""


def propose(flow: DecisionBase) -> None:
    """A first chain where none was planned: integration council, then the deciding body.

    The council office changes it as it needs; sessions are the next ones whose editorial
    deadline is not over, each not before the one of the station before.
    """
    if open_consultations(flow.case.pk):
        return
    after, rows = flow.call.at, []
    for position, (organization, role) in enumerate(_stations(flow), start=1):
        meeting = next_meeting(organization.pk, after=after, closing_from=flow.call.today)
        after = meeting.starts_at if meeting else after
        rows.append(
            Consultation(
                case=flow.case,
                position=position,
                organization=organization,
                meeting=meeting,
                role=role,
                is_public=flow.subject.council_public,
            )
        )
    Consultation.objects.bulk_create(rows)


def _stations(flow: DecisionBase) -> Iterator[tuple[Organization, str]]:
    subject = flow.subject
    yield from _first(OrganizationType.INTEGRATION_COUNCIL, Role.PRELIMINARY)
    youth = "minors" in subject.impacts()
    if subject.decision_path == DecisionPath.DISTRICT_COUNCIL:
        districts = list(subject.district_keys())
        bodies = Organization.objects.filter(district__key__in=districts).order_by("name")
        yield from ((body, Role.DECISION) for body in bodies[:1])
        return
    if subject.decision_path == DecisionPath.COMMITTEE:
        # Which other committee is competent follows from its own rules: the council office knows.
        if youth:
            yield from _first(OrganizationType.YOUTH_COMMITTEE, Role.DECISION)
        return
    if youth:
        yield from _first(OrganizationType.YOUTH_COMMITTEE, Role.PRELIMINARY)
    limit = flow.limits.get("main_finance")
    if limit is not None and subject.total_cost >= limit:
        yield from _first(OrganizationType.MAIN_COMMITTEE, Role.PRELIMINARY)
    yield from _first(OrganizationType.COUNCIL, Role.DECISION)


def _first(kind: str, role: str) -> Iterator[tuple[Organization, str]]:
    body = Organization.objects.filter(type=kind).order_by("key").first()
    if body:
        yield body, role


def plan(flow: DecisionBase, chain: Iterable[Any]) -> None:
    """Replace the planned chain; raises GuardsUnmet for a station that cannot be read.

    Each station: organization (id), role, meeting (id or empty), is_public.
    """
    rows, unmet = [], []
    for position, station in enumerate(chain, start=1):
        row = _row(flow, position, fields(station))
        if row:
            rows.append(row)
        else:
            text = _("Station %(number)d: please choose body, role and session.") % {
                "number": position
            }
            unmet.append(Unmet("station_invalid", text, f"chain-{position - 1}"))
    if not rows and not unmet:
        unmet.append(Unmet("chain_empty", _("Please plan at least one station."), "chain"))
    if unmet:
        raise GuardsUnmet(unmet)
    Consultation.objects.filter(case=flow.case, paper=None).delete()
    Consultation.objects.bulk_create(rows)


def _row(flow: DecisionBase, position: int, station: Mapping[str, Any]) -> Consultation | None:
    """The station as planned; None if it names no body, no role or another body's session."""
    organization = Organization.objects.filter(pk=key(station.get("organization"))).first()
    role, named = str(station.get("role")), station.get("meeting")
    meeting = Meeting.objects.filter(pk=key(named), organization=organization).first()
    if organization is None or role not in set(Role) or (named and meeting is None):
        return None
    return Consultation(
        case=flow.case,
        position=position,
        organization=organization,
        meeting=meeting,
        role=role,
        is_public=bool(station.get("is_public", True)),
    )


def issue(flow: DecisionBase) -> Paper:
    """The next number of the year, the text frozen, the stations and attachments bound to it.

    The counter is locked after the case, so numbers are gap-free; a withdrawn paper keeps its.
    """
    capacity = flow.call.capacity
    assert capacity is not None, "only a person signs"
    content = flow.text()
    paper = Paper.objects.create(
        case=flow.case,
        reference=_next_reference(flow.call.today.year),
        name=flow.subject.title,
        lead_id=flow.subject.lead_id,
        is_public=flow.subject.council_public,
        text=content,
        digest=digest_of(content),
        signed_by_id=flow.person_id(),
        signed_for_id=capacity.holder if capacity.is_deputy else None,
        signature_mark=_mark(capacity.signs, is_deputy=capacity.is_deputy),
        dated=flow.call.today,
    )
    flow.freeze("paper")
    Consultation.objects.filter(case=flow.case, paper=None).update(paper=paper)
    Attachment.objects.filter(case=flow.case, paper=None, removed_at=None).update(paper=paper)
    return paper


def _mark(signs: str, *, is_deputy: bool) -> str:
    """Whoever signs for the mayor signs „in Vertretung“ (Dienstweg, domain 1.3)."""
    is_bare = signs in {"", SignatureMark.NONE}
    return SignatureMark.IN_REPRESENTATION if is_deputy and is_bare else signs


def _next_reference(year: int) -> str:
    PaperNumber.objects.get_or_create(year=year)
    PaperNumber.objects.filter(year=year).update(last=F("last") + 1)
    last = PaperNumber.objects.values_list("last", flat=True).get(year=year)
    return f"{year % 100:02d}-{last:04d}"


def open_next(flow: DecisionBase) -> None:
    """A task for the council office to record the result of the next open station."""
    stations = open_consultations(flow.case.pk)
    if not stations:
        return
    station = stations[0]
    period, due = flow.work.periods.get("record_result", RECORDING), None
    if station.meeting:
        due = flow.work.calendar.forward(local_date(station.meeting.starts_at), period).due_on
    flow.work.open(
        Opening(
            type(flow).step("record_result"),  # type: ignore[arg-type]
            subject=f"consultation:{station.pk}",
            period=period,
            due_on=due,
        )
    )


def again(flow: DecisionFlow, station: Consultation, *, after: datetime) -> Consultation:
    """The same station on the next session of the same body (postponed or dropped)."""
    return Consultation.objects.create(
        case=flow.case,
        paper=station.paper,
        position=station.position,
        attempt=station.attempt + 1,
        organization=station.organization,
        meeting=next_meeting(station.organization_id, after=after),
        role=station.role,
        is_public=station.is_public,
    )
