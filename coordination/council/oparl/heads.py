"""What every OParl object has: an id, a type, times; and whether it is another than before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .addresses import key_of
from .oddities import Oddities
from .values import Fields, Json, clean

KINDS = ("Body", "Organization", "Person", "LegislativeTerm", "Meeting", "Paper")
"""What stands in lists of its own; everything else stands inside."""

# Of a person nothing is kept but who it is in the council: no address, no telephone, no life.
_OF_A_PERSON = frozenset(
    {
        "id", "type", "body", "name", "familyName", "givenName", "formOfAddress", "affix", "title",
        "status", "membership", "created", "modified",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """What every object has: which it is, and whether it is another than before."""

    kind: str
    key: str
    raw: Json
    text: str
    digest: bytes
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class Times:
    """When an object was created and last changed, as its source says."""

    created: datetime | None
    modified: datetime | None


def heads(entries: Iterable[object], kind: str, oddities: Oddities) -> list[Head]:
    """The objects of a list of this kind, each once; what is none is left out and noted."""
    found: dict[str, Head] = {}
    for entry in entries:
        head = _head(entry, kind, oddities)
        if head is None:
            continue
        if head.key in found:
            oddities.note("twice", head.key)
        found[head.key] = head
    schemes = {str(head.raw["id"]).partition(":")[0].lower(): head.key for head in found.values()}
    if len(schemes) > 1:
        oddities.note("http_id", schemes["http"])
    return list(found.values())


def type_of(raw: Json) -> str:
    """The bare type of an object: Paper, whatever version of the schema it names; or empty."""
    named = raw.get("type")
    return named.rstrip("/").rsplit("/", 1)[-1] if isinstance(named, str) else ""


def _head(entry: object, kind: str, oddities: Oddities) -> Head | None:
    if not isinstance(entry, dict):
        oddities.note("not_an_object", f"{kind}: {entry!s:.100}")
        return None
    named = entry.get("id")
    key = key_of(named) if isinstance(named, str) else ""
    if not key:
        oddities.note("no_id", f"{kind} {named!s:.200}")
        return None
    is_deleted = str(entry.get("deleted")).lower() in {"true", "1"}
    told = type_of(entry)
    if not told:
        oddities.note("deleted_without_type" if is_deleted else "no_type", key)
    elif told != kind:
        oddities.note("other_type", f"{key} {told}")
        return None
    raw = {name: entry[name] for name in _OF_A_PERSON & set(entry)} if kind == "Person" else entry
    try:
        text, digest = _written(raw, kind, is_deleted=is_deleted)
    except (ValueError, RecursionError):
        oddities.note("unusable", key)
        return None
    return Head(kind, key, raw, text, digest, is_deleted)


def _written(raw: Json, kind: str, *, is_deleted: bool) -> tuple[str, bytes]:
    """The object as text that a database takes, and its digest; http and https are the same."""
    text = json.dumps(raw, sort_keys=True, ensure_ascii=False, allow_nan=False)
    if "\\u0000" in text:
        text = json.dumps(_without_nul(raw), sort_keys=True, ensure_ascii=False, allow_nan=False)
    text = clean(text)
    same = text.replace('"http://', '"https://') if '"http://' in text else text
    return text, hashlib.sha256(f"{kind}{is_deleted}{same}".encode()).digest()


def _without_nul(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_without_nul(one) for one in value]
    if isinstance(value, dict):
        return {_without_nul(name): _without_nul(one) for name, one in value.items()}
    return value


def times(head: Head, oddities: Oddities) -> Times:
    """When it was created and changed."""
    fields = Fields(head.raw, oddities, head.key)
    found = Times(fields.moment("created"), fields.moment("modified"))
    if found.created is None or found.modified is None:
        oddities.note("no_created", head.key)
    return found


def inner_key(raw: Json, kind: str, oddities: Oddities) -> str:
    """The key of an object that stands inside another one; empty if it has none."""
    named = raw.get("id")
    key = key_of(named) if isinstance(named, str) else ""
    if not key:
        oddities.note("no_id", f"{kind} {named!s:.200}")
    return key
