"""What follows for demands from elsewhere: measures that end, associations that get an access."""

from __future__ import annotations

import logging
from datetime import datetime

from workflows.actions.acting.acts import Request, act
from workflows.calendars import local_date
from workflows.refusals import GuardsUnmet, WrongState

from ..queries.demands import asked_another_way, followed, unseen_by_senders

logger = logging.getLogger(__name__)


def follow_measures(*, at: datetime) -> int:
    """Demands whose measures are all completed are reported, those with a failed one reopened.

    Each in its own transaction: one that cannot be moved stops no other, and is tried again.
    """
    done = 0
    for case in followed():
        try:
            done += _follow(case, at)
        except Exception:
            logger.exception("the demand of case %s could not follow its measures", case)
    return done


def _follow(case: int, at: datetime) -> bool:
    """What failed comes first: the rest of the measures fulfils nothing."""
    for name in ("measure_failed", "report_fulfilled"):
        try:
            act(Request(case, name, None, at), system=True)
        except (GuardsUnmet, WrongState):
            continue
        return True
    return False


def show_to_senders(*, at: datetime) -> int:
    """Associations that have got an access see what they asked for before; how many demands."""
    cases = unseen_by_senders(on=local_date(at))
    for case in cases:
        act(Request(case, "let_sender_read", None, at), system=True)
    return len(cases)


def ask_senders_anew(*, at: datetime) -> int:
    """Associations whose access has ended, or begun, while they were asked; how many demands."""
    cases = asked_another_way(on=local_date(at))
    for case in cases:
        act(Request(case, "ask_sender_anew", None, at), system=True)
    return len(cases)
