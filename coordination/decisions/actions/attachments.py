"""Attachments: the file goes into private storage under its digest, the act into the trail."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage

from workflows.actions.acting.acts import Outcome, Request, act
from workflows.models import User

from ..models import Attachment, AttachmentVersion
from ..queries.stored_files import damage_of, storage_name

CHUNK = 1 << 20


class DamagedFileError(Exception):
    """The stored file is missing, or not what was stored."""


def attach(
    case: int,
    file: File[bytes],
    *,
    name: str,
    media_type: str,
    title: str,
    is_public: bool,
    by: User,
    at: datetime,
    replaces: Attachment | None = None,
    command: UUID | None = None,
    version: int | None = None,
) -> Outcome:
    """Store a file and add it to a case, as a new attachment or as the next version of one.

    The content is stored first, under its sha256: if the act is refused, a file lies there that
    nothing points at, until the night after the next. Raises the refusals of the act.
    """
    digest = store(file)
    data = {
        "sha256": digest,
        "name": name,
        "media_type": media_type,
        "size": file.size,
        "title": title or name,
        "is_public": is_public,
        "attachment": replaces.pk if replaces else None,
    }
    return act(
        Request(case, "add_attachment", by.pk, at, command=command, version=version, data=data)
    )


def remove(
    case: int,
    attachment: int,
    *,
    by: User,
    at: datetime,
    command: UUID | None = None,
    version: int | None = None,
) -> Outcome:
    """Take an attachment away that is not frozen with a paper; its files go some weeks later."""
    data = {"attachment": attachment}
    return act(
        Request(case, "remove_attachment", by.pk, at, command=command, version=version, data=data)
    )


def store(file: File[bytes]) -> str:
    """Write the content into private storage under its sha256, which is returned.

    It is written even where it lies there already: that file may be damaged, or about to go as
    nobody needed it. Raises OSError if the storage is full, or if what it has written is not what
    it was given.
    """
    digest = hashlib.sha256()
    for chunk in file.chunks(CHUNK):
        digest.update(chunk)
    key = digest.hexdigest()
    file.seek(0)
    default_storage.save(storage_name(key), file)
    if damage_of(key):
        raise OSError(f"the storage has not kept {key}")
    return key


def opened(version: AttachmentVersion) -> File[bytes]:
    """The stored content, looked through before anybody gets it.

    Raises DamagedFileError if the storage has lost it, or holds another one by now.
    """
    if damage := damage_of(version.sha256):
        raise DamagedFileError(f"{version.sha256}: {damage.value}")
    return default_storage.open(storage_name(version.sha256), "rb")
