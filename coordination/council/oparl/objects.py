"""OParl's objects as plain values: what the house uses of them, however they were written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from ..enums import ConsultationRole
from ..results.reader import UNKNOWN, read_result
from .heads import Head, inner_key
from .oddities import Oddities
from .values import Fields, Json

ROLES = {
    "entscheidung": ConsultationRole.DECISION,
    "beschluss": ConsultationRole.DECISION,
    "beschlussfassung": ConsultationRole.DECISION,
    "vorberatung": ConsultationRole.PRELIMINARY,
    "empfehlung": ConsultationRole.PRELIMINARY,
    "anhörung": ConsultationRole.HEARING,
    "anhoerung": ConsultationRole.HEARING,
    "stellungnahme": ConsultationRole.HEARING,
    "kenntnisnahme": ConsultationRole.INFORMATION,
    "kenntnis": ConsultationRole.INFORMATION,
    "information": ConsultationRole.INFORMATION,
}

SECRECY = ("secrecyReason", "nichtoeffentlichGrund", "geheimhaltungsgrund")
"""Under these names, whatever the vendor's prefix, the reason of secrecy is looked for."""


@dataclass(frozen=True, slots=True)
class Organization:
    """A body, a group or an office."""

    name: str
    short_name: str
    type: str
    classification: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item; `position` counts from 0 in the order of the session."""

    key: str
    position: int
    number: str
    name: str
    is_public: bool
    secrecy_reason: str
    consultation: str
    result: str
    # What the words of `result` mean: a ConsultationResult, "unknown", or empty for no words.
    kind: str
    resolution_text: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session with its agenda."""

    name: str
    starts_at: datetime | None
    ends_at: datetime | None
    is_cancelled: bool
    state: str
    organizations: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Consultation:
    """A station of a paper; `role` is empty where it is not known."""

    key: str
    position: int
    item: str
    meeting: str
    organization: str
    role_text: str
    role: str
    is_decision: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with its stations."""

    reference: str
    name: str
    type: str
    dated: date | None
    consultations: tuple[Consultation, ...]


Detail = Organization | Meeting | Paper | None


def detail(head: Head, oddities: Oddities) -> Detail:
    """What the house uses of an object that is not deleted; None where that is only the whole."""
    fields = Fields(head.raw, oddities, head.key)
    _look_inside(head.raw, head.key, oddities)
    if head.kind == "Organization":
        return _organization(fields)
    if head.kind == "Meeting":
        return _meeting(fields)
    if head.kind == "Paper":
        return _paper(fields)
    if head.kind == "Body":
        ags = head.raw.get("ags")
        if ags is not None and not (isinstance(ags, str) and len(ags) == _AGS and ags.isdecimal()):
            oddities.note("ags", f"{head.key} {ags!s:.20}")
    return None


_AGS = 8


def _organization(fields: Fields) -> Organization:
    return Organization(
        name=fields.text("name", 300),
        short_name=fields.text("shortName", 100),
        type=fields.text("organizationType", 60),
        classification=fields.text("classification", 100),
        starts_on=fields.day("startDate"),
        ends_on=fields.day("endDate"),
    )


def _meeting(fields: Fields) -> Meeting:
    starts, ends = fields.moment("start"), fields.moment("end")
    if starts is None:
        fields.oddities.note("no_start", fields.at)
    if starts and ends and ends < starts:
        fields.oddities.note("ends_before", fields.at)
        ends = None
    return Meeting(
        name=fields.text("name", 300),
        starts_at=starts,
        ends_at=ends,
        is_cancelled=bool(fields.flag("cancelled")),
        state=fields.text("meetingState", 40),
        organizations=tuple(fields.links("organization")),
        items=tuple(_agenda(fields)),
    )


def _agenda(meeting: Fields) -> Iterator[Item]:
    """The items in their order: by `order`, those with the same or none as the list has them."""
    entries = [
        (Fields(raw, meeting.oddities, key), key)
        for raw in meeting.objects("agendaItem")
        if (key := inner_key(raw, "AgendaItem", meeting.oddities))
    ]
    orders = [fields.whole("order") for fields, _key in entries]
    given = [order for order in orders if order is not None]
    if len(given) < len(orders):
        meeting.oddities.note("no_order", meeting.at)
    if len(set(given)) < len(given):
        meeting.oddities.note("same_order", meeting.at)
    if given and min(given) not in {0, 1}:
        meeting.oddities.note("first_order", f"{meeting.at} {min(given)}")
    last, ranks = 0, []
    for place, order in enumerate(orders):
        last = last if order is None else order
        ranks.append((last, place))
    seen: set[str] = set()
    for position, (_rank, place) in enumerate(sorted(ranks)):
        fields, key = entries[place]
        if key in seen:
            meeting.oddities.note("twice", key)
            continue
        seen.add(key)
        yield _item(fields, key, position)


def _item(fields: Fields, key: str, position: int) -> Item:
    is_public, result = fields.flag("public"), fields.text("result", 300)
    kind = _kind(result) if result else ""
    if kind == UNKNOWN:
        fields.oddities.note("unknown_result", f"{key} {result}")
    return Item(
        key=key,
        position=position,
        number=fields.text("number", 40),
        name=fields.text("name", 1000),
        is_public=is_public is not False,
        secrecy_reason=_secrecy(fields),
        consultation=fields.link("consultation"),
        result=result,
        kind=kind,
        resolution_text=fields.long_text("resolutionText"),
    )


@lru_cache(maxsize=4096)
def _kind(text: str) -> str:
    """Councils say the same in the same words, thousands of times."""
    return read_result(text).kind


def _secrecy(fields: Fields) -> str:
    for name in fields.raw:
        if ":" in name and name.rpartition(":")[2] in SECRECY:
            return fields.text(name, 200)
    return ""


def _paper(fields: Fields) -> Paper:
    consultations: dict[str, Consultation] = {}
    for raw in fields.objects("consultation"):
        key = inner_key(raw, "Consultation", fields.oddities)
        if key in consultations:
            fields.oddities.note("twice", key)
        elif key:
            inner = Fields(raw, fields.oddities, key)
            consultations[key] = _consultation(inner, key, len(consultations))
    return Paper(
        reference=fields.text("reference", 60),
        name=fields.text("name", 1000),
        type=fields.text("paperType", 100),
        dated=fields.day("date"),
        consultations=tuple(consultations.values()),
    )


def _consultation(fields: Fields, key: str, position: int) -> Consultation:
    role_text, decides = fields.text("role", 100), fields.flag("authoritative")
    role: str = ROLES.get(role_text.lower(), "")
    if role_text and not role:
        fields.oddities.note("unknown_role", f"{key} {role_text}")
    is_decision = role == ConsultationRole.DECISION
    if decides is None:
        fields.oddities.note("no_authoritative", key)
    elif role and decides != is_decision:
        fields.oddities.note("other_role", f"{key} {role_text}")
    elif not role:
        is_decision = decides
    meeting, organizations = fields.link("meeting"), fields.links("organization")
    for missing, kind in ((not meeting, "no_meeting"), (not organizations, "no_organization")):
        if missing:
            fields.oddities.note(kind, key)
    return Consultation(
        key=key,
        position=position,
        item=fields.link("agendaItem"),
        meeting=meeting,
        organization=organizations[0] if organizations else "",
        role_text=role_text,
        role=role,
        is_decision=is_decision,
    )


def _look_inside(value: Json | list[object], at: str, oddities: Oddities, depth: int = 0) -> None:
    """Notes files without a media type and swapped places, wherever they stand in an object."""
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for one in value:
            if isinstance(one, dict | list):
                _look_inside(one, at, oddities, depth + 1)
        return
    media = value.get("mimeType")
    if isinstance(media, str) and media and "/" not in media:
        oddities.note("media_type", f"{at} {media:.60}")
    place = value.get("coordinates")
    if isinstance(place, list) and _is_swapped(place):
        oddities.note("swapped", f"{at} {place}")
    for one in value.values():
        if isinstance(one, dict | list):
            _look_inside(one, at, oddities, depth + 1)


_DEPTH = 12


def _is_swapped(place: list[object]) -> bool:
    """GeoJSON gives the longitude first; in Germany it is the smaller number."""
    numbers = [one for one in place[:2] if isinstance(one, int | float)]
    if len(numbers) < 2:  # noqa: PLR2004 - a place has two
        return False
    first, second = numbers
    return 47 <= first <= 56 and 5 <= second <= 16  # noqa: PLR2004 - the bounds of the country
