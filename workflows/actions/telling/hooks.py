"""Telling other systems of events: kept by the organisation office, filled and sent by the tick.

A call says only which case did what, with keys and states; whoever wants more asks with an
account. Nobody outside hears of a restricted case. Calls carry the headers of Standard Webhooks:
`webhook-id` stays the same when a call is tried again, `webhook-signature` is `v1,` and the base64
of HMAC-SHA256 over id.timestamp.body.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from standardwebhooks import Webhook as Signer

from ...enums import Access
from ...models import Case, WebhookCall
from ...models.trail import UNTOLD
from ...queries.telling.hooks import due_call
from .public_http import post
from .results import Tally, in_words, pause_after

logger = logging.getLogger(__name__)

GIVEN_UP_AFTER = timedelta(days=7)
FORGOTTEN_AFTER = timedelta(days=30)


def fill_calls(*, at: datetime) -> int:
    """Make a call of each new event for each hook, once; returns how many were made."""
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"at": at, "untold": list(UNTOLD)})
        made = int(cursor.rowcount)
        cursor.execute(_FORGET, {"before": at - FORGOTTEN_AFTER})
    return made


def send_calls(*, at: datetime, limit: int = 50) -> Tally:
    """Send up to `limit` due calls, each in a transaction of its own.

    A system that fails is left alone for the rest of this run, and its call waits, longer each
    time; after a week it is given up. So no system keeps another one waiting for long.
    """
    total, failing = Tally(), set[int]()
    while total.total < limit:
        done = _send_next(at, failing)
        if done.total == 0:
            break
        total.add(done)
    return total


@transaction.atomic
def _send_next(at: datetime, failing: set[int]) -> Tally:
    call = due_call(at=at, besides=failing)
    if call is None:
        return Tally()
    if call.hook.ended_at is not None or _is_restricted(call):
        WebhookCall.objects.filter(pk=call.pk).update(dropped_at=at)
        return Tally(dropped=1)
    mine = WebhookCall.objects.filter(pk=call.pk)
    try:
        body = body_of(call)
        post(call.hook.url, body, headers_of(call, body, at=at))
    except Exception as error:  # noqa: BLE001 - one bad address stops nobody
        failing.add(call.hook_id)
        logger.warning("a call of hook %s failed (%s)", call.hook_id, type(error).__name__)
        is_over = at - call.created_at >= GIVEN_UP_AFTER
        mine.update(
            attempts=call.attempts + 1,
            error=in_words(error),
            send_at=at + pause_after(call.attempts),
            dropped_at=at if is_over else None,
        )
        return Tally(dropped=1) if is_over else Tally(failed=1)
    mine.update(attempts=call.attempts + 1, error="", sent_at=at)
    return Tally(sent=1)


def _is_restricted(call: WebhookCall) -> bool:
    """Restricted since the call was made: what waits does not leave the house either."""
    case = call.payload.get("case")
    return Case.objects.filter(pk=case, access=Access.RESTRICTED).exists()


def body_of(call: WebhookCall) -> bytes:
    """What is sent: the same bytes at each try."""
    payload = {"id": str(call.pk), **call.payload}
    return json.dumps(payload, sort_keys=True, separators=(",", ":")).encode()


def headers_of(call: WebhookCall, body: bytes, *, at: datetime) -> dict[str, str]:
    """The headers that let the receiver know us, and the same call as the same."""
    key = str(call.pk)
    # The signer takes any moment for one in UTC.
    signature = Signer(call.hook.secret).sign(key, at.astimezone(UTC), body.decode())
    return {
        "Content-Type": "application/json",
        "User-Agent": "Federfuehrung",
        "webhook-id": key,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature,
    }


# From where the hooks have been told, with ten minutes to spare for acts that took long; found
# from the end of the events, so that only new ones are read. The key keeps each event once.
_FILL = """
WITH hook AS (
  SELECT h.id, h.kinds, h.created_at, greatest(h.created_at, coalesce(
           (SELECT max(c.created_at) FROM workflows_webhookcall c WHERE c.hook_id = h.id),
           h.created_at) - interval '10 minutes') AS since
    FROM workflows_webhook h WHERE h.ended_at IS NULL
), begin AS (
  SELECT coalesce((SELECT e.id FROM workflows_event e
                    WHERE e.at < (SELECT min(since) FROM hook) ORDER BY e.id DESC LIMIT 1), 0) AS id
)
INSERT INTO workflows_webhookcall
  (id, key, hook_id, payload, created_at, send_at, attempts, error)
SELECT gen_random_uuid(), h.id || ':' || e.case_id || ':' || e.seq, h.id,
       jsonb_build_object('case', e.case_id, 'kind', c.kind, 'seq', e.seq, 'action', e.action,
                          'state', nullif(e.target, ''), 'at', e.at),
       %(at)s, %(at)s, 0, ''
  FROM hook h
 CROSS JOIN begin b
  JOIN workflows_event e ON e.id > b.id AND e.at >= h.since AND e.at <= %(at)s
  JOIN workflows_case c ON c.id = e.case_id
 WHERE (h.kinds = '[]'::jsonb OR h.kinds @> to_jsonb(c.kind))
   AND c.access <> 'restricted' AND e.at > h.created_at
   AND e.action <> ALL(%(untold)s::text[])
ON CONFLICT (key) DO NOTHING
"""

_FORGET = """
DELETE FROM workflows_webhookcall
 WHERE created_at < %(before)s AND (sent_at IS NOT NULL OR dropped_at IS NOT NULL)
"""
