"""Comparing stored files with their names, a slice at a time."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage

from ..models import StoredFile
from ..queries.stored_files import damage_of, storage_name, unchecked_since, unneeded

logger = logging.getLogger(__name__)

EVERY = timedelta(hours=20)
"""A file is compared once a night."""

BATCH = 20


def check_files(*, at: datetime, seconds: float) -> int:
    """Compare files whose turn it is, for so many seconds at most; how many were compared.

    What is wrong is kept, logged and told by `/readyz`; once it is right again, it is forgotten.
    """
    end, done = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        keys = unchecked_since(at - EVERY, limit=BATCH)
        for key in keys:
            damage = damage_of(key)
            if damage:
                logger.error("the stored file %s is %s", key, damage.value)
            StoredFile.objects.update_or_create(
                sha256=key, defaults={"checked_at": at, "damage": damage or ""}
            )
            done += 1
        if len(keys) < BATCH:
            break
    return done


def remove_unneeded(*, at: datetime, seconds: float) -> int:
    """Delete files that no case needs any more, for so many seconds at most; how many went.

    Files of removed attachments after REMOVED_FILES_DAYS, and those that were stored for an act
    that was refused; never one that was written within a day, for its act may be under way. One
    folder after the other, each once a night.
    """
    end, done = time.monotonic() + seconds, 0
    since, night = at - timedelta(days=settings.REMOVED_FILES_DAYS), at.date().isoformat()
    swept: tuple[str, int] = cache.get(_SWEPT) or ("", 0)
    first = swept[1] if swept[0] == night else 0
    for number in range(first, 256):
        if time.monotonic() > end:
            break
        found = list(_files_in(f"{number:02x}"))
        for key in sorted(unneeded(found, since=since)):
            name = storage_name(key)
            if default_storage.get_modified_time(name) < at - _UNDER_WAY:
                default_storage.delete(name)
                done += 1
        cache.set(_SWEPT, (night, number + 1), 86_400)
    return done


_SWEPT = "stored-files-swept"
_UNDER_WAY = timedelta(days=1)


def _files_in(folder: str) -> Iterator[str]:
    """The digests of the files that lie in a folder and those below it."""
    try:
        below, _files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in below:
        _folders, files = default_storage.listdir(f"{folder}/{name}")
        yield from (file for file in files if len(file) == _DIGITS)


_DIGITS = 64
