"""When a body is reported to next, and what an answer must hold. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from workflows.refusals import Unmet

from .enums import REPORTABLE
from .enums import FollowUpState as S
from .queries.periods import period_of

if TYPE_CHECKING:
    from workflows.calendars import WorkingCalendar

LEAD_TIME = timedelta(days=28)
"""An office that has just got an item is not asked for it before."""
FARTHEST = timedelta(days=366)
"""A next report later than that would be forgotten until then."""


def next_report_after(day: date, rhythm: str, *, calendar: WorkingCalendar) -> date:
    """The end of the first period that ends after a day; the last working day up to it.

    A report must not come after its period: so what is no working day shifts earlier.
    """
    last = day
    while True:
        last = period_of(last + timedelta(days=1), rhythm)[1]
        due = last
        while calendar.why_not_working(due):
            due -= timedelta(days=1)
        if due > day:
            return due


def answer_problems(
    *,
    state: str,
    provided: str,
    reason: str,
    new_date: date | None,
    next_report_on: date | None,
    today: date,
) -> Iterator[Unmet]:
    """What an answer of an office lacks (domain 1.3, Beschlusskontrolle).

    In work: a next report; delayed: reason and new date; done: what was delivered; dropped: why.
    A continuous item comes again by itself.
    """
    if state not in REPORTABLE:
        yield Unmet("state_missing", _("Please choose how far the matter is."), "state")
        return
    if state in (S.DONE, S.CONTINUOUS, S.IN_WORK) and not provided.strip():
        text = _("Please say what was done; the body reads it.")
        yield Unmet("provided_missing", text, "provided")
    if state in (S.DELAYED, S.DROPPED) and not reason.strip():
        text = _("Please give the reason; the body reads it.")
        yield Unmet("reason_missing", text, "reason")
    if state == S.DELAYED and new_date is None:
        text = _("A delay needs the new date by which it will be done.")
        yield Unmet("new_date_missing", text, "new_date")
    if new_date is not None and new_date <= today:
        yield Unmet("new_date_past", _("The new date must lie in the future."), "new_date")
    if state in (S.IN_WORK, S.DELAYED):
        yield from next_report_problems(next_report_on, today=today)


def next_report_problems(
    day: date | None, *, today: date, after: date | None = None
) -> Iterator[Unmet]:
    """A day of the next report: obligatory, ahead, within a year, later than the present one."""
    if day is None:
        text = _("Please say when you report next. Without that the item would be forgotten.")
        yield Unmet("next_report_missing", text, "next_report_on")
    elif day <= today:
        text = _("The next report must lie in the future.")
        yield Unmet("next_report_past", text, "next_report_on")
    elif day > today + FARTHEST:
        text = _("The next report must come within a year.")
        yield Unmet("next_report_far", text, "next_report_on")
    elif after is not None and day <= after:
        text = _("The new day must be later than the present one.")
        yield Unmet("not_later", text, "next_report_on")
