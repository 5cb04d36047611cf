"""The acts that can be done to many at once, and what is to be said of each item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from ...calendars import Period, PeriodUnit, local_date
from ...models import BulkItem, BulkRun, User
from ...queries.people.absences import away_between, away_from_step
from ...queries.people.routes import working_calendar

TASK, DEADLINE = "task", "deadline"


def _nothing(item: BulkItem, person: User) -> str:  # noqa: ARG001 - as bars are asked
    return ""


def _no_data(run: BulkRun) -> Mapping[str, object]:  # noqa: ARG001 - as it is asked
    return {}


@dataclass(frozen=True, slots=True)
class BulkAct:
    """An act on tasks or on deadlines.

    `steps`: only for tasks of these steps. `choice`: what is decided without being asked.
    `bar` says what else stands in the way of one item; empty: nothing. `will` says what happens.
    `undo` is the act that takes it back afterwards, with `undo_data`; empty: nothing does.
    `is_offered`: whether people choose it by itself.
    """

    name: str
    label: StrOrPromise
    will: Callable[[BulkItem, BulkRun], str]
    on: str = TASK
    steps: frozenset[str] = frozenset()
    choice: Mapping[str, object] | None = None
    bar: Callable[[BulkItem, User], str] = _nothing
    needs_version: bool = False
    undo: str = ""
    undo_data: Callable[[BulkRun], Mapping[str, object]] = _no_data
    is_offered: bool = True


bulk_acts: dict[str, BulkAct] = {}
"""By the name of the act; an app adds its own."""


def _claimed(item: BulkItem, run: BulkRun) -> str:  # noqa: ARG001 - as it is asked
    return _("will be in your hand")


def _given_back(item: BulkItem, run: BulkRun) -> str:  # noqa: ARG001 - as it is asked
    return _("lies free at its desk again")


def _from_whom(run: BulkRun) -> Mapping[str, object]:
    # Taken back from exactly that person: who has passed it on keeps it.
    return {"instead_of": run.data.get("to", 0)}


def _handed_over(item: BulkItem, run: BulkRun) -> str:
    said = _("goes to %(name)s, who is told") % {"name": run.data.get("to_name", "")}
    to, today = run.data.get("to"), local_date(run.moved_at)
    due = local_date(item.task.due_at) if item.task and item.task.due_at else today
    away = away_between([to], first=today, last=max(today, due)) if isinstance(to, int) else {}
    return ". ".join([said, *(absence.words for absence in away.values())])


def _reminded(item: BulkItem, run: BulkRun) -> str:  # noqa: ARG001 - as above
    return _("whoever has the task is reminded")


def _extended(item: BulkItem, run: BulkRun) -> str:
    day = item.deadline.due_on if item.deadline else None
    words = {"day": f"{day:%d.%m.%Y}" if day else "", "number": run.data.get("amount", "")}
    said = _("ends %(number)s working days after %(day)s") % words
    amount, step = run.data.get("amount"), item.deadline.step_id if item.deadline else None
    if day is None or step is None or not isinstance(amount, int):
        return said
    end = working_calendar().forward(day, Period(amount, PeriodUnit.WORKING_DAYS)).due_on
    return ". ".join([said, *(away.words for away in away_from_step(step, on=end))])


def deadline_data(item: BulkItem) -> dict[str, object]:
    """What names the deadline to its act."""
    return {"deadline": str(item.deadline_id)} if item.deadline_id else {}


for _one in (
    BulkAct("claim", gettext_lazy("Accept"), _claimed, undo="give_back"),
    BulkAct("give_back", gettext_lazy("Give back"), _given_back, is_offered=False),
    BulkAct(
        "hand_over", gettext_lazy("Hand over"), _handed_over, undo="claim", undo_data=_from_whom
    ),
    BulkAct("remind", gettext_lazy("Remind"), _reminded, on=DEADLINE),
    BulkAct("extend_deadline", gettext_lazy("Extend the deadline"), _extended, on=DEADLINE),
):
    bulk_acts[_one.name] = _one
