"""Writing public objects: what is the same stays untouched, to the byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from workflows.calendars import BERLIN

from ..models import PublicObject
from ..vocabulary import SCHEMA, Reference, Wanted, allowed, url_of

Rows = dict[Reference, PublicObject]


@transaction.atomic
def publish(owners: set[str], wanted: Iterable[Wanted], *, at: datetime) -> int:
    """Show these objects of these owners and withdraw what else they had; how many changed.

    What stands inside of another one has to come before it.
    """
    known: Rows = {
        (row.kind, row.key): row for row in PublicObject.objects.filter(owner__in=owners)
    }
    things = list(wanted)
    others = {ref for thing in things for ref in _inside(thing)} - known.keys()
    if others:
        keys = {key for _kind, key in others}
        known |= {
            (row.kind, row.key): row
            for row in PublicObject.objects.filter(key__in=keys)
            if (row.kind, row.key) in others
        }
    changed: Rows = {}
    for thing in things:
        row = _made(thing, known, at=at)
        if row is not None:
            changed[thing.kind, thing.key] = known[thing.kind, thing.key] = row
    shown = {(thing.kind, thing.key) for thing in things}
    for ref, row in known.items():
        if ref not in shown and row.owner in owners and row.deleted_at is None:
            changed[ref] = _withdrawn(row, at=at)
    PublicObject.objects.bulk_create(
        changed.values(),
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=[
            "owner", "content", "digest", "modified", "deleted_at", "sha256", "media_type",
            "file_name",
        ],
        batch_size=500,
    )  # fmt: skip
    return len(changed)


def _inside(thing: Wanted) -> list[Reference]:
    """What stands inside of an object."""
    found: list[Reference] = []
    for part in thing.parts.values():
        found += part if isinstance(part, list) else [part]
    return found


def _made(thing: Wanted, known: Rows, *, at: datetime) -> PublicObject | None:
    """The object as it is now to be written; None if it lies there just so."""
    head = {"id": url_of(thing.kind, thing.key), "type": f"{SCHEMA}{thing.kind}"}
    content = {**head, **allowed(thing.kind, thing.content)}
    for name, part in thing.parts.items():
        shown = [_content(known, one) for one in (part if isinstance(part, list) else [part])]
        if shown or name == "legislativeTerm":  # OParl wants this one even without anything in it
            content[name] = shown if isinstance(part, list) else shown[0]
    stored = thing.file
    said = json.dumps([content, stored and stored.sha256], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(said.encode()).digest()
    before = known.get((thing.kind, thing.key))
    if before is not None and bytes(before.digest) == digest and before.deleted_at is None:
        return None
    created = before.created if before else thing.created or at
    text = {**content, "created": _moment(created), "modified": _moment(at)}
    return PublicObject(
        kind=thing.kind, key=thing.key, owner=thing.owner, digest=digest, created=created,
        modified=at, content=json.dumps(text, ensure_ascii=False, separators=(",", ":")),
        sha256=stored.sha256 if stored else "", media_type=stored.media_type if stored else "",
        file_name=stored.name if stored else "",
    )  # fmt: skip


def _content(known: Rows, ref: Reference) -> Mapping[str, object]:
    found: dict[str, object] = json.loads(known[ref].content)
    return found


def _withdrawn(row: PublicObject, *, at: datetime) -> PublicObject:
    """The tombstone of an object: which it was, when it came and when it went; nothing else."""
    text = {
        "id": url_of(row.kind, row.key), "type": f"{SCHEMA}{row.kind}",
        "created": _moment(row.created), "modified": _moment(at), "deleted": True,
    }  # fmt: skip
    return PublicObject(
        kind=row.kind, key=row.key, owner=row.owner, digest=b"", created=row.created, modified=at,
        deleted_at=at, content=json.dumps(text, separators=(",", ":")),
    )  # fmt: skip


def _moment(at: datetime) -> str:
    return at.astimezone(BERLIN).isoformat(timespec="seconds")
