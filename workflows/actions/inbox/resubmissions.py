"""Resubmission (Wiedervorlage): a person lets a case come back to them on a day.

It is theirs alone: it stands in no trail, moves no deadline and tells nobody else. Until its
morning the task that it is about is missing in that person's inbox, and in nobody else's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ...calendars import local_date, opening
from ...models import Case, Resubmission, Task, User
from ...models.presence import PRESENCE
from ...queries.acting.audience import sees
from ...queries.people.routes import working_calendar
from ...refusals import GuardsUnmet, Invisible, Unmet
from ...spelling import one_line
from ..wire.retry import retried

DUE = "resubmission_due"
LONGEST_NOTE = 400
LONGEST_WAIT = 5
"""Years: nobody remembers what was meant after that, and the calendar is not known."""


@transaction.atomic
def resubmit(
    case: int, *, by: User, at: datetime, due_on: date, note: str = "", task: UUID | None = None
) -> Resubmission:
    """Let a case come back on the morning of a working day; a new day replaces the one before.

    `task` leaves the person's inbox until then if it is an open one of this case. Raises Invisible
    for a case that they do not see, GuardsUnmet for a day in the past or too far ahead.
    """
    if not Case.objects.visible_to(by, at=at).filter(pk=case).exists():
        raise Invisible
    note = one_line(note)
    unmet = [*_problems_of_day(due_on, today=local_date(at)), *_problems_of_note(note)]
    if unmet:
        raise GuardsUnmet(unmet)
    is_task = task and Task.objects.filter(pk=task, case=case, closed_at=None).exists()
    with connection.cursor() as cursor:
        cursor.execute(
            _REPLACE,
            {
                "person": by.pk, "case": case, "task": task if is_task else None,
                "day": due_on, "note": note, "at": at,
            },
        )  # fmt: skip
        (key,) = cursor.fetchone()
    return Resubmission.objects.get(pk=key)


def finish(resubmission: int, *, by: User, at: datetime) -> Resubmission:
    """End a resubmission of one's own; Invisible if there is none or it is over."""
    with transaction.atomic():
        open_ones = Resubmission.objects.select_for_update().select_related("case")
        found = open_ones.filter(pk=resubmission, person=by.pk, done_at=None).first()
        if found is None:
            raise Invisible
        found.done_at = at
        found.save(update_fields=["done_at"])
    return found


@retried
@transaction.atomic
def tell_due(*, at: datetime) -> int:
    """Tell everybody whose day has come, in the morning of that day; how many messages.

    Set-based, each once however many ticks run. Who no longer sees the case hears nothing.
    """
    today = local_date(at)
    # Before the offices open, only what an outage has left over is due.
    until = today if at >= opening(today) else None
    with connection.cursor() as cursor:
        cursor.execute(_TELL, {"at": at, "today": today, "until": until, "template": DUE})
        return int(cursor.rowcount)


def _problems_of_day(day: date, *, today: date) -> Iterator[Unmet]:
    text = ""
    if day <= today:
        text = _("Please choose a day to come: %(day)s is today or over.")
    elif day.year > today.year + LONGEST_WAIT:
        text = _("Please choose an earlier day: %(day)s is more than five years ahead.")
    else:
        closed = working_calendar().why_not_working(day)
        if closed:
            shown = {"day": f"{day:%d.%m.%Y}", "name": closed}
            said = _("%(day)s is %(name)s: nobody works then. Please choose a working day.")
            yield Unmet("due_on", said % shown, "due_on")
    if text:
        yield Unmet("due_on", text % {"day": f"{day:%d.%m.%Y}"}, "due_on")


def _problems_of_note(note: str) -> Iterator[Unmet]:
    if len(note) > LONGEST_NOTE:
        yield Unmet("note", _("Please write 400 characters at most."), "note")


_REPLACE = """
INSERT INTO workflows_resubmission (person_id, case_id, task_id, due_on, note, created_at)
VALUES (%(person)s, %(case)s, %(task)s, %(day)s, %(note)s, %(at)s)
ON CONFLICT (person_id, case_id) WHERE done_at IS NULL
DO UPDATE SET task_id = COALESCE(EXCLUDED.task_id, workflows_resubmission.task_id),
              due_on = EXCLUDED.due_on, note = EXCLUDED.note, created_at = EXCLUDED.created_at,
              told_at = NULL
RETURNING id
"""

# The day stands in the key: whoever puts a matter off once more is told once more.
_TELL = f"""
WITH {PRESENCE}, due AS (
  SELECT id FROM workflows_resubmission
   WHERE done_at IS NULL AND told_at IS NULL
     AND (due_on < %(today)s OR due_on = %(until)s::date)
   ORDER BY due_on, id FOR UPDATE SKIP LOCKED
), told AS (
  UPDATE workflows_resubmission r SET told_at = %(at)s FROM due WHERE r.id = due.id
  RETURNING r.id, r.person_id, r.case_id, r.task_id, r.due_on, r.note
)
INSERT INTO workflows_notification
  (key, recipient_id, channel, template, case_id, task_id, data, created_at, send_at, attempts,
   error)
SELECT 'resubmission:' || r.id || ':' || r.due_on || ':' || r.person_id || ':' || c.channel,
       r.person_id, c.channel, %(template)s, r.case_id, r.task_id,
       jsonb_build_object('day', r.due_on, 'note', r.note), %(at)s, %(at)s, 0, ''
  FROM told r
 CROSS JOIN (VALUES ('in_app'), ('mail')) c(channel)
 WHERE {sees(person="r.person_id", case="r.case_id")}
ON CONFLICT (key) DO NOTHING
"""  # noqa: S608 - put together from constants
