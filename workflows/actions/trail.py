"""Writing the trail: canonical form, hash chain, and one statement that appends."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ..models import Case, Event

FORM = 1
"""The version of the canonical form; a verifier must know every version ever written."""


def canonical(event: Event) -> bytes:
    """The bytes of an event that its digest covers, in form 1: JSON, sorted keys, UTC."""
    content = {
        "form": event.form,
        "case": event.case_id,
        "seq": event.seq,
        "action": event.action,
        "source": event.source,
        "target": event.target,
        "actor": event.actor_id,
        "on_behalf_of": event.on_behalf_of_id,
        "desk": event.desk_id,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "version": event.version,
        "caused_by": event.caused_by,
        "legal_basis": event.legal_basis,
        "data": event.data,
        "text": bytes(event.text_digest).hex() if event.text_digest else None,
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(event: Event) -> bytes:
    """The digest of an event over its predecessor's digest and its own canonical form."""
    return hashlib.sha256(bytes(event.previous) + canonical(event)).digest()


def digest_of_text(salt: bytes, text: str) -> bytes:
    """The commitment to a free text; without the text nobody can guess it from the digest."""
    return hashlib.sha256(bytes(salt) + text.encode()).digest()


def next_event(  # noqa: PLR0913
    case: Case,
    *,
    action: str,
    at: datetime,
    source: str = "",
    target: str = "",
    actor: int | None = None,
    on_behalf_of: int | None = None,
    desk: int | None = None,
    legal_basis: str = "",
    data: Mapping[str, Any] | None = None,
    text: str = "",
    caused_by: int | None = None,
) -> tuple[Event, bytes]:
    """The next event of a locked case and the salt of its text; moves `case.seq` and `case.head`."""
    salt = secrets.token_bytes(16) if text else b""
    event = Event(
        case_id=case.pk,
        seq=case.seq + 1,
        action=action,
        source=source,
        target=target,
        actor_id=actor,
        on_behalf_of_id=on_behalf_of,
        desk_id=desk,
        at=at,
        version=case.version,
        caused_by=caused_by,
        legal_basis=legal_basis,
        data=dict(data or {}),
        form=FORM,
        text_digest=digest_of_text(salt, text) if text else None,
        previous=bytes(case.head),
    )
    event.digest = digest_of(event)
    case.seq, case.head = event.seq, event.digest
    return event, salt


_COLUMNS = (
    "case_id, seq, action, source, target, actor_id, on_behalf_of_id, desk_id, at, version,"
    " caused_by, legal_basis, data, form, text_digest, previous, digest"
)
_EVENT_ROW = (
    "(%s::bigint, %s::int, %s, %s, %s, %s::bigint, %s::bigint, %s::bigint, %s::timestamptz,"
    " %s::int, %s::int, %s, %s::jsonb, %s::smallint, %s::bytea, %s::bytea, %s::bytea)"
)


def append_statement(
    case: Case, events: Sequence[tuple[Event, bytes, str]]
) -> tuple[str, list[Any]]:
    """One statement that writes the events with their texts and moves the case's row."""
    params: list[Any] = []
    for event, _, _ in events:
        params += [
            event.case_id, event.seq, event.action, event.source, event.target, event.actor_id,
            event.on_behalf_of_id, event.desk_id, event.at, event.version, event.caused_by,
            event.legal_basis, json.dumps(event.data), event.form, event.text_digest,
            event.previous, event.digest,
        ]  # fmt: skip
    sql = f"WITH e AS (INSERT INTO workflows_event ({_COLUMNS}) VALUES "  # noqa: S608
    sql += ", ".join([_EVENT_ROW] * len(events)) + " RETURNING id, seq)"
    texts = [(event.seq, salt, text) for event, salt, text in events if text]
    if texts:
        rows = ", ".join(["(%s::int, %s::bytea, %s)"] * len(texts))
        sql += (
            ", t AS (INSERT INTO workflows_eventtext (event_id, salt, text)"  # noqa: S608
            f" SELECT e.id, v.salt, v.text FROM e JOIN (VALUES {rows}) v(seq, salt, text)"
            " ON v.seq = e.seq)"
        )
        params += [value for row in texts for value in row]
    sql += (
        " UPDATE workflows_case SET state = %s, state_since = %s, version = %s, round = %s,"
        " title = %s, access = %s, edited_by_id = %s, closed_at = %s, seq = %s, head = %s"
        " WHERE id = %s"
    )
    params += [
        case.state, case.state_since, case.version, case.round, case.title, case.access,
        case.edited_by_id, case.closed_at, case.seq, bytes(case.head), case.pk,
    ]  # fmt: skip
    return sql, params
