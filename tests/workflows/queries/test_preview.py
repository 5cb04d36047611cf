"""The preview foresees exactly what the clock then does."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.town import Town, found
from workflows.actions.time.clock import take_effects
from workflows.actions.time.ladder import climb
from workflows.calendars import BERLIN
from workflows.models import Event, Notification, Reminder, Substitution
from workflows.queries.time.preview import preview

pytestmark = pytest.mark.django_db

UNTIL = date(2026, 4, 30)


@pytest.fixture
def town() -> Town:
    town = found()
    for title in ("Erste", "Zweite", "Dritte"):
        town.in_cosigning(title=title, impact_school=True, impact_contract=True, cost="0")
    town.do(town.propose(title="Vierte"), "submit", "youth-head")
    Substitution.objects.create(
        represented=town.person("legal-head"), deputy=town.person("legal-clerk"),
        starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 20), entered_at=town.now,
    )  # fmt: skip
    return town


def test_preview_is_what_the_clock_then_does(town: Town) -> None:
    """Hour by hour to the end: every rung at its moment, every person, every effect."""
    foreseen = preview(at=town.now, until=UNTIL)
    assert (
        Reminder.objects.count() == Notification.objects.filter(deadline__isnull=False).count() == 0
    )
    happened = []
    moment = datetime(2026, 3, 2, 10, 0, tzinfo=BERLIN)
    while moment < datetime(2026, 5, 1, 0, 0, tzinfo=BERLIN):
        moment += timedelta(hours=1)
        if take_effects(at=moment).done:
            happened += [
                (moment, "", event.action, ())
                for event in Event.objects.filter(at=moment, action__startswith="lapse")
            ]
        if climb(at=moment).rungs:
            happened += [
                (moment, reminder.level, "", tuple(reminder.people))
                for reminder in Reminder.objects.filter(fired_at=moment)
            ]
    rungs = sorted((at, level, people) for at, level, _key, people in happened if level)
    assert rungs == sorted((item.at, item.level, item.people) for item in foreseen if item.level)
    effects = sorted(at for at, level, _key, _people in happened if not level)
    assert effects == sorted(item.at for item in foreseen if item.effect)
    assert len(rungs) > 20


def test_preview_tells_what_was_missed_as_one(town: Town) -> None:
    """After three days of downtime only the highest rung speaks."""
    late = datetime(2026, 3, 11, 12, 0, tzinfo=BERLIN)
    check = [i for i in preview(at=late, until=date(2026, 3, 11)) if i.step == "check"]
    assert [(item.level, item.at) for item in check] == [("E1", late)]


def test_command_lists_and_refuses_the_past(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("preview_reminders", until=date(2099, 1, 1))
    assert "Vierte" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("preview_reminders", until=date(2020, 1, 1))
