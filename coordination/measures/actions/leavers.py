"""Whoever answered for work and has left the city answers for it no more (M23)."""

from __future__ import annotations

import logging
from datetime import datetime

from workflows.actions.acting.acts import Request, act

from ...decisions.enums import MeasureState as S
from ..models import Measure

logger = logging.getLogger(__name__)

AT_ONCE = 50
"""So many at one time; the next tick goes on."""


def ask_for_successors(*, at: datetime) -> int:
    """Let the heads name somebody else where the account of who answers for the work is closed.

    One that fails stops no other and is tried again. Returns how many.
    """
    running = Measure.objects.filter(case__state__in=(S.IMPLEMENTATION, S.PAUSED))
    left = running.filter(responsible__deactivated_at__isnull=False)
    done = 0
    for case in left.order_by("pk").values_list("case", flat=True)[:AT_ONCE]:
        try:
            act(Request(case, "responsible_left", None, at), system=True)
            done += 1
        except Exception:
            logger.exception("nobody could be asked to answer for the work of case %s", case)
    return done
