"""What of the house everybody may see: signed public papers, their sessions, bodies, offices.

Everything is built from named columns; nothing is passed on as a whole. Co-signatures, conditions,
tasks and notes are not even read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db.models import Max, Prefetch, QuerySet

from workflows.calendars import BERLIN, local_date
from workflows.enums import Access, DeskFunction
from workflows.models import Desk, Event, Unit

from ...council.enums import ConsultationResult, ConsultationRole, Edition
from ...council.models import Consultation, Meeting, Organization, Paper, PaperFile
from ...council.queries import as_corrected_last
from ...decisions.models import Attachment, AttachmentVersion
from ..models import OparlRelease
from ..vocabulary import PREFIX, Reference, Wanted, list_url, url_of
from .own_files import attached_file, kind_of, main_file

ROLES = {
    ConsultationRole.HEARING: "Anhörung",
    ConsultationRole.PRELIMINARY: "Vorberatung",
    ConsultationRole.DECISION: "Entscheidung",
    ConsultationRole.INFORMATION: "Kenntnisnahme",
    ConsultationRole.APPROVAL: "Entscheidung",
}
"""OParl's own words (Consultation.role); an approval (GO NRW § 60) decides."""

RESULTS = {
    ConsultationResult.ACCEPTED: "zugestimmt",
    ConsultationResult.AMENDED: "mit Änderungen zugestimmt",
    ConsultationResult.REJECTED: "abgelehnt",
    ConsultationResult.NOTED: "zur Kenntnis genommen",
    ConsultationResult.NONE: "ohne Votum weitergeleitet",
    ConsultationResult.POSTPONED: "vertagt",
    ConsultationResult.DROPPED: "von der Tagesordnung abgesetzt",
    ConsultationResult.REFERRED: "verwiesen",
    ConsultationResult.WITHDRAWN: "zurückgezogen",
}
VOTES = ("yes", "no", "abstentions", "invalid", "biased", "present")
BODY: Reference = ("Body", "1")


def frame(release: OparlRelease) -> Iterator[Wanted]:
    """The system, the body of the city and its electoral terms."""
    terms: list[Reference] = []
    for number, term in enumerate(release.terms, start=1):
        content = {"body": url_of(*BODY), "name": term["name"], "startDate": term["starts"],
                   "endDate": term["ends"]}  # fmt: skip
        terms.append(("LegislativeTerm", str(number)))
        yield Wanted(*terms[-1], "s", content)
    contact = {"contactName": release.contact_name, "contactEmail": release.contact_email}
    lists = {
        "organization": "organizations", "person": "persons", "meeting": "meetings",
        "paper": "papers", "agendaItem": "agendaitems", "consultation": "consultations",
        "file": "files", "legislativeTermList": "legislativeterms",
    }  # fmt: skip
    yield Wanted(
        *BODY, "s",
        {
            "system": url_of("System", "1"), "name": settings.CITY_NAME, "ags": release.ags,
            "license": release.license, **contact,
            **{name: list_url(address) for name, address in lists.items()},
        },
        {"legislativeTerm": terms},
    )  # fmt: skip
    yield Wanted(
        "System", "1", "s",
        {
            "oparlVersion": "https://schema.oparl.org/1.1/", "body": list_url("bodies"),
            "name": settings.CITY_NAME, "license": release.license, **contact,
        },
    )  # fmt: skip


def bodies() -> Iterator[Wanted]:
    """The bodies of the council and the offices that lead a public paper."""
    for body in Organization.objects.order_by("pk"):
        yield Wanted(
            "Organization", f"b{body.pk}", "o",
            {
                "body": url_of(*BODY), "name": body.name, "shortName": body.short_name,
                "organizationType": "Gremium", "classification": str(body.get_type_display()),
                "memberCount": body.member_count, "startDate": _day(body.start_date),
                "endDate": _day(body.end_date),
            },
        )  # fmt: skip
    leading = public_papers().values("lead")
    for unit in Unit.objects.filter(pk__in=leading).order_by("pk"):
        yield Wanted(
            "Organization", f"u{unit.pk}", "o",
            {
                "body": url_of(*BODY), "name": unit.name, "shortName": unit.short_name,
                "organizationType": "Verwaltungsbereich",
            },
        )  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


_MANAGEMENT = (DeskFunction.MAYOR, DeskFunction.GENERAL_DEPUTY, DeskFunction.DEPUTY_MAYOR)


def functions() -> Iterator[Wanted]:
    """The functions of the management, as desks: no name of anybody who holds them."""
    for desk in Desk.objects.filter(function__in=_MANAGEMENT, closed_on=None).order_by("pk"):
        yield Wanted("Person", f"d{desk.pk}", "d", {"body": url_of(*BODY), "name": desk.name})


def public_papers() -> QuerySet[Paper]:
    """The papers that everybody may read: signed, public, and of no restricted case."""
    return Paper.objects.filter(is_public=True).exclude(case__access=Access.RESTRICTED)


def papers(pks: Sequence[int]) -> Iterator[Wanted]:
    """These papers as far as they are public, with their stations and public files.

    The PDF is the edition for the public, and only where it is filed: none is set here.
    """
    versions = Prefetch("versions", AttachmentVersion.objects.order_by("-number"))
    attachments = Attachment.objects.filter(is_public=True, removed_at=None).order_by("pk")
    rows = (
        public_papers()
        .filter(pk__in=pks)
        .select_related("supplements")
        .prefetch_related(
            Prefetch("consultations", as_corrected_last().select_related("meeting")),
            Prefetch("attachments", attachments.prefetch_related(versions)),
            Prefetch("files", PaperFile.objects.filter(edition=Edition.PUBLIC)),
        )
        .order_by("pk")
    )
    for paper in rows:
        yield from _paper(paper)


def _paper(paper: Paper) -> Iterator[Wanted]:
    owner, stations, files = f"p{paper.pk}", [], []
    for station in paper.consultations.all():
        if station.is_public:
            yield _consultation(station, owner)
            stations.append(("Consultation", str(station.pk)))
    for attachment in paper.attachments.all():
        for version in list(attachment.versions.all())[:1]:
            yield attached_file(attachment, version, owner)
            files.append(("File", f"a{attachment.pk}"))
    content: dict[str, object] = {
        "body": url_of(*BODY),
        "name": paper.name,
        "reference": paper.number,
        "date": paper.dated.isoformat(),
        "paperType": kind_of(paper),
        "underDirectionOf": [url_of("Organization", f"u{paper.lead_id}")],
    }
    if paper.supplements is not None and paper.supplements.is_public:
        content["superordinatedPaper"] = [url_of("Paper", str(paper.supplements.pk))]
    parts: dict[str, Reference | list[Reference]] = {
        "consultation": list(stations), "auxiliaryFile": list(files),
    }  # fmt: skip
    for edition in paper.files.all():
        main = main_file(paper, edition, owner)
        yield main
        parts["mainFile"] = (main.kind, main.key)
    yield Wanted("Paper", str(paper.pk), owner, content, parts)


def _consultation(station: Consultation, owner: str) -> Wanted:
    role = ConsultationRole(station.role)
    content: dict[str, object] = {
        "paper": url_of("Paper", str(station.paper_id)),
        "organization": [url_of("Organization", f"b{station.organization_id}")],
        "authoritative": role in {ConsultationRole.DECISION, ConsultationRole.APPROVAL},
        "role": ROLES[role],
    }
    if station.meeting_id:
        content["meeting"] = url_of("Meeting", str(station.meeting_id))
        content["agendaItem"] = url_of("AgendaItem", str(station.pk))
    return Wanted("Consultation", str(station.pk), owner, content)


def meetings(pks: Sequence[int], release: OparlRelease, *, at: datetime) -> Iterator[Wanted]:
    """These sessions with the items of signed papers; of others there is nothing to see."""
    items: dict[int, list[Consultation]] = defaultdict(list)
    for station in (
        as_corrected_last()
        .filter(meeting__in=pks, paper__isnull=False)
        .select_related("paper__case")
        .order_by("pk")
    ):
        items[station.meeting_id or 0].append(station)
    rows = Meeting.objects.filter(pk__in=pks).select_related("organization")
    for meeting in rows.prefetch_related("joined_by").order_by("pk"):
        yield from _meeting(meeting, items[meeting.pk], release, at=at)


def _meeting(
    meeting: Meeting, stations: list[Consultation], release: OparlRelease, *, at: datetime
) -> Iterator[Wanted]:
    owner = f"m{meeting.pk}"
    agenda: list[Reference] = []
    for order, station in enumerate(stations):
        yield _item(station, order, owner, release)
        agenda.append(("AgendaItem", str(station.pk)))
    bodies = [meeting.organization_id, *(one.organization_id for one in meeting.joined_by.all())]
    parts: dict[str, Reference | list[Reference]] = {"agendaItem": agenda}
    if meeting.location:
        parts["location"] = ("Location", owner)
        yield Wanted("Location", owner, owner, {"description": meeting.location})
    is_sent = meeting.dispatched_on is not None and meeting.dispatched_on <= local_date(at)
    state = "durchgeführt" if meeting.starts_at <= at else "eingeladen" if is_sent else "terminiert"
    yield Wanted(
        "Meeting", str(meeting.pk), owner,
        {
            "name": meeting.organization.name,
            "start": meeting.starts_at.astimezone(BERLIN).isoformat(timespec="seconds"),
            "cancelled": meeting.is_cancelled or None,
            "meetingState": None if meeting.is_cancelled else state,
            "organization": [url_of("Organization", f"b{body}") for body in bodies],
        },
        parts,
    )  # fmt: skip


def _item(station: Consultation, order: int, owner: str, release: OparlRelease) -> Wanted:
    paper = station.paper
    assert paper is not None, "only items of signed papers are asked for"
    is_restricted = paper.case.access == Access.RESTRICTED
    is_public = station.is_public and paper.is_public and not is_restricted
    content: dict[str, object] = {
        "meeting": url_of("Meeting", str(station.meeting_id)), "order": order, "public": is_public,
    }  # fmt: skip
    if is_public:
        content |= {
            "name": paper.name,
            "consultation": url_of("Consultation", str(station.pk)),
            **_result(station),
        }
    else:
        content[f"{PREFIX}secrecyReason"] = station.secrecy_reason or release.secrecy
        if release.shows_titles and not is_restricted:
            content["name"] = paper.name
    return Wanted("AgendaItem", str(station.pk), owner, content)


def _result(station: Consultation) -> dict[str, object]:
    if not station.result:
        return {}
    votes = {name: value for name in VOTES if (value := getattr(station, name)) is not None}
    return {
        "result": station.result_text or RESULTS[ConsultationResult(station.result)],
        "resolutionText": station.resolution_text,
        f"{PREFIX}votes": votes,
    }


def changed_papers(*, after: int) -> tuple[list[int], int]:
    """Papers of cases with events after this one, and the last event there is."""
    last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    cases = Event.objects.filter(pk__gt=after).values("case")
    return list(Paper.objects.filter(case__in=cases).values_list("pk", flat=True)), last
