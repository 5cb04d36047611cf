"""What people may do to a deadline, and what is refused with which words (domain 2.9)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from coordination.measures.models import Measure
from tests.roles import stand_in
from tests.town import Town
from workflows.actions.time.ladder import climb
from workflows.calendars import BERLIN
from workflows.models import Deadline, DeadlineEntry, Notification, Reminder, Task
from workflows.refusals import GuardsUnmet, Invisible, NotAllowed

pytestmark = pytest.mark.django_db

REASON = "Die Unterlagen kommen erst nächste Woche."
BGI = "division_3-integration_deputy"


def morning(day: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, 7, 0, tzinfo=BERLIN)


@pytest.fixture
def measure(town: Town) -> Measure:
    """Submitted on Monday 2 March 2026: the centre has until Monday 9 March."""
    measure = town.propose(title="Fristen")
    town.do(measure, "submit", "youth-head")
    return measure


def check(measure: Measure) -> Deadline:
    return Deadline.objects.get(case=measure.case_id, kind="check")


def do(town: Town, measure: Measure, name: str, by: str, **more: Any) -> None:
    town.do(measure, name, by, deadline=str(check(measure).pk), **more)


def codes(error: pytest.ExceptionInfo[GuardsUnmet]) -> set[str]:
    return {item.code for item in error.value.unmet}


def test_extension_moves_the_task_and_begins_the_ladder_anew(town: Town, measure: Measure) -> None:
    climb(at=morning(9))
    town.now = morning(9)
    do(town, measure, "extend_deadline", "mayor-mayor", text=REASON, due_on="2026-03-16")
    deadline = check(measure)
    assert (str(deadline.due_on), deadline.status) == ("2026-03-16", "running")
    due = set(Task.objects.filter(case=measure.case_id, status="open").values_list("due_at"))
    assert due == {(deadline.due_at,)}
    assert climb(at=morning(10)).rungs == 0
    assert climb(at=morning(12)).rungs == 1
    levels = Reminder.objects.order_by("rung_at").values_list("level", "due_on")
    assert [(level, str(day)) for level, day in levels] == [
        ("E-1", "2026-03-09"), ("E0", "2026-03-09"), ("E-1", "2026-03-16"),
    ]  # fmt: skip
    entry = DeadlineEntry.objects.get()
    assert (entry.change, entry.reason) == ("extended", REASON)
    assert (str(entry.due_before), str(entry.due_after)) == ("2026-03-09", "2026-03-16")


def test_extension_by_a_period_counts_from_the_present_end(town: Town, measure: Measure) -> None:
    do(town, measure, "extend_deadline", "mayor-mayor", text=REASON, amount=5, unit="working_days")
    assert str(check(measure).due_on) == "2026-03-16"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"due_on": "2026-03-16"}, {"reason_missing"}),
        ({"due_on": "2026-03-16", "text": "kurz"}, {"reason_missing"}),
        ({"text": REASON}, {"missing"}),
        ({}, {"missing", "reason_missing"}),
        ({"text": REASON, "due_on": "2026-02-31"}, {"invalid"}),
        ({"text": REASON, "due_on": "2026-03-02"}, {"past"}),
        ({"text": REASON, "due_on": "2026-03-06"}, {"not_later"}),
        ({"text": REASON, "due_on": "2026-03-14"}, {"no_working_day"}),
        ({"text": REASON, "due_on": "2026-04-03"}, {"no_working_day"}),
        ({"text": REASON, "due_on": "2031-03-03"}, {"too_far"}),
        ({"text": REASON, "amount": 0}, {"invalid"}),
        ({"text": REASON, "amount": -3}, {"invalid"}),
        ({"text": REASON, "amount": "viele"}, {"invalid"}),
        ({"text": REASON, "amount": 3, "unit": "moons"}, {"unknown_unit"}),
    ],
)
def test_extension_says_all_that_is_wrong(
    town: Town, measure: Measure, given: dict[str, Any], expected: set[str]
) -> None:
    with pytest.raises(GuardsUnmet) as error:
        do(town, measure, "extend_deadline", "mayor-mayor", **given)
    assert codes(error) == expected
    assert DeadlineEntry.objects.count() == 0


def test_extension_after_the_end_is_too_late(town: Town, measure: Measure) -> None:
    town.now = morning(10)
    with pytest.raises(GuardsUnmet) as error:
        do(town, measure, "extend_deadline", "mayor-mayor", text=REASON, due_on="2026-03-16")
    assert codes(error) == {"passed"}


def test_a_finished_deadline_can_neither_be_moved_nor_paused(town: Town, measure: Measure) -> None:
    town.do(measure, "pass_check", "centre-clerk")
    for name, data in (("extend_deadline", {"due_on": "2026-03-16"}), ("pause_deadline", {})):
        with pytest.raises(GuardsUnmet) as error:
            do(town, measure, name, "mayor-mayor", text=REASON, **data)
        assert "over" in codes(error)


def test_the_period_of_a_cosignature_is_a_rule(town: Town) -> None:
    measure = town.in_cosigning(impact_contract=True)
    deadline = Deadline.objects.filter(case=measure.case_id, kind="cosigning")[0]
    for name, data in (("extend_deadline", {"due_on": "2026-03-23"}), ("pause_deadline", {})):
        with pytest.raises(GuardsUnmet) as error:
            town.do(
                measure, name, "mayor-mayor", text=REASON, deadline=str(deadline.pk), **data,
            )  # fmt: skip
        assert codes(error) == {"fixed"}


def test_whoever_has_the_work_cannot_extend_it(town: Town, measure: Measure) -> None:
    with pytest.raises(NotAllowed):
        do(town, measure, "extend_deadline", "centre-head", text=REASON, due_on="2026-03-16")


def test_a_deadline_of_another_case_does_not_exist(town: Town, measure: Measure) -> None:
    other = town.propose(title="Andere")
    town.do(other, "submit", "youth-head")
    with pytest.raises(Invisible):
        town.do(
            other, "extend_deadline", "mayor-mayor", text=REASON, due_on="2026-03-16",
            deadline=str(check(measure).pk),
        )  # fmt: skip


def test_pause_and_resume_keep_the_working_days_more_than_once(
    town: Town, measure: Measure
) -> None:
    """Three working days were left on Wednesday 4 March: Thursday, Friday, Monday."""
    town.now = morning(4)
    do(town, measure, "pause_deadline", "mayor-mayor", text=REASON)
    assert (check(measure).status, check(measure).remaining) == ("paused", 3)
    assert climb(at=morning(20)).rungs == 0
    town.now = morning(10)
    do(town, measure, "resume_deadline", "mayor-mayor")
    assert str(check(measure).due_on) == "2026-03-13"
    do(town, measure, "pause_deadline", "mayor-mayor", text=REASON)
    town.now = morning(20)
    do(town, measure, "resume_deadline", "mayor-mayor")
    deadline = check(measure)
    assert (str(deadline.due_on), deadline.remaining) == ("2026-03-25", None)
    assert [entry.change for entry in DeadlineEntry.objects.order_by("id")] == [
        "paused", "resumed", "paused", "resumed",
    ]  # fmt: skip
    assert climb(at=morning(23)).rungs == 1


def test_only_what_is_paused_goes_on(town: Town, measure: Measure) -> None:
    with pytest.raises(GuardsUnmet) as error:
        do(town, measure, "resume_deadline", "mayor-mayor")
    assert codes(error) == {"not_paused"}
    do(town, measure, "pause_deadline", "mayor-mayor", text=REASON)
    with pytest.raises(GuardsUnmet) as error:
        do(town, measure, "pause_deadline", "mayor-mayor", text=REASON)
    assert codes(error) == {"paused"}


def climbed(town: Town, *days: int) -> None:
    """The offices open on these days of March; the last of them is today."""
    for day in days:
        town.now = morning(day)
        climb(at=town.now)


def levels() -> list[tuple[str, bool]]:
    """The rungs that were reached, with whether a higher one spoke instead."""
    return list(Reminder.objects.order_by("rung_at").values_list("level", "is_skipped"))


def test_seen_stops_the_ladder_until_the_day_and_no_longer(town: Town, measure: Measure) -> None:
    """E2 on 12 March; seen until Tuesday 24 March: E3 (16.) and E4 (23.) speak then, as one."""
    climbed(town, 5, 9, 10, 12)
    do(town, measure, "acknowledge_deadline", BGI, until="2026-03-24")
    climbed(town, 13, 16, 23)
    assert levels()[-1] == ("E2", False)
    climbed(town, 24)
    assert levels()[-2:] == [("E3", True), ("E4", False)]
    assert str(check(measure).due_on) == "2026-03-09"


@pytest.mark.parametrize(
    ("until", "code"),
    [
        ("2026-03-12", "past"), ("2026-03-14", "no_working_day"), ("2026-06-01", "too_far"),
        ("", "missing"), ("morgen", "invalid"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("act", "by"), [("acknowledge_deadline", "mayor-mayor"), ("announce_date", "centre-head")]
)
def test_a_day_to_wait_for_is_near(
    town: Town, measure: Measure, act: str, by: str, until: str, code: str
) -> None:
    climbed(town, 12)
    with pytest.raises(GuardsUnmet) as error:
        do(town, measure, act, by, until=until)
    assert codes(error) == {code}


@pytest.mark.parametrize("day", [3, 9, 10])
def test_nothing_is_noted_as_seen_before_superiors_were_told(
    town: Town, measure: Measure, day: int
) -> None:
    climbed(town, day)
    with pytest.raises(GuardsUnmet) as error:
        do(town, measure, "acknowledge_deadline", "mayor-mayor", until="2026-03-18")
    assert codes(error) == {"not_escalated"}


def test_each_rung_is_noted_as_seen_once(town: Town, measure: Measure) -> None:
    climbed(town, 12)
    do(town, measure, "acknowledge_deadline", BGI, until="2026-03-17")
    for by in (BGI, "mayor-mayor"):
        with pytest.raises(GuardsUnmet) as error:
            do(town, measure, "acknowledge_deadline", by, until="2026-03-30")
        assert codes(error) == {"seen_already"}
    climbed(town, 17)
    do(town, measure, "acknowledge_deadline", BGI, until="2026-03-30")
    climbed(town, 30)
    assert levels()[-2:] == [("E3", False), ("E4", False)]


def test_whoever_is_late_cannot_let_it_rest_at_any_rung(town: Town, measure: Measure) -> None:
    for day in (3, 10, 12, 16, 23):
        climbed(town, day)
        for by in ("centre-head", "centre-clerk"):
            with pytest.raises(NotAllowed):
                do(town, measure, "acknowledge_deadline", by, until="2026-03-27")
    assert levels()[-1] == ("E4", False)


def test_an_announced_date_lets_superiors_hear_as_ever(town: Town, measure: Measure) -> None:
    """Announced on 3 March for the 27th: E-1, E0, E1 are spared, E2 speaks on 12 March."""
    town.now = morning(3)
    do(town, measure, "announce_date", "centre-clerk", until="2026-03-27")
    climbed(town, 5, 9, 10, 11)
    assert levels() == []
    climbed(town, 12, 16, 23)
    assert levels() == [("E2", False), ("E3", False), ("E4", False)]
    entry = DeadlineEntry.objects.get()
    assert (entry.change, str(entry.until)) == ("announced", "2026-03-27")


def test_a_date_announced_late_puts_nothing_off(town: Town, measure: Measure) -> None:
    climbed(town, 12)
    do(town, measure, "announce_date", "centre-head", until="2026-03-27")
    climbed(town, 16)
    assert levels()[-1] == ("E3", False)


def test_a_date_is_announced_once_for_each_due_day(town: Town, measure: Measure) -> None:
    do(town, measure, "announce_date", "centre-clerk", until="2026-03-12")
    with pytest.raises(GuardsUnmet) as error:
        do(town, measure, "announce_date", "centre-head", until="2026-03-13")
    assert codes(error) == {"announced_already"}
    do(town, measure, "extend_deadline", "mayor-mayor", text=REASON, due_on="2026-03-16")
    do(town, measure, "announce_date", "centre-head", until="2026-03-18")


def test_superiors_announce_nothing(town: Town, measure: Measure) -> None:
    with pytest.raises(NotAllowed):
        do(town, measure, "announce_date", "mayor-mayor", until="2026-03-12")


def test_whoever_has_the_work_is_no_superior_at_another_desk(town: Town) -> None:
    """The deputy mayor of division 3 releases, and holds the mandate for integration as well."""
    measure = town.in_release()
    deadline = Deadline.objects.get(case=measure.case_id, status="running", kind="release")
    town.now = morning(23)
    climb(at=town.now)
    more = {"deadline": str(deadline.pk), "until": "2026-03-27", "due_on": "2026-03-27"}
    for name in ("acknowledge_deadline", "extend_deadline", "pause_deadline"):
        with pytest.raises(NotAllowed):
            town.do(measure, name, BGI, text=REASON, **more)
    town.do(measure, "acknowledge_deadline", "mayor-mayor", **more)


def test_a_deputy_who_has_the_work_is_no_superior(town: Town, measure: Measure) -> None:
    """The clerk stands in for the mayor today and is late themselves."""
    stand_in(town.person("mayor-mayor"), town.person("centre-clerk"), town)
    climbed(town, 12)
    with pytest.raises(NotAllowed):
        do(town, measure, "acknowledge_deadline", "centre-clerk", until="2026-03-18")


def test_reminder_by_hand_cools_down(town: Town, measure: Measure) -> None:
    do(town, measure, "remind", "mayor-mayor")
    told = Notification.objects.filter(template="deadline_reminded", channel="in_app")
    assert {row.recipient.email for row in told.select_related("recipient")} == {
        "centre-head@town.example", "centre-clerk@town.example",
    }  # fmt: skip
    town.now += timedelta(days=1)
    with pytest.raises(GuardsUnmet) as error:
        do(town, measure, "remind", "mayor-mayor")
    assert codes(error) == {"cool_down"}
    town.now += timedelta(days=1)
    do(town, measure, "remind", "mayor-mayor")
    assert told.count() == 4


def test_a_reminder_of_the_ladder_cools_down_too(town: Town, measure: Measure) -> None:
    climb(at=morning(9))
    town.now = morning(9)
    with pytest.raises(GuardsUnmet) as error:
        do(town, measure, "remind", "mayor-mayor")
    assert codes(error) == {"cool_down"}


def test_the_centre_reminds_everybody_but_may_not_extend(town: Town) -> None:
    measure = town.in_release()
    deadline = Deadline.objects.get(case=measure.case_id, status="running", kind="release")
    town.do(measure, "remind", "centre-clerk", deadline=str(deadline.pk))
    with pytest.raises(NotAllowed):
        town.do(
            measure, "extend_deadline", "centre-head", text=REASON, due_on="2026-03-20",
            deadline=str(deadline.pk),
        )  # fmt: skip
