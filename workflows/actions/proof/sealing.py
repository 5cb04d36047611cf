"""The daily seal over the trails of all cases."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from ...calendars import local_date
from ...models import Seal
from ...queries.proof.seals import digest_over, key_id_of, last_seal, signed_content
from .seal_keys import signing_key

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
    number, previous = (last.number + 1, bytes(last.digest)) if last else (1, bytes(32))
    cases = _take_heads(number)
    digest = digest_over(number=number, made_at=at, cases=cases, previous=previous)
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


def _is_sealed_on_day_of(at: datetime) -> bool:
    last = last_seal()
    return last is not None and local_date(last.made_at) >= local_date(at)


def _wait_for_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def _take_heads(number: int) -> int:
    """Put the heads that moved under a seal that is yet to be written; how many cases there are.

    The key of a seal is its number: its digest covers the heads, so they come first.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_HEADS, {"number": number})
        (cases,) = cursor.fetchone()
    return int(cases)
