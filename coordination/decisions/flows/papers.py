"""Papers and their stations: proposing the chain, planning it, issuing the number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.db import connection, models
from django.db.models import F
from django.utils.translation import gettext as _

from workflows.enums import SignatureMark
from workflows.refusals import Unmet

from ...city.enums import OrganizationType
from ...council.enums import ConsultationRole as Role
from ...council.enums import DecisionPath
from ...council.models import Consultation, Meeting, Organization, Paper, PaperNumber
from ...council.queries import next_meeting, open_consultations
from ..models import Attachment
from ..queries.reservations import as_text, reservations_of
from ..queries.texts import digest_of
from ..rules.looks import DecisionLook
from .values import fields, key
from .work import DecisionWork


def propose(work: DecisionWork) -> None:
    """A first chain where none was planned: integration council, then the deciding body.

    The council office changes it as it needs; sessions are the next ones whose editorial
    deadline is not over, each not before the one of the station before.
    """
    if open_consultations(work.case.pk):
        return
    after, rows = work.call.at, []
    for position, (organization, role) in enumerate(_stations(work.look), start=1):
        meeting = next_meeting(organization.pk, after=after, closing_from=work.call.today)
        after = meeting.starts_at if meeting else after
        rows.append(
            Consultation(
                case=work.case,
                position=position,
                organization=organization,
                meeting=meeting,
                role=role,
                is_public=work.look.subject.council_public,
            )
        )
    work.store_new(rows)


def _stations(look: DecisionLook) -> Iterator[tuple[Organization, str]]:
    subject = look.subject
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
    limit = look.limits.get("main_finance")
    if limit is not None and subject.total_cost >= limit:
        yield from _first(OrganizationType.MAIN_COMMITTEE, Role.PRELIMINARY)
    yield from _first(OrganizationType.COUNCIL, Role.DECISION)


def _first(kind: str, role: str) -> Iterator[tuple[Organization, str]]:
    body = Organization.objects.filter(type=kind).order_by("key").first()
    if body:
        yield body, role


def read_chain(chain: Iterable[object]) -> tuple[list[Consultation], list[Unmet]]:
    """The stations of a plan, not saved, and what cannot be read of it.

    Each station: organization (id), role, meeting (id or empty), is_public.
    """
    rows, unmet = [], []
    for position, station in enumerate(chain, start=1):
        row = _row(position, fields(station))
        if row:
            rows.append(row)
        else:
            text = _("Station %(number)d: please choose body, role and session.") % {
                "number": position
            }
            unmet.append(Unmet("station_invalid", text, f"chain-{position - 1}"))
    if not rows and not unmet:
        unmet.append(Unmet("chain_empty", _("Please plan at least one station."), "chain"))
    return rows, unmet


def plan(work: DecisionWork, stations: Iterable[Consultation]) -> None:
    """Replace the planned chain."""
    rows = list(stations)
    for row in rows:
        row.case = work.case
    work.remove(Consultation.objects.filter(case=work.case, paper=None))
    work.store_new(rows)


def _row(position: int, station: Mapping[str, object]) -> Consultation | None:
    """The station as planned; None if it names no body, no role or another body's session."""
    organization = Organization.objects.filter(pk=key(station.get("organization"))).first()
    role, named = str(station.get("role")), station.get("meeting")
    meeting = Meeting.objects.filter(pk=key(named), organization=organization).first()
    if organization is None or role not in set(Role) or (named and meeting is None):
        return None
    return Consultation(
        position=position,
        organization=organization,
        meeting=meeting,
        role=role,
        is_public=bool(station.get("is_public", True)),
    )


def issue(work: DecisionWork) -> Paper:
    """The next number of the year, the text frozen, the stations and attachments bound to it.

    What offices refused or did not say is part of the text that is signed (M8).

    The counter is locked after the case, so numbers are gap-free; a withdrawn paper keeps its.
    """
    capacity = work.call.capacity
    assert capacity is not None, "only a person signs"
    reservations = reservations_of(work.case.pk, number=work.case.round)
    content = {**work.look.text, **as_text(reservations)}
    paper = Paper(
        case=work.case,
        reference=_next_reference(work.call.today.year),
        name=work.look.subject.title,
        lead_id=work.look.subject.lead_id,
        is_public=work.look.subject.council_public,
        text=content,
        digest=digest_of(content),
        signed_by_id=work.call.person,
        signed_for_id=capacity.holder if capacity.is_deputy else None,
        signature_mark=_mark(capacity.signs, is_deputy=capacity.is_deputy),
        dated=work.call.today,
    )
    work.store(paper)
    work.freeze("paper")
    _take_in(work, Consultation, paper)
    _take_in(work, Attachment, paper, "AND removed_at IS NULL")
    return paper


def _take_in(
    work: DecisionWork, model: type[models.Model], paper: Paper, condition: str = ""
) -> None:
    """What lay at the case belongs to the paper from now on."""
    table = model._meta.db_table  # noqa: SLF001 - Django documents it
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET paper_id = %s"  # noqa: S608 - named by the model
            f" WHERE case_id = %s AND paper_id IS NULL {condition} RETURNING id",
            [paper.pk, work.case.pk],
        )
        for (key,) in cursor.fetchall():
            work.bind(model, key, "paper", paper.pk)


def _mark(signs: str, *, is_deputy: bool) -> str:
    """Whoever signs for the mayor signs „in Vertretung“ (Dienstweg, domain 1.3)."""
    is_bare = signs in {"", SignatureMark.NONE}
    return SignatureMark.IN_REPRESENTATION if is_deputy and is_bare else signs


def _next_reference(year: int) -> str:
    PaperNumber.objects.get_or_create(year=year)
    PaperNumber.objects.filter(year=year).update(last=F("last") + 1)
    last = PaperNumber.objects.values_list("last", flat=True).get(year=year)
    return f"{year % 100:02d}-{last:04d}"
