"""What was imported from a council system, shown again: by the same allow list as our own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from ...council.models import SourceObject
from ...council.oparl.addresses import key_of
from ..models import OparlRelease, PublicObject
from ..vocabulary import INNER, PREFIX, Reference, Wanted, url_of

KINDS = ("Organization", "LegislativeTerm", "Meeting", "Paper")

REFERENCES = {
    "meeting": "Meeting", "organization": "Organization", "paper": "Paper",
    "consultation": "Consultation", "agendaItem": "AgendaItem", "relatedPaper": "Paper",
    "superordinatedPaper": "Paper", "subordinatedPaper": "Paper",
    "underDirectionOf": "Organization", "originatorOrganization": "Organization",
}  # fmt: skip
"""What a property names where it does not hold the object itself."""

_CHUNK = 200


def public_key(source_key: str) -> str:
    """Under which key of ours an imported object is shown; the same for the same id for ever."""
    return f"x{hashlib.sha256(source_key.encode()).hexdigest()[:32]}"


def history(
    release: OparlRelease, *, since: datetime | None
) -> Iterator[tuple[set[str], list[Wanted]]]:
    """Imported objects (changed since a moment, or all), some at a time, with their owners."""
    rows = SourceObject.objects.filter(kind__in=KINDS).order_by("pk")
    if since is not None:
        rows = rows.filter(changed_at__gte=since)
    last = 0
    while some := list(rows.filter(pk__gt=last)[:_CHUNK]):
        last = some[-1].pk
        wanted = [thing for row in some if row.raw for thing in _wanted(row, release)]
        unique = {(thing.kind, thing.key): thing for thing in wanted}
        yield {f"h{row.pk}" for row in some}, list(unique.values())


def history_owners() -> list[str]:
    """The owners of what is still shown of it."""
    shown = PublicObject.objects.filter(owner__startswith="h", deleted_at=None)
    return sorted(set(shown.values_list("owner", flat=True)))


def _wanted(row: SourceObject, release: OparlRelease) -> Iterator[Wanted]:
    assert row.raw is not None, "what is gone is left out before"
    yield from _object(row.kind, row.raw, f"h{row.pk}", release, row.created)


def _object(
    kind: str,
    raw: Mapping[str, object],
    owner: str,
    release: OparlRelease,
    created: datetime | None = None,
) -> Iterator[Wanted]:
    """An object and what stands inside of it, that first."""
    named = raw.get("id")
    key = public_key(key_of(named)) if isinstance(named, str) else ""
    if not key:
        return
    content, parts = dict(raw), dict[str, Reference | list[Reference]]()
    content[f"{PREFIX}originalId"] = named
    content["body"] = url_of("Body", "1") if "body" in raw else None
    if kind == "AgendaItem" and raw.get("public") is False:
        content = _secret(content, release)
    for name, value in raw.items():
        if name not in content:
            continue
        inner = INNER.get(name)
        things = value if isinstance(value, list) else [value]
        objects = [one for one in things if isinstance(one, dict)]
        if inner and objects:
            del content[name]
            found: list[Reference] = []
            for one in objects:
                made = list(_object(inner, one, owner, release))
                yield from made
                found += [(made[-1].kind, made[-1].key)] if made else []
            if found:
                parts[name] = found if isinstance(value, list) else found[0]
        elif name in REFERENCES:
            content[name] = _renamed(REFERENCES[name], value)
    if kind == "File" and not content.get("accessUrl"):
        return
    yield Wanted(kind, key, owner, content, parts, created=created)


def _secret(content: Mapping[str, object], release: OparlRelease) -> dict[str, object]:
    """Of an item that is not public: its place and the reason; its title if the city says so."""
    names = {"id", "meeting", "order", "number", "public", f"{PREFIX}originalId"}
    names |= {"name"} if release.shows_titles else set()
    kept = {name: value for name, value in content.items() if name in names}
    reasons = [value for name, value in content.items() if name.endswith(":secrecyReason")]
    return {**kept, f"{PREFIX}secrecyReason": reasons[0] if reasons else release.secrecy}


def _renamed(kind: str, value: object) -> object:
    """Ids of the source as addresses of ours."""
    if isinstance(value, str):
        key = key_of(value)
        return url_of(kind, public_key(key)) if key else None
    if isinstance(value, Sequence):
        return [_renamed(kind, one) for one in value if isinstance(one, str) and key_of(one)]
    return None
