"""A session is changed, and every chain that it touches follows, each in its own transaction."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID, uuid5

from workflows.actions.acting.acts import Outcome, Request, act
from workflows.models import Event

from ...council.actions.calendar import change
from ...council.models import Meeting
from ...council.queries.calendar import calendar_case
from ..queries.following import cases_touched

logger = logging.getLogger(__name__)

AT_ONCE = 25
"""Cases that follow within the request; more are left to the clock."""

_COMMANDS = UUID("4b0f2f5e-7d52-4a86-9d0a-0f6f3a1f6c11")


def change_session(
    name: str,
    /,
    *,
    by: int | None,
    at: datetime,
    command: UUID | None = None,
    text: str = "",
    **data: object,
) -> Outcome:
    """An act on a session; the chains that it touches follow at once, many of them by the clock."""
    outcome = change(name, by=by, at=at, command=command, text=text, **data)
    settle_sessions(at=at, most=AT_ONCE)
    return outcome


def settle_sessions(*, at: datetime, most: int | None = None) -> int:
    """Let the chains follow the sessions that have changed; returns how many did.

    Each case follows each change once: its command is made of both. A session is settled when all
    of its cases have followed; what fails is tried again.
    """
    done = 0
    for meeting in Meeting.objects.filter(unsettled_by__isnull=False).order_by("id"):
        cases = cases_touched([meeting.pk])
        if most is not None and len(cases) > most:
            continue
        failed = [case for case in cases if not _follow(case, meeting, at=at)]
        done += len(cases) - len(failed)
        if not failed:
            same = Meeting.objects.filter(pk=meeting.pk, unsettled_by=meeting.unsettled_by)
            same.update(unsettled_by=None)
    return done


def _follow(case: int, meeting: Meeting, *, at: datetime) -> bool:
    number = meeting.unsettled_by or 0
    event = Event.objects.filter(case=calendar_case(), seq=number).select_related("text").first()
    reason = getattr(event, "text", None)
    request = Request(
        case=case,
        name="follow_sessions",
        by=None,
        at=at,
        command=uuid5(_COMMANDS, f"{number}:{case}"),
        data={"calendar": number},
        text=reason.text if reason else "",
    )
    try:
        act(request, system=True)
    except Exception:
        logger.exception("case %s could not follow the calendar", case)
        return False
    return True
