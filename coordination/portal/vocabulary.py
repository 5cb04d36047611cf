"""OParl's addresses, types and the only properties that leave the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

ROOT = "/oparl/v1.1"
SCHEMA = "https://schema.oparl.org/1.1/"
PREFIX = "federfuehrung:"
"""Before each property that OParl does not know (votes, reason of secrecy, original id)."""

LISTS = {
    "bodies": "Body",
    "organizations": "Organization",
    "persons": "Person",
    "meetings": "Meeting",
    "papers": "Paper",
    "agendaitems": "AgendaItem",
    "consultations": "Consultation",
    "files": "File",
    "legislativeterms": "LegislativeTerm",
}
"""The lists by their addresses."""

SLUGS = {kind.lower(): kind for kind in (*LISTS.values(), "System", "Location")}

_COMMON = ("license", "keyword", "web")
ALLOWED: Mapping[str, frozenset[str]] = {
    kind: frozenset({*names.split(), *_COMMON})
    for kind, names in {
        "System": "oparlVersion body name contactEmail contactName website vendor product",
        "Body": "system shortName name website license ags contactEmail contactName organization"
        " person meeting paper legislativeTerm agendaItem consultation file legislativeTermList"
        " classification",
        "Organization": "body name shortName organizationType classification startDate endDate"
        " memberCount votingMemberCount",
        "Person": "body name status",
        "Meeting": "name meetingState cancelled start end organization location agendaItem"
        " invitation resultsProtocol verbatimProtocol auxiliaryFile",
        "AgendaItem": "meeting number order name public consultation result resolutionText"
        f" resolutionFile auxiliaryFile start end {PREFIX}votes {PREFIX}secrecyReason",
        "Paper": "body name reference date paperType relatedPaper superordinatedPaper"
        " subordinatedPaper mainFile auxiliaryFile underDirectionOf originatorOrganization"
        " consultation",
        "Consultation": "paper agendaItem meeting organization authoritative role",
        "File": "name fileName mimeType date size sha512Checksum accessUrl downloadUrl"
        " externalServiceUrl paper meeting agendaItem",
        "LegislativeTerm": "body name startDate endDate",
        "Location": "description streetAddress room postalCode locality subLocality",
    }.items()
}
"""What an object may say. Nothing else is ever sent: whoever adds a property adds it here."""

ALWAYS = frozenset({f"{PREFIX}originalId"})
"""What every imported object may say besides; id, type and times are always our own."""

INNER = {
    "agendaItem": "AgendaItem", "consultation": "Consultation", "mainFile": "File",
    "auxiliaryFile": "File", "invitation": "File", "resultsProtocol": "File",
    "verbatimProtocol": "File", "resolutionFile": "File", "legislativeTerm": "LegislativeTerm",
    "location": "Location",
}  # fmt: skip
"""What stands inside of another object, and is left out with `omit_internal`."""

Reference = tuple[str, str]
"""Kind and key of an object."""


@dataclass(frozen=True, slots=True)
class StoredContent:
    """The file behind a File."""

    sha256: str
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """An object as it shall be seen: its properties, and what stands inside by reference.

    `parts` name objects that are wanted too; a list where OParl has one.
    """

    kind: str
    key: str
    owner: str
    content: Mapping[str, object]
    parts: Mapping[str, Reference | list[Reference]] = field(default_factory=dict)
    file: StoredContent | None = None
    created: datetime | None = None


def url_of(kind: str, key: str) -> str:
    """The one address of an object."""
    return f"{settings.BASE_URL}{ROOT}/{kind.lower()}/{key}"


def list_url(name: str) -> str:
    """The address of a list."""
    return f"{settings.BASE_URL}{ROOT}/{name}"


def file_urls(key: str) -> dict[str, str]:
    """Where a file is looked at, and where it is downloaded."""
    base = url_of("File", key)
    return {"accessUrl": f"{base}/content", "downloadUrl": f"{base}/download"}


def allowed(kind: str, content: Mapping[str, object]) -> dict[str, object]:
    """The properties that may leave the house; empty ones are left out, as OParl wants it."""
    names = ALLOWED[kind] | ALWAYS
    return {
        name: value
        for name, value in content.items()
        if name in names and value not in (None, "", [], {})
    }
