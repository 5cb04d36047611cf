"""Watching: a person hears when a case moves, for as long as they see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from ...calendars import local_date
from ...machine import registered_flows
from ...models import Case, User, Watch
from ...models.presence import PRESENCE
from ...queries.acting.audience import sees
from ...refusals import Invisible
from ..wire.retry import retried

NEWS = "watched_news"


def watch(case: int, *, by: User, at: datetime) -> Watch:
    """Hear of a case from now on; twice is once. Raises Invisible."""
    seen = Case.objects.visible_to(by, at=at).filter(pk=case).first()
    if seen is None:
        raise Invisible
    found, _is_new = Watch.objects.get_or_create(
        person=by, case=seen, defaults={"since": at, "told_seq": seen.seq}
    )
    return found


def stop_watching(case: int, *, by: User) -> bool:
    """Hear nothing more of it; false if nobody watched."""
    deleted, _rows = Watch.objects.filter(case=case, person=by).delete()
    return bool(deleted)


@retried
@transaction.atomic
def tell_watchers(*, at: datetime) -> int:
    """Tell of every event since the last time that moved the case or decided something.

    Set-based, each event once per person and channel however many ticks run; nobody hears of
    their own acts. Who does not see the case at present is passed over in silence for good.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _TELL,
            {
                "at": at, "today": local_date(at), "template": NEWS,
                "decisions": sorted(_decisions()),
            },
        )  # fmt: skip
        return int(cursor.rowcount)


def _decisions() -> Iterable[str]:
    """The acts that decide something even where the case stays in its state."""
    return {name for flow in registered_flows() for name in flow.decisions}


# What the row of the case says has happened is committed with it; so no event can slip in below.
_TELL = f"""
WITH {PRESENCE}, behind AS (
  SELECT w.id, w.person_id, w.case_id, w.told_seq, c.seq
    FROM workflows_watch w JOIN workflows_case c ON c.id = w.case_id
   WHERE w.told_seq < c.seq
   ORDER BY w.id FOR UPDATE OF w SKIP LOCKED
), told AS (
  UPDATE workflows_watch w SET told_seq = b.seq FROM behind b WHERE w.id = b.id
)
INSERT INTO workflows_notification
  (key, recipient_id, channel, template, case_id, event_seq, data, created_at, send_at, attempts,
   error)
SELECT 'watch:' || b.case_id || ':' || e.seq || ':' || b.person_id || ':' || c.channel,
       b.person_id, c.channel, %(template)s, b.case_id, e.seq,
       jsonb_build_object('moved', e.target NOT IN ('', e.source),
                          'state', COALESCE(NULLIF(e.target, ''), e.source)),
       %(at)s, %(at)s, 0, ''
  FROM behind b
  JOIN workflows_event e ON e.case_id = b.case_id AND e.seq > b.told_seq AND e.seq <= b.seq
   AND (e.target NOT IN ('', e.source) OR e.action = ANY(%(decisions)s::text[]))
   AND e.actor_id IS DISTINCT FROM b.person_id
 CROSS JOIN (VALUES ('in_app'), ('mail')) c(channel)
 WHERE {sees(person="b.person_id", case="b.case_id")}
ON CONFLICT (key) DO NOTHING
"""  # noqa: S608 - put together from constants
