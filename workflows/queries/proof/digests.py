"""What a digest of the trail covers: the canonical forms of events, texts and seals."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...models import Event

FORM = 2
"""The version of the canonical form; a verifier must know every version ever written."""

FORMS = frozenset({1, FORM})
"""All versions ever written; form 1 binds no rows."""


def canonical(event: Event) -> bytes:
    """The bytes of an event that its digest covers, in its form: JSON, sorted keys, UTC."""
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
        "at": _moment(event.at),
        "version": event.version,
        "caused_by": event.caused_by,
        "legal_basis": event.legal_basis,
        "data": event.data,
        "text": bytes(event.text_digest).hex() if event.text_digest else None,
    }
    if event.form > 1:
        content["rows"] = event.rows
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(event: Event) -> bytes:
    """The digest of an event over its predecessor's digest and its own canonical form."""
    return digest_after(bytes(event.previous), event)


def digest_after(previous: bytes, event: Event) -> bytes:
    """The digest that an event would have behind this one."""
    return hashlib.sha256(previous + canonical(event)).digest()


def digest_of_text(salt: bytes, text: str) -> bytes:
    """The commitment to a free text; without the text nobody can guess it from the digest."""
    return hashlib.sha256(bytes(salt) + text.encode()).digest()


def digest_of_heads(heads: Iterable[tuple[int, int, bytes]]) -> bytes:
    """The digest over (case, seq, head) in ascending order of the case; memory stays bounded."""
    total = hashlib.sha256()
    for case, seq, head in heads:
        total.update(f"{case}:{seq}:{bytes(head).hex()}\n".encode())
    return total.digest()


def digest_of_seal(
    *, number: int, made_at: datetime, cases: int, heads: bytes, previous: bytes
) -> bytes:
    """The digest of a seal over its predecessor and the heads that moved since."""
    content = f"seal {number}\n{_moment(made_at)}\n{cases}\n{heads.hex()}\n"
    return hashlib.sha256(bytes(previous) + content.encode()).digest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
