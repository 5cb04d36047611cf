"""Comparing stored files with their names, a slice at a time."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from ..models import StoredFile
from ..queries.stored_files import damage_of, unchecked_since

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
