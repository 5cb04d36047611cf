"""The daily seals: their public keys, their list for the public, and what is wrong with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings
from django.db.models import QuerySet

from ...models import Seal, SealedHead
from .damage import Damage, Finding
from .digests import digest_of_heads, digest_of_seal

CHUNK = 2000


def published_seals() -> QuerySet[Seal]:
    """All seals, the newest first: numbers, moments and digests, nothing of any case."""
    return Seal.objects.order_by("-number")


def published_lines(limit: int | None = None) -> Iterator[str]:
    """The seals as text: number, moment (UTC), digest, key, signature; the newest first."""
    for seal in published_seals()[:limit].iterator(chunk_size=CHUNK):
        moment = seal.made_at.astimezone(UTC).isoformat(timespec="seconds")
        digest, signature = bytes(seal.digest).hex(), bytes(seal.signature).hex()
        yield f"{seal.number}:{digest} {moment} {seal.key_id} {signature}"


def last_seal() -> Seal | None:
    """The newest seal."""
    return published_seals().first()


def key_id_of(key: Ed25519PublicKey) -> str:
    """The name of a key: the sha256 of its 32 bytes in hexadecimal digits."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()


def public_keys() -> Mapping[str, Ed25519PublicKey]:
    """The public keys of all signing keys ever used, by name; they lie beside the private one.

    That of the present key is known by the key itself, should its half have been lost.
    """
    path = Path(settings.SEAL_KEY_FILE)
    halves = sorted(path.parent.glob("*.pub"))
    keys = [load_pem_public_key(half.read_bytes()) for half in halves]
    with suppress(OSError, ValueError, TypeError):
        keys.append(load_pem_private_key(path.read_bytes(), password=None).public_key())
    return {key_id_of(key): key for key in keys if isinstance(key, Ed25519PublicKey)}


def published_keys() -> list[tuple[str, str]]:
    """Name and 32 bytes of each public key, in hexadecimal digits."""
    return [
        (name, key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex())
        for name, key in public_keys().items()
    ]


def signed_content(digest: bytes) -> bytes:
    """What the signature of a seal covers."""
    return b"federfuehrung seal 1\n" + digest


def wrong_seals() -> Iterator[Finding]:
    """Every seal that is altered, missing or not signed by a known key, in ascending order."""
    keys, previous, expected = public_keys(), bytes(32), 1
    for seal in Seal.objects.order_by("number").iterator(chunk_size=CHUNK):
        for missing in range(expected, seal.number):
            yield Finding(Damage.SEAL_MISSING, seal=missing)
        is_next = seal.number == expected
        if bytes(seal.digest) != _recomputed(seal) or (
            is_next and bytes(seal.previous) != previous
        ):
            yield Finding(Damage.SEAL_ALTERED, seal=seal.number)
        elif not _is_signed(seal, keys):
            yield Finding(Damage.SEAL_FORGED, seal=seal.number)
        previous, expected = bytes(seal.digest), seal.number + 1
    yield from _unlike_the_note(expected)


def _unlike_the_note(expected: int) -> Iterator[Finding]:
    """What was cut off at the end, or made anew there, since the last seal was noted."""
    number, digest = noted_seal()
    for missing in range(expected, number + 1):
        yield Finding(Damage.SEAL_MISSING, seal=missing)
    anew = Seal.objects.filter(number=number).exclude(digest=digest).exists()
    if number < expected and anew:
        yield Finding(Damage.SEAL_ALTERED, seal=number)


def noted_seal() -> tuple[int, bytes]:
    """Number and digest of the last seal as noted outside the database; 0 where none is."""
    try:
        number, _colon, digest = Path(settings.SEAL_NOTE_FILE).read_text().strip().partition(":")
        return int(number), bytes.fromhex(digest)
    except (OSError, ValueError):
        return 0, b""


def fault_of_published(number: int, digest: bytes) -> Finding | None:
    """Compare a seal with the digest that was published: also finds a seal that is gone."""
    seal = Seal.objects.filter(number=number).first()
    if seal is None:
        return Finding(Damage.SEAL_MISSING, seal=number)
    return None if bytes(seal.digest) == digest else Finding(Damage.SEAL_ALTERED, seal=number)


def heads_of(number: int) -> Iterator[tuple[int, int, bytes]]:
    """The heads under a seal, whose key is its number, in ascending order of their cases."""
    rows = SealedHead.objects.filter(seal_id=number).order_by("case_id")
    for case, seq, head in rows.values_list("case_id", "seq", "head").iterator(chunk_size=CHUNK):
        yield case, seq, bytes(head)


def digest_over(*, number: int, made_at: datetime, cases: int, previous: bytes) -> bytes:
    """The digest of a seal over the heads that lie under its number."""
    return digest_of_seal(
        number=number,
        made_at=made_at,
        cases=cases,
        heads=digest_of_heads(heads_of(number)),
        previous=previous,
    )


def _recomputed(seal: Seal) -> bytes:
    return digest_over(
        number=seal.number, made_at=seal.made_at, cases=seal.cases, previous=bytes(seal.previous)
    )


def _is_signed(seal: Seal, keys: Mapping[str, Ed25519PublicKey]) -> bool:
    key = keys.get(seal.key_id)
    if key is None:
        return False
    try:
        key.verify(bytes(seal.signature), signed_content(bytes(seal.digest)))
    except InvalidSignature:
        return False
    return True
