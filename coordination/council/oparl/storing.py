"""Keeping what was read: a page at a time, whole or not at all, and never what is unchanged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import connection, models

from ..models import (
    CouncilConflict,
    CouncilImport,
    SourceConsultation,
    SourceItem,
    SourceMeeting,
    SourceObject,
    SourceOrganization,
    SourcePaper,
)
from .heads import Head, Times, times
from .objects import Consultation, Detail, Item, Meeting, Organization, Paper, detail
from .oddities import Oddities

T = TypeVar("T")
Columns = dict[str, tuple[str, list[object]]]
"""The type and the values of each column."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An object that is new or another than before, and its row."""

    row: int
    head: Head
    detail: Detail


def store(
    found: Sequence[Head], *, by_import: CouncilImport, oddities: Oddities, at: datetime
) -> dict[str, int]:
    """Write the objects that are new or changed; how many were created, changed, deleted, not.

    To be called in a transaction. A tombstone takes all content of its object away.
    """
    known = dict(
        SourceObject.objects.filter(key__in=[head.key for head in found]).values_list(
            "key", "digest"
        )
    )
    new = [head for head in found if bytes(known.get(head.key, b"")) != head.digest]
    parsed = [
        (head, times(head, oddities), None if head.is_deleted else detail(head, oddities))
        for head in new
    ]
    rows = _objects([(head, told) for head, told, _detail in parsed], by_import.source_id, at)
    changed = [Changed(rows[head.key], head, inner) for head, _told, inner in parsed]
    _details(changed, by_import=by_import, at=at)
    return {
        "created": sum(head.key not in known and not head.is_deleted for head in new),
        "changed": sum(head.key in known and not head.is_deleted for head in new),
        "deleted": sum(head.is_deleted for head in new),
        "unchanged": len(found) - len(new),
    }


def _objects(heads: Sequence[tuple[Head, Times]], source: int, at: datetime) -> dict[str, int]:
    """Write the objects as they came; their rows by key."""
    columns: Columns = {
        "source_id": ("bigint", [source for _ in heads]),
        "kind": ("text", [head.kind for head, _told in heads]),
        "key": ("text", [head.key for head, _told in heads]),
        "created": ("timestamptz", [told.created for _head, told in heads]),
        "modified": ("timestamptz", [told.modified for _head, told in heads]),
        "digest": ("bytea", [head.digest for head, _told in heads]),
        "raw": ("text", [None if head.is_deleted else head.text for head, _told in heads]),
        "deleted_at": (
            "timestamptz",
            [(told.modified or at) if head.is_deleted else None for head, told in heads],
        ),
        "changed_at": ("timestamptz", [at for _ in heads]),
    }
    upserted = _upsert(SourceObject, columns, "key", returning="id")
    return {head.key: row for (head, _told), row in zip(heads, upserted, strict=True)}


def _details(changed: Sequence[Changed], *, by_import: CouncilImport, at: datetime) -> None:
    gone = [one.row for one in changed if one.head.is_deleted]
    if gone:
        _take_away(gone, by_import=by_import, at=at)
    _organizations([(c.row, c.detail) for c in changed if isinstance(c.detail, Organization)])
    meetings = [(c.row, c.detail) for c in changed if isinstance(c.detail, Meeting)]
    if meetings:
        _meetings(meetings)
        _items(meetings, by_import=by_import, at=at)
    papers = [(c.row, c.detail) for c in changed if isinstance(c.detail, Paper)]
    if papers:
        _papers(papers)
        _consultations(papers)


def _take_away(rows: Sequence[int], *, by_import: CouncilImport, at: datetime) -> None:
    """The content of deleted objects goes; a result that a person confirmed is asked about."""
    lost = SourceItem.objects.filter(meeting__in=rows)
    _tell_gone(lost, by_import=by_import, at=at)
    lost.filter(confirmed_at=None).delete()
    SourceOrganization.objects.filter(of__in=rows).delete()
    SourceConsultation.objects.filter(paper__in=rows).delete()
    SourcePaper.objects.filter(of__in=rows).delete()
    SourceMeeting.objects.filter(of__in=rows, items=None).delete()


def _tell_gone(
    lost: models.QuerySet[SourceItem], *, by_import: CouncilImport, at: datetime
) -> None:
    CouncilConflict.objects.bulk_create(
        [
            CouncilConflict(
                kind=CouncilConflict.Kind.GONE,
                council_import=by_import,
                item_key=item.key,
                subject=str(item)[:300],
                ours=item.result_text,
                theirs="",
                found_at=at,
            )
            for item in lost.exclude(confirmed_at=None)
        ],
        ignore_conflicts=True,
    )


def _organizations(found: Sequence[tuple[int, Organization]]) -> None:
    columns = _columns(
        found,
        {
            "name": ("text", lambda one: one.name),
            "short_name": ("text", lambda one: one.short_name),
            "type": ("text", lambda one: one.type),
            "classification": ("text", lambda one: one.classification),
            "starts_on": ("date", lambda one: one.starts_on),
            "ends_on": ("date", lambda one: one.ends_on),
        },
        owner="of_id",
    )
    _upsert(SourceOrganization, columns, "of_id")


def _meetings(found: Sequence[tuple[int, Meeting]]) -> None:
    columns = _columns(
        found,
        {
            "name": ("text", lambda one: one.name),
            "starts_at": ("timestamptz", lambda one: one.starts_at),
            "ends_at": ("timestamptz", lambda one: one.ends_at),
            "is_cancelled": ("boolean", lambda one: one.is_cancelled),
            "state": ("text", lambda one: one.state),
            "organization_keys": ("text", lambda one: _array(one.organizations)),
        },
        owner="of_id",
    )
    _upsert(SourceMeeting, columns, "of_id")


def _items(found: Sequence[tuple[int, Meeting]], *, by_import: CouncilImport, at: datetime) -> None:
    """Write the agendas; where a person confirmed a result, another one is asked about."""
    items = {item.key: (row, item) for row, meeting in found for item in meeting.items}
    stale = SourceItem.objects.filter(meeting__in=[row for row, _meeting in found]).exclude(
        key__in=items
    )
    _tell_gone(stale, by_import=by_import, at=at)
    stale.filter(confirmed_at=None).delete()
    confirmed = SourceItem.objects.filter(key__in=items).exclude(confirmed_at=None)
    _tell_contradictions(confirmed, items, by_import=by_import, at=at)
    columns = _columns(
        list(items.values()),
        {
            "key": ("text", lambda one: one.key),
            "position": ("int", lambda one: one.position),
            "number": ("text", lambda one: one.number),
            "name": ("text", lambda one: one.name),
            "is_public": ("boolean", lambda one: one.is_public),
            "secrecy_reason": ("text", lambda one: one.secrecy_reason),
            "consultation_key": ("text", lambda one: one.consultation),
            "result_text": ("text", lambda one: one.result),
            "resolution_text": ("text", lambda one: one.resolution_text),
            "result": ("text", lambda one: one.kind),
        },
        owner="meeting_id",
    )
    table = SourceItem._meta.db_table  # noqa: SLF001 - Django documents it
    keep = {
        name: f"CASE WHEN {table}.confirmed_at IS NULL THEN EXCLUDED.{name} ELSE {table}.{name} END"
        for name in ("result_text", "result", "resolution_text")
    }
    _upsert(SourceItem, columns, "key", instead=keep)


def _tell_contradictions(
    confirmed: models.QuerySet[SourceItem],
    told: Mapping[str, tuple[int, Item]],
    *,
    by_import: CouncilImport,
    at: datetime,
) -> None:
    CouncilConflict.objects.bulk_create(
        [
            CouncilConflict(
                kind=CouncilConflict.Kind.CONFIRMED,
                council_import=by_import,
                item_key=item.key,
                subject=str(item)[:300],
                ours=item.result_text,
                theirs=told[item.key][1].result,
                found_at=at,
            )
            for item in confirmed
            if told[item.key][1].result != item.result_text
        ],
        ignore_conflicts=True,
    )


def _papers(found: Sequence[tuple[int, Paper]]) -> None:
    columns = _columns(
        found,
        {
            "reference": ("text", lambda one: one.reference),
            "name": ("text", lambda one: one.name),
            "type": ("text", lambda one: one.type),
            "dated": ("date", lambda one: one.dated),
        },
        owner="of_id",
    )
    _upsert(SourcePaper, columns, "of_id")


def _consultations(found: Sequence[tuple[int, Paper]]) -> None:
    told: dict[str, tuple[int, Consultation]] = {
        one.key: (row, one) for row, paper in found for one in paper.consultations
    }
    SourceConsultation.objects.filter(paper__in=[row for row, _paper in found]).exclude(
        key__in=told
    ).delete()
    columns = _columns(
        list(told.values()),
        {
            "key": ("text", lambda one: one.key),
            "position": ("int", lambda one: one.position),
            "item_key": ("text", lambda one: one.item),
            "meeting_key": ("text", lambda one: one.meeting),
            "organization_key": ("text", lambda one: one.organization),
            "role_text": ("text", lambda one: one.role_text),
            "role": ("text", lambda one: one.role),
            "is_decision": ("boolean", lambda one: one.is_decision),
        },
        owner="paper_id",
    )
    _upsert(SourceConsultation, columns, "key")


def _columns(
    found: Sequence[tuple[int, T]],
    read: Mapping[str, tuple[str, Callable[[T], object]]],
    *,
    owner: str,
) -> Columns:
    """The values of all rows, column by column."""
    columns: Columns = {owner: ("bigint", [row for row, _one in found])}
    for name, (kind, value) in read.items():
        columns[name] = (kind, [value(one) for _row, one in found])
    return columns


def _array(keys: Sequence[str]) -> str:
    return "[" + ",".join(f'"{key}"' for key in keys) + "]"


_JSON = frozenset({"raw", "organization_keys"})


def _upsert(
    model: type[models.Model],
    columns: Columns,
    key: str,
    *,
    returning: str = "",
    instead: Mapping[str, str] | None = None,
) -> list[int]:
    """Write rows in one statement; those whose key is known take the new values.

    `instead` gives for a column what a known row takes rather than the new value. With `returning`
    the values of that column, in the order of the rows.
    """
    if not columns[key][1]:
        return []
    table = model._meta.db_table  # noqa: SLF001 - Django documents it
    taken = ", ".join(f"{name}::jsonb" if name in _JSON else name for name in columns)
    arrays = ", ".join(f"%s::{kind}[]" for kind, _values in columns.values())
    changes = ", ".join(
        f"{name} = {(instead or {}).get(name, f'EXCLUDED.{name}')}"
        for name in columns
        if name != key
    )
    names = ", ".join(columns)
    statement = (
        f"INSERT INTO {table} ({names}) SELECT {taken}"  # noqa: S608 - names of our own
        f" FROM unnest({arrays}) WITH ORDINALITY AS t({names}, place) ORDER BY place"
        f" ON CONFLICT ({key}) DO UPDATE SET {changes}"
    )
    with connection.cursor() as cursor:
        if not returning:
            cursor.execute(statement, [values for _kind, values in columns.values()])
            return []
        cursor.execute(
            f"{statement} RETURNING {key}, {returning}",
            [values for _kind, values in columns.values()],
        )
        found = dict(cursor.fetchall())
    return [found[one] for one in columns[key][1]]
