"""Filling an empty database with the demo city and its last ten months."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from workflows.actions.telling.delivery import deliver_notices, drop_mails
from workflows.calendars import local_date

from ..city.file import read_city
from ..founding.actions import load_city
from .board import hold_the_board
from .calendar import meet_soon
from .drafting import let_clerks_draft
from .guests import let_guests_in
from .mandate import give_the_mandate
from .models import DemoSeed
from .replay import Replay
from .stage import Stage
from .stories import FILES, read_script
from .templating import keep_templates

MONTHS = timedelta(days=304)
"""The ten months that are replayed."""

_AHEAD = timedelta(days=550)
"""Sessions are planned this far beyond today."""


@transaction.atomic
def seed(*, at: datetime, tell: Callable[[datetime], None] = lambda _moment: None) -> DemoSeed:
    """Set up the demo city ten months before `at` and replay them, all or nothing.

    Everything goes through the actions that people use, each with the moment at which it is
    meant to happen, so trail, ages and inboxes are genuine; mails of the past are dropped.
    The marker, which is returned, is the last row that is written. `tell` hears of each day.
    """
    begins = at - MONTHS
    city = read_city((FILES / "city.toml").read_bytes())
    load_city(city, at=begins, sessions_until=local_date(at + _AHEAD))
    give_the_mandate(at=begins)
    let_guests_in(at=begins)
    script = read_script()
    stage = Stage(begins=begins, ends=at, words=script.words)
    meet_soon(stage.calendar, ends=at, at=begins)
    Replay(stage, script).run(tell=tell)
    hold_the_board(at=at)
    let_clerks_draft(at=at)
    keep_templates(at=at)
    _tell(at=at)
    return DemoSeed.objects.create(seeded_at=at)


def _tell(*, at: datetime) -> None:
    """What was done at last reaches its people too, and no mail of it goes out."""
    while deliver_notices(at=at).total:
        pass
    drop_mails(at=at)
