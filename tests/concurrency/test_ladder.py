"""Several ticks, an act and a clock that is set back: each rung speaks once to each person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.db.utils import OperationalError

from coordination.measures.models import Measure
from tests.concurrency.threads import at_once, held, kinds
from tests.town import Town
from workflows.actions.time.ladder import climb
from workflows.calendars import BERLIN
from workflows.models import Deadline, Notification, Reminder
from workflows.queries.time.ladder import due_rungs

CASES = 12
LATE = datetime(2026, 3, 12, 12, 0, tzinfo=BERLIN)
"""After the rungs E-1, E0, E1 and E2 of what was submitted on Monday 2 March."""


@pytest.fixture
def measures(town: Town) -> list[Measure]:
    found = [town.propose(title=f"Frist {number}") for number in range(CASES)]
    for measure in found:
        town.do(measure, "submit", "youth-head")
    return found


def assert_each_rung_spoke_once(cases: int = CASES) -> None:
    """Four rungs of each deadline, the highest of them aloud, one row per person and channel."""
    rungs = list(Reminder.objects.values_list("deadline", "level", "is_skipped"))
    assert len(rungs) == len(set(rungs)) == 4 * cases
    assert {level for _key, level, is_skipped in rungs if not is_skipped} == {"E2"}
    told = Notification.objects.filter(template__startswith="deadline_")
    assert told.count() == 2 * cases
    assert told.values("deadline", "recipient", "channel").distinct().count() == 2 * cases


def taking(rows: int) -> Callable[[], None]:
    """Another tick that takes so many rungs."""

    def take() -> None:
        assert len(due_rungs(at=LATE, limit=rows)) == rows

    return take


def test_ticks_at_once_share_the_work(measures: list[Measure]) -> None:
    results = at_once([partial(climb, at=LATE)] * 6)
    assert kinds(results) == ["Climbed"] * 6
    assert sum(result.deadlines for result in results) == CASES
    assert_each_rung_spoke_once()


def test_a_tick_passes_over_what_another_one_holds(measures: list[Measure]) -> None:
    """It neither waits nor gives up; what the other one drops is taken by the next."""
    with held(taking(5)):
        assert climb(at=LATE).deadlines == CASES - 5
    assert climb(at=LATE).deadlines == 5
    assert_each_rung_spoke_once()


def test_what_a_tick_has_taken_cannot_be_met_behind_its_back(measures: list[Measure]) -> None:
    deadline = Deadline.objects.order_by("next_rung_at", "id")[0]
    with held(taking(1)), transaction.atomic(), pytest.raises(OperationalError):
        Deadline.objects.select_for_update(nowait=True).get(pk=deadline.pk)


def test_acts_and_ticks_at_the_same_instant(town: Town, measures: list[Measure]) -> None:
    """Whatever comes first: no error, and what is met speaks no more."""
    acts = [partial(town.do, measure, "pass_check", "centre-clerk") for measure in measures]
    ticks = [partial(climb, at=LATE)] * 4
    results = at_once([*acts, *ticks], threads=8)
    assert set(kinds(results)) == {"Climbed", "Outcome"}
    met = Deadline.objects.filter(kind="check")
    assert set(met.values_list("status", "next_rung_at")) == {("met", None)}
    of_the_check = Reminder.objects.filter(deadline__kind="check")
    before = of_the_check.count()
    climb(at=LATE + timedelta(days=30))
    assert of_the_check.count() == before


def test_a_clock_set_back_says_nothing_twice(measures: list[Measure]) -> None:
    climb(at=LATE)
    for minutes in (-60, -59, -1, 0, 1):
        assert climb(at=LATE + timedelta(minutes=minutes)).rungs == 0
    assert_each_rung_spoke_once()


def test_a_ladder_climbed_again_says_nothing_twice(measures: list[Measure]) -> None:
    """As after a restored backup: the rungs come again, their effects do not."""
    climb(at=LATE)
    Deadline.objects.update(next_rung=0, next_rung_at=LATE - timedelta(days=7))
    again = climb(at=LATE)
    assert (again.deadlines, again.failed) == (CASES, 0)
    assert_each_rung_spoke_once()


def test_three_days_of_downtime_are_one_message_for_each(town: Town) -> None:
    """Friday to Tuesday: due on Monday, found on Tuesday as one reminder of the highest rung."""
    measure = town.propose(title="Ausfall")
    town.do(measure, "submit", "youth-head")
    climb(at=datetime(2026, 3, 6, 12, 0, tzinfo=BERLIN))
    Notification.objects.update(dropped_at=town.now)
    climb(at=datetime(2026, 3, 10, 12, 0, tzinfo=BERLIN))
    new = Notification.objects.filter(dropped_at=None, channel="mail")
    assert {row.recipient.email for row in new.select_related("recipient")} == {
        "centre-head@town.example", "centre-clerk@town.example",
    }  # fmt: skip
    assert {row.template for row in new} == {"deadline_overdue"}
    levels = Reminder.objects.order_by("id").values_list("level", "is_skipped")
    assert list(levels) == [("E-1", False), ("E0", True), ("E1", False)]


def test_one_broken_deadline_stops_no_other(town: Town, measures: list[Measure]) -> None:
    """The organisation office hears of it, it is tried again in an hour and then speaks."""
    bad = Deadline.objects.order_by("next_rung_at", "id")[0].pk
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION break_one() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN IF NEW.deadline_id = '{bad}' THEN RAISE 'broken'; END IF;"
            " RETURN NEW; END $$;"
            "CREATE TRIGGER break_one BEFORE INSERT ON workflows_reminder"
            " FOR EACH ROW EXECUTE FUNCTION break_one()"
        )
    try:
        done = climb(at=LATE)
        assert (done.deadlines, done.failed) == (CASES - 1, 1)
        assert climb(at=LATE + timedelta(minutes=59)).failed == 0
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "DROP TRIGGER break_one ON workflows_reminder; DROP FUNCTION break_one()"
            )
    (told,) = Notification.objects.filter(template="rung_failed")
    assert told.recipient == town.person("organisation-organisation")
    climb(at=LATE + timedelta(hours=1))
    assert_each_rung_spoke_once()
