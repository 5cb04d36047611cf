"""The key that signs the daily seal; it lies in a file, never in the database."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from ...queries.proof.seals import key_id_of


class SealKeyError(Exception):
    """There is no usable key to sign with."""


def signing_key() -> Ed25519PrivateKey:
    """The key of `SEAL_KEY_FILE`; outside production one is made at the first use.

    Raises SealKeyError if the file is missing, is no Ed25519 key, or others may read it.
    """
    path = Path(settings.SEAL_KEY_FILE)
    if not path.exists() and settings.SEAL_KEY_IS_MADE_WHEN_MISSING:
        with suppress(FileExistsError):
            make_key(path)
    try:
        content, mode = path.read_bytes(), path.stat().st_mode
        key = load_pem_private_key(content, password=None)
    except (OSError, ValueError, TypeError) as error:
        raise SealKeyError(f"SEAL_KEY_FILE={path} cannot be read: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SealKeyError(f"SEAL_KEY_FILE={path} is no Ed25519 key.")
    if mode & 0o077:
        raise SealKeyError(f"SEAL_KEY_FILE={path} may be read by others: chmod 600 it.")
    return key


def make_key(path: Path) -> str:
    """Write a new key (mode 0600) and its public half beside it; the key's name.

    Whoever comes second keeps the key of the first: an existing file is never replaced.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    public = key.public_key()
    name = key_id_of(public)
    # First the public half: a seal must never be signed by a key that nobody can check.
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    half = path.parent / f"{name}.pub"
    half.write_bytes(pem)
    draft = path.parent / f".{name}.new"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        half.unlink()
        raise
    finally:
        draft.unlink()
    return name
