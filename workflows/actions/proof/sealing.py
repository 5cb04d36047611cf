"""The daily seal over the trails of all cases."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from ...calendars import local_date
from ...models import Seal
from ...queries.proof.seals import digest_over, key_id_of, last_seal, noted_seal, signed_content
from .seal_keys import signing_key

logger = logging.getLogger(__name__)

_ONE_AT_A_TIME = 7_301_945
"""The number of the advisory lock under which seals are made."""

# One statement, one snapshot: the heads that moved, and how many cases there are.
_TAKE_HEADS = """
WITH moved AS (
  INSERT INTO workflows_sealedhead (seal_id, case_id, seq, head)
  SELECT %(number)s, c.id, c.seq, c.head
    FROM workflows_case c
    LEFT JOIN LATERAL (
      SELECT h.seq, h.head FROM workflows_sealedhead h
       WHERE h.case_id = c.id ORDER BY h.seal_id DESC LIMIT 1
    ) sealed ON true
   WHERE (sealed.seq, sealed.head) IS DISTINCT FROM (c.seq, c.head)
)
SELECT count(*) FROM workflows_case
"""


def seal_daily(*, at: datetime) -> Seal | None:
    """Seal, unless it was done already on the day of `at`; raises SealKeyError."""
    if _is_sealed_on_day_of(at):
        return None
    with transaction.atomic():
        _wait_for_turn()
        return None if _is_sealed_on_day_of(at) else seal(at=at)


@transaction.atomic
def seal(*, at: datetime) -> Seal:
    """Seal the heads of all cases that moved since the last seal, and sign it.

    Numbers go up by one without gaps; each seal covers its predecessor's digest. Two sealers
    wait for each other. Raises SealKeyError, and then nothing is written.
    """
    key = signing_key()
    _wait_for_turn()
    last = last_seal()
    previous = bytes(last.digest) if last else bytes(32)
    # No number comes twice: a seal that was deleted leaves a gap for good.
    number = max(last.number if last else 0, noted_seal()[0]) + 1
    cases = _take_heads(number)
    digest = digest_over(number=number, made_at=at, cases=cases, previous=previous)
    transaction.on_commit(partial(_note, number, digest))
    return Seal.objects.create(
        pk=number,
        number=number,
        made_at=at,
        cases=cases,
        previous=previous,
        digest=digest,
        key_id=key_id_of(key.public_key()),
        signature=key.sign(signed_content(digest)),
    )


def _note(number: int, digest: bytes) -> None:
    """Note the last seal outside the database; where that fails it can only be seen later."""
    path = Path(settings.SEAL_NOTE_FILE)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{number}")
        draft.write_text(f"{number}:{digest.hex()}\n")
        draft.replace(path)
    except OSError:
        logger.exception("SEAL_NOTE_FILE=%s cannot be written", path)


def forget_note() -> None:
    """A database that begins anew begins with seal 1."""
    Path(settings.SEAL_NOTE_FILE).unlink(missing_ok=True)


def _is_sealed_on_day_of(at: datetime) -> bool:
    last = last_seal()
    return last is not None and local_date(last.made_at) >= local_date(at)


def _wait_for_turn() -> None:
    with connection.cursor() as cursor:
        # A seal over a large city takes its time; nobody's page waits here.
        cursor.execute("SET LOCAL lock_timeout = '5min'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def _take_heads(number: int) -> int:
    """Put the heads that moved under a seal that is yet to be written; how many cases there are.

    The key of a seal is its number: its digest covers the heads, so they come first.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_HEADS, {"number": number})
        (cases,) = cursor.fetchone()
    return int(cases)
