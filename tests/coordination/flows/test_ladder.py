"""The ladder of reminders and escalation, rung by rung (domain 2.9)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.town import Town
from workflows.actions.time.ladder import climb
from workflows.calendars import BERLIN
from workflows.models import Deadline, Notification

pytestmark = pytest.mark.django_db


def morning(day: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, 7, 0, tzinfo=BERLIN)


def told(level: str) -> set[str]:
    rows = Notification.objects.filter(key__contains=f":{level}:", channel="in_app")
    return {row.recipient.email.split("@")[0] for row in rows.select_related("recipient")}


def test_climb_tells_each_level_its_people_on_its_day(town: Town) -> None:
    """Submitted on Monday 2 March: five working days end on Monday 9 March."""
    measure = town.propose(title="Ladder")
    town.do(measure, "submit", "youth-head")
    deadline = Deadline.objects.get(case=measure.case_id, status="running")
    assert str(deadline.due_on) == "2026-03-09"
    days = {"E-1": 5, "E0": 9, "E1": 10, "E2": 12, "E3": 16, "E4": 23}
    for level, day in days.items():
        assert climb(at=morning(day) - timedelta(seconds=1)).rungs == 0
        assert climb(at=morning(day)).rungs == 1, level
        assert climb(at=morning(day)).rungs == 0
    staff = {"centre-head", "centre-clerk"}
    assert {level: told(level) for level in days} == {
        "E-1": staff,
        "E0": staff,
        "E1": staff,
        "E2": {"mayor-mayor"},
        "E3": {"division_3-deputy_mayor"},
        "E4": {"mayor-mayor", "board_office-board_secretary"},
    }
