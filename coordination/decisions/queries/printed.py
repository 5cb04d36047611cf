"""What a signed paper records beside its text: in words, as they were on the day of the signature.

All that its PDF says comes from here; a name that changes later changes no paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Protocol, TypedDict, cast

from django.conf import settings
from django.utils.translation import override

from workflows.calendars import local_date
from workflows.enums import ConditionStatus, ItemStatus
from workflows.machine import flow_for
from workflows.models import Case, Condition, Desk, Event, User, Vote

from ...council.enums import PaperType
from ...council.models import signature_words
from ...council.queries import consultations_of
from ..models import Attachment
from .accepted import Accepted, accepted_of
from .attachments import for_the_paper
from .cosignatures import Round, Signature, rounds_of
from .reservations import KEY as RESERVATIONS

KEY = "printed"
"""Under this name it stands in the text of a paper."""

ADDED = frozenset({KEY, RESERVATIONS})
"""What stands in the text of a paper beside the fields that were written."""

NOT_TAKEN_OVER = (ConditionStatus.DECLINED, ConditionStatus.CONFIRMED, ConditionStatus.LAPSED)


class SectionWords(TypedDict, total=False):
    """A part of the text: its title, then a text or rows of label and value; nothing empty."""

    title: str
    text: str
    rows: Sequence[Sequence[str]]


class Station(TypedDict):
    """Where the paper goes; the session is a moment in ISO form, empty while none is planned."""

    body: str
    session: str
    role: str
    is_public: bool


class Cosigned(TypedDict):
    """What one office answered, who signed and on which day (YYYY-MM-DD)."""

    unit: str
    part: str
    answer: str
    is_silent: bool
    signed: str
    day: str
    text: str


class Asked(TypedDict):
    """A condition of an office and what the lead answered.

    In older records those that were accepted too; they have a list of their own since.
    """

    unit: str
    text: str
    is_accepted: bool
    status: str
    answer: str


class Dissent(TypedDict, total=False):
    """A dissent in the executive board and what the mayor decided; days as YYYY-MM-DD.

    Empty where there was none.
    """

    day: str
    minutes: str
    opinions: str
    decision: str
    decided_by: str
    decided_on: str


class Attached(TypedDict):
    """An attachment with the digest of the file that was signed with it; its size in bytes."""

    title: str
    name: str
    sha256: str
    size: int
    is_public: bool


class Signed(TypedDict):
    """The signature in words, its mark alone, the post, and the day (YYYY-MM-DD)."""

    words: str
    mark: str
    post: str
    day: str


class Record(TypedDict, total=False):
    """All that is recorded; a paper that is older than the records has nothing of it."""

    city: str
    kind: str
    is_public: bool
    number: str
    subject: str
    file_number: str
    lead: str
    author: str
    participating: list[str]
    sections: list[SectionWords]
    accepted: list[Accepted]
    chain: list[Station]
    cosignatures: list[Cosigned]
    conditions: list[Asked]
    dissent: Dissent
    attachments: list[Attached]
    signature: Signed


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, with which mark, in whose place, at which desk, on which day."""

    person: int | None
    mark: str
    holder: int | None
    desk: int
    day: date


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text in words: its title, then a text or rows of label and value."""

    title: str
    text: str = ""
    rows: Sequence[Sequence[str]] = field(default_factory=list)


class HasSections(Protocol):
    """A kind of case that says what its text is in words."""

    def sections(self, text: Mapping[str, object]) -> Sequence[Section]:
        """A frozen text part by part, as a paper has them."""


def sections_of(case: Case, text: Mapping[str, object]) -> Sequence[Section]:
    """The text of a case in words, part by part, as its kind says."""
    flow = cast("HasSections", flow_for(case.kind))
    return flow.sections({name: value for name, value in text.items() if name not in ADDED})


def record_of(
    case: Case, text: Mapping[str, object], *, title: str, lead: str, kind: str, is_public: bool
) -> Record:
    """What is recorded of a case that is signed now, without the signature; in German."""
    with override("de"):
        rounds = rounds_of(case.pk)
        return {
            "city": settings.CITY_NAME,
            "kind": str(PaperType(kind).label),
            "is_public": is_public,
            "subject": title,
            "file_number": flow_for(case.kind).references([case.pk]).get(case.pk, ""),
            "lead": lead,
            "author": _author(case),
            "participating": _participating(rounds),
            "sections": [_plain(section) for section in sections_of(case, text)],
            "accepted": accepted_of(case.pk),
            "chain": _chain(case.pk),
            "cosignatures": [_cosigned(part) for part in _current(rounds)],
            "conditions": _conditions(case.pk),
            "dissent": _dissent(case.pk),
            "attachments": [_attached(one) for one in for_the_paper(case)],
        }


def signed(signing: Signing) -> Signed:
    """The signature in words, and as what it was given."""
    people = User.objects.in_bulk(filter(None, (signing.person, signing.holder)))
    holder = people[signing.holder] if signing.holder else None
    person = people[signing.person] if signing.person else ""
    with override("de"):
        return {
            "words": signature_words(person, signing.mark, holder),
            "mark": signature_words("", signing.mark),
            "post": Desk.objects.values_list("name", flat=True).get(pk=signing.desk),
            "day": signing.day.isoformat(),
        }


def in_text(text: Mapping[str, object]) -> Record:
    """What stands recorded in the text of a paper; empty for one that is older than the records."""
    return cast("Record", text.get(KEY, {}))


def _plain(section: Section) -> SectionWords:
    said = {name: value for name, value in asdict(section).items() if value}
    return cast("SectionWords", said)


def _author(case: Case) -> str:
    """The office from whose desk the matter was proposed."""
    first = Event.objects.filter(case=case.pk, seq=1).select_related("desk__unit").first()
    return first.desk.unit.name if first and first.desk else ""


def _current(rounds: Sequence[Round]) -> list[Signature]:
    """The parts of the last round that still count, by office."""
    parts = rounds[0].signatures if rounds else []
    kept = [part for part in parts if part.item.status != ItemStatus.VOID]
    return sorted(kept, key=lambda part: part.unit.sort_key)


def _participating(rounds: Sequence[Round]) -> list[str]:
    return [part.unit.name for part in _current(rounds)]


def _chain(case: int) -> list[Station]:
    return [
        {
            "body": station.organization.name,
            "session": station.meeting.starts_at.isoformat() if station.meeting else "",
            "role": str(station.get_role_display()),
            "is_public": station.is_public,
        }
        for station in consultations_of(case)
        if not station.result
    ]


def _cosigned(part: Signature) -> Cosigned:
    vote = part.vote if part.item.status == ItemStatus.ANSWERED else None
    return {
        "unit": part.unit.name,
        "part": part.participation_label,
        "answer": part.label,
        "is_silent": vote is not None and vote.cast_by_id is None,
        "signed": _signed(vote) if vote else "",
        "day": local_date(vote.cast_at).isoformat() if vote else "",
        "text": vote.text if vote else "",
    }


def _signed(vote: Vote) -> str:
    """Who has answered, with the mark of the desk and for whom; nobody where a period ended."""
    if vote.cast_by is None:
        return ""
    return signature_words(vote.cast_by, vote.desk.signs if vote.desk else "", vote.on_behalf_of)


def _conditions(case: int) -> list[Asked]:
    """What offices asked for in all rounds and the lead has not taken over, with its answer."""
    wanted = (*NOT_TAKEN_OVER, ConditionStatus.OPEN)
    rows = Condition.objects.filter(case=case, status__in=wanted).select_related("unit")
    return [
        {
            "unit": row.unit.name,
            "text": row.text,
            "is_accepted": False,
            "status": str(ConditionStatus(row.status).label),
            "answer": row.answer,
        }
        for row in rows.order_by("unit__sort_key", "pk")
    ]


def _dissent(case: int) -> Dissent:
    """The last dissent in the executive board and what the mayor decided (GO NRW § 70)."""
    rows = Event.objects.filter(
        case=case, action__in=("board_dissents", "mayor_decides", "board_approves")
    )
    events = list(rows.select_related("text", "actor", "on_behalf_of", "desk").order_by("seq"))
    if [event.action for event in events[-2:]] != ["board_dissents", "mayor_decides"]:
        return {}
    board, mayor = events[-2:]
    return {
        "day": board.data.get("date", ""),
        "minutes": board.data.get("protocol", ""),
        "opinions": _text_of(board),
        "decision": _text_of(mayor),
        "decided_by": signature_words(
            mayor.actor, mayor.desk.signs if mayor.desk else "", mayor.on_behalf_of
        ),
        "decided_on": _day(mayor.at),
    }


def _text_of(event: Event) -> str:
    found = getattr(event, "text", None)
    return found.text if found else ""


def _day(moment: datetime) -> str:
    return local_date(moment).isoformat()


def _attached(one: Attachment) -> Attached:
    latest = one.versions.all()[0]
    return {
        "title": one.title,
        "name": latest.name,
        "sha256": latest.sha256,
        "size": latest.size,
        "is_public": one.is_public,
    }
