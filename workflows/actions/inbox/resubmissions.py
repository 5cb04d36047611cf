"""Resubmission (Wiedervorlage): a person lets a case come back to them on a day.

It is theirs alone: it stands in no trail, moves no deadline and tells nobody else. Until its
morning the task that it is about is missing in that person's inbox, and in nobody else's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ...calendars import local_date, opening
from ...enums import DeadlineStatus
from ...models import Case, Deadline, Resubmission, Task, User
from ...models.presence import PRESENCE
from ...queries.acting.audience import sees
from ...queries.people.routes import working_calendar
from ...refusals import GuardsUnmet, Invisible, Unmet
from ...spelling import one_line
from ..wire.retry import retried
from .following import day_before, follow_deadlines

DUE = "resubmission_due"
LONGEST_NOTE = 400
MOST_DAYS = 60
"""Working days before the end of a deadline; who wants more names a day."""
LONGEST_WAIT = 5
"""Years: nobody remembers what was meant after that, and the calendar is not known."""


@transaction.atomic
def resubmit(
    case: int,
    *,
    by: User,
    at: datetime,
    due_on: date | None = None,
    deadline: UUID | None = None,
    days_before: int = 0,
    note: str = "",
    task: UUID | None = None,
) -> Resubmission:
    """Let a case come back on the morning of a working day; a new day replaces the one before.

    With `deadline` it comes back so many working days before its end, and moves with it; else on
    `due_on`, which stays. `task` leaves the person's inbox until then if it is an open one of this
    case. Raises Invisible for a case that they do not see, GuardsUnmet for a day in the past or too
    far ahead, and for a deadline that does not run.
    """
    if not Case.objects.visible_to(by, at=at).filter(pk=case).exists():
        raise Invisible
    note, row = one_line(note), None
    problems = [*_problems_of_day(due_on, today=local_date(at))]
    if deadline is not None:
        row = running_deadlines(case, by=by, at=at).filter(pk=deadline).first()
        due_on, problems = _reckoned(row, days_before, today=local_date(at))
    if unmet := [*_problems_of_note(note), *problems]:
        raise GuardsUnmet(unmet)
    is_task = task and Task.objects.filter(pk=task, case=case, closed_at=None).exists()
    with connection.cursor() as cursor:
        cursor.execute(
            _REPLACE,
            {
                "person": by.pk, "case": case, "task": task if is_task else None,
                "day": due_on, "note": note, "at": at, "deadline": row.pk if row else None,
                "before": days_before if row else None, "from": row.due_on if row else None,
            },
        )  # fmt: skip
        (key,) = cursor.fetchone()
    return Resubmission.objects.get(pk=key)


def running_deadlines(case: int, *, by: User, at: datetime) -> QuerySet[Deadline]:
    """The deadlines with which a resubmission of this person can move, the next first."""
    known = Case.objects.known_inside_to(by, at=at).filter(pk=case)
    rows = Deadline.objects.filter(case__in=known, status=DeadlineStatus.RUNNING)
    return rows.select_related("step").order_by("due_on", "pk")


def _reckoned(row: Deadline | None, days: int, *, today: date) -> tuple[date | None, list[Unmet]]:
    if row is None:
        text = _("This deadline does not run any more. Please choose another one or a day.")
        return None, [Unmet("deadline", text, "deadline")]
    if not 0 <= days <= MOST_DAYS:
        text = _("Please write a whole number from 0 to %(most)s.") % {"most": MOST_DAYS}
        return None, [Unmet("days_before", text, "days_before")]
    day = day_before(row.due_on, days, calendar=working_calendar())
    if day <= today:
        text = _("That would be %(day)s: today or over. Please choose fewer working days.")
        shown = {"day": f"{day:%d.%m.%Y}"}
        return None, [Unmet("days_before", text % shown, "days_before")]
    return day, []


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
    follow_deadlines(at=at)
    # Before the offices open, only what an outage has left over is due.
    until = today if at >= opening(today) else None
    with connection.cursor() as cursor:
        cursor.execute(_TELL, {"at": at, "today": today, "until": until, "template": DUE})
        return int(cursor.rowcount)


def _problems_of_day(day: date | None, *, today: date) -> Iterator[Unmet]:
    text = ""
    if day is None:
        yield Unmet("due_on", _("Please name a day."), "due_on")
    elif day <= today:
        text = _("Please choose a day to come: %(day)s is today or over.")
    elif day.year > today.year + LONGEST_WAIT:
        text = _("Please choose an earlier day: %(day)s is more than five years ahead.")
    else:
        closed = working_calendar().why_not_working(day)
        if closed:
            shown = {"day": f"{day:%d.%m.%Y}", "name": closed}
            said = _("%(day)s is %(name)s: nobody works then. Please choose a working day.")
            yield Unmet("due_on", said % shown, "due_on")
    if day and text:
        yield Unmet("due_on", text % {"day": f"{day:%d.%m.%Y}"}, "due_on")


def _problems_of_note(note: str) -> Iterator[Unmet]:
    if len(note) > LONGEST_NOTE:
        yield Unmet("note", _("Please write 400 characters at most."), "note")


_REPLACE = """
INSERT INTO workflows_resubmission
  (person_id, case_id, task_id, due_on, note, created_at, deadline_id, days_before, reckoned_from)
VALUES (%(person)s, %(case)s, %(task)s, %(day)s, %(note)s, %(at)s, %(deadline)s, %(before)s,
        %(from)s)
ON CONFLICT (person_id, case_id) WHERE done_at IS NULL
DO UPDATE SET task_id = COALESCE(EXCLUDED.task_id, workflows_resubmission.task_id),
              due_on = EXCLUDED.due_on, note = EXCLUDED.note, created_at = EXCLUDED.created_at,
              told_at = NULL, deadline_id = EXCLUDED.deadline_id,
              days_before = EXCLUDED.days_before, reckoned_from = EXCLUDED.reckoned_from
RETURNING id
"""

# The day stands in the key: whoever puts a matter off once more is told once more.
_TELL = f"""
WITH {PRESENCE}, due AS (
  SELECT id FROM workflows_resubmission w
   WHERE done_at IS NULL AND told_at IS NULL
     AND (due_on < %(today)s OR due_on = %(until)s::date)
     AND NOT EXISTS (SELECT FROM workflows_deadline d
                      WHERE d.id = w.deadline_id AND d.status = 'paused')
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
