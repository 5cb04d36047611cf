"""Writing the trail: the next links of the hash chain, and one statement that appends them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ...models import Case, Event
from ...queries.proof.bound import bound_tables, digest_of_case
from ...queries.proof.digests import FORM, digest_of, digest_of_text

if TYPE_CHECKING:
    from django.db import models


@dataclass(slots=True)
class Entry:
    """An event of an act under way: its text, what it binds, and the rows that wait with it."""

    event: Event
    salt: bytes
    text: str
    bound: dict[str, str | None]
    rows: list[models.Model]


def next_event(
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
    data: Mapping[str, object] | None = None,
    text: str = "",
    caused_by: int | None = None,
) -> Entry:
    """The next event of a locked case, which `chain` will link; moves `case.seq`."""
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
        data=_as_read_back(data or {}),
        form=FORM,
        text_digest=digest_of_text(salt, text) if text else None,
    )
    case.seq = event.seq
    return Entry(event, salt, text, {}, [])


def chain(case: Case, entries: Sequence[Entry]) -> None:
    """Link the events of an act once all that they bind is settled; moves `case.head`."""
    for entry in entries:
        own = [row for row in entry.rows if type(row) in bound_tables]
        digests = (bound_tables[type(row)].digests_of(row) for row in own)
        entry.event.rows = {name: digest for part in digests for name, digest in part.items()}
        entry.event.rows |= entry.bound
        if entry is entries[-1]:
            entry.event.rows["case"] = digest_of_case(case)
        entry.event.previous = bytes(case.head)
        case.head = entry.event.digest = digest_of(entry.event)


def _as_read_back(data: Mapping[str, object]) -> object:
    """The facts as the database will give them back, or their digest would not fit later.

    Raises TypeError for a fraction: jsonb keeps numbers in another form than Python.
    """
    return json.loads(json.dumps(data), parse_float=_refuse, parse_constant=_refuse)


def _refuse(number: str) -> None:
    raise TypeError(f"the trail keeps whole numbers and texts, no {number}")


_COLUMNS = (
    "case_id, seq, action, source, target, actor_id, on_behalf_of_id, desk_id, at, version,"
    " caused_by, legal_basis, data, form, rows, text_digest, previous, digest"
)
_EVENT_ROW = (
    "(%s::bigint, %s::int, %s, %s, %s, %s::bigint, %s::bigint, %s::bigint, %s::timestamptz,"
    " %s::int, %s::int, %s, %s::jsonb, %s::smallint, %s::jsonb, %s::bytea, %s::bytea,"
    " %s::bytea)"
)


def append_statement(case: Case, entries: Sequence[Entry]) -> tuple[str, list[object]]:
    """One statement that writes the events with their texts and moves the case's row."""
    params = [value for entry in entries for value in _event_values(entry.event)]
    sql = f"WITH e AS (INSERT INTO workflows_event ({_COLUMNS}) VALUES "  # noqa: S608 - names of ours
    sql += ", ".join([_EVENT_ROW] * len(entries)) + " RETURNING id, seq)"
    texts = [(entry.event.seq, entry.salt, entry.text) for entry in entries if entry.text]
    if texts:
        rows = ", ".join(["(%s::int, %s::bytea, %s)"] * len(texts))
        sql += (
            ", t AS (INSERT INTO workflows_eventtext (event_id, salt, text)"  # noqa: S608 - names of ours
            f" SELECT e.id, v.salt, v.text FROM e JOIN (VALUES {rows}) v(seq, salt, text)"
            " ON v.seq = e.seq)"
        )
        params += [value for row in texts for value in row]
    of_case, values = _case_statement(case)
    return sql + of_case, [*params, *values]


def _event_values(event: Event) -> list[object]:
    return [
        event.case_id, event.seq, event.action, event.source, event.target, event.actor_id,
        event.on_behalf_of_id, event.desk_id, event.at, event.version, event.caused_by,
        event.legal_basis, json.dumps(event.data), event.form, json.dumps(event.rows),
        event.text_digest, event.previous, event.digest,
    ]  # fmt: skip


def _case_statement(case: Case) -> tuple[str, list[object]]:
    """A case that begins is written once, with its head; later its row moves."""
    if case._state.adding:  # noqa: SLF001 - Django documents it
        fields = Case._meta.concrete_fields  # noqa: SLF001 - documented
        columns = ", ".join(str(field.column) for field in fields)
        places = ", ".join(["%s"] * len(fields))
        sql = f" INSERT INTO workflows_case ({columns}) VALUES ({places})"  # noqa: S608 - names of ours
        return sql, [getattr(case, field.attname) for field in fields]
    sql = (
        " UPDATE workflows_case SET state = %s, state_since = %s, version = %s, round = %s,"
        " title = %s, access = %s, route_id = %s, edited_by_id = %s, closed_at = %s, seq = %s,"
        " head = %s"
        " WHERE id = %s"
    )
    return sql, [
        case.state, case.state_since, case.version, case.round, case.title, case.access,
        case.route_id, case.edited_by_id, case.closed_at, case.seq, bytes(case.head), case.pk,
    ]  # fmt: skip
