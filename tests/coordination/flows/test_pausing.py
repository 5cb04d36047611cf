"""A measure rests and goes on: no working day is lost, none is won (M26, M27)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from coordination.implementing.flows.implementing import MILESTONE
from coordination.implementing.queries.lights import light_days, running_with, with_light
from coordination.measures.models import Measure
from tests.coordination.facts import computed, kept
from tests.town import Town
from workflows.actions.time.ladder import climb
from workflows.calendars import BERLIN, end_of_day
from workflows.models import Case, Deadline, DeadlineEntry, Notification, Reminder, Task
from workflows.queries.acting.offers import situation
from workflows.queries.acting.timed import deadline_offers
from workflows.queries.people.routes import working_calendar
from workflows.queries.telling.feeds import own_deadlines
from workflows.refusals import GuardsUnmet

pytestmark = pytest.mark.django_db

REASON = "Die Fördermittel sind noch nicht bewilligt."


def on(day: int, month: int) -> datetime:
    return datetime(2026, month, day, 10, 0, tzinfo=BERLIN)


def milestones(case: int) -> list[tuple[str, str]]:
    rows = Deadline.objects.filter(case=case, kind="milestone").order_by("subject")
    return [(row.status, str(row.due_on)) for row in rows]


def rest(town: Town, measure: Measure, until: str) -> None:
    town.do(measure, "pause", "division_3-deputy_mayor", text=REASON, until=until)


@pytest.fixture
def measure(town: Town) -> Measure:
    """In implementation, with milestones on 1 July and 3 August 2026."""
    stones = [
        {"id": None, "title": "Träger ausgewählt", "due_on": "2026-07-01"},
        {"id": None, "title": "Kurse begonnen", "due_on": "2026-08-03"},
    ]
    measure = town.in_deliberation(milestones=stones)
    town.decide(measure)
    town.do(
        measure, "start_implementation", "youth-head", responsible=town.person("youth-clerk").pk
    )
    return measure


def test_pause_keeps_the_working_days_and_resume_gives_them_back(
    town: Town, measure: Measure
) -> None:
    """Rested from Monday 4 May to Monday 1 June 2026. Of the first milestone 39 working days were
    left (17 in May, 21 in June, 1 in July), of the second 62; counted anew from 1 June by hand.
    """
    case = measure.case_id
    town.now = on(4, 5)
    rest(town, measure, "2026-09-01")
    assert town.state(measure) == "paused"
    assert milestones(case) == [("paused", "2026-07-01"), ("paused", "2026-08-03")]
    assert {key for key, _desk in town.open_tasks(measure)} == {"resume"}
    assert climb(at=on(1, 8)).rungs == 0
    town.now = on(1, 6)
    town.do(measure, "resume", "youth-head")
    assert town.state(measure) == "implementation"
    days = ("2026-07-27", "2026-08-27")
    assert milestones(case) == [("running", days[0]), ("running", days[1])]
    stones = measure.milestones.order_by("due_on").values_list("due_on", flat=True)
    assert [str(day) for day in stones] == list(days)
    assert ("milestone", "youth-clerk") in town.open_tasks(measure)
    assert Task.objects.filter(case=case, status="waiting").count() == 0
    changes = DeadlineEntry.objects.filter(deadline__case=case).values_list("change", flat=True)
    assert sorted(set(changes)) == ["paused", "resumed"]


def test_a_measure_may_rest_more_than_once(town: Town, measure: Measure) -> None:
    case = measure.case_id
    before = milestones(case)
    for _turn in range(3):
        rest(town, measure, "2026-09-01")
        town.do(measure, "resume", "youth-head")
    assert milestones(case) == before


@pytest.mark.parametrize(
    ("until", "code"),
    [("2026-01-02", "past"), ("2030-01-02", "too_long"), ("2026-05-01", "no_working_day")],
)
def test_pause_needs_a_fitting_day(town: Town, measure: Measure, until: str, code: str) -> None:
    town.now = on(20, 4)
    with pytest.raises(GuardsUnmet) as error:
        rest(town, measure, until)
    assert [item.code for item in error.value.unmet] == [code]


def shown_light(measure: Measure, today: date) -> tuple[str, bool]:
    """The light as one measure shows it, and whether the list finds it among the late ones."""
    days = light_days(working_calendar(), today)
    one = with_light(Measure.objects.filter(pk=measure.pk), days).get()
    late = Measure.objects.filter(pk__in=running_with("yellow", days))
    return one.light, late.filter(pk=measure.pk).exists()


def fed(town: Town) -> list[str]:
    """The days of the clerk's feed."""
    lines = own_deadlines(town.person("youth-clerk"), on=town.now.date())
    return sorted(str(line.due_on) for line in lines if line.to_do == MILESTONE.title)


def test_extended_milestone_is_not_late_anywhere(town: Town, measure: Measure) -> None:
    """Milestone, light, list, feed and the question for a reason follow its deadline."""
    first = measure.milestones.order_by("position")[0]
    deadline = Deadline.objects.get(case=measure.case_id, subject=f"milestone:{first.pk}")
    town.now = on(30, 6)
    more = {"deadline": str(deadline.pk), "due_on": "2026-07-31"}
    town.do(measure, "extend_deadline", "youth-head", text=REASON, **more)
    first.refresh_from_db()
    assert str(first.due_on) == "2026-07-31"
    town.now = on(10, 7)
    assert shown_light(measure, town.now.date()) == ("green", False)
    assert fed(town) == ["2026-07-31", "2026-08-03"]
    assert kept() == computed()
    task = Task.objects.get(step=deadline.step, status="open")
    town.do(measure, "complete_milestone", "youth-clerk", task=task.pk, text="Vertrag liegt vor.")
    first.refresh_from_db()
    assert first.is_over


def test_milestone_that_is_paused_alone_does_not_become_late(town: Town, measure: Measure) -> None:
    """Paused on Tuesday 30 June, one working day before its end; goes on on Monday 13 July."""
    first = measure.milestones.order_by("position")[0]
    deadline = Deadline.objects.get(case=measure.case_id, subject=f"milestone:{first.pk}")
    town.now = on(30, 6)
    more = {"deadline": str(deadline.pk)}
    town.do(measure, "pause_deadline", "youth-head", text=REASON, **more)
    town.now = on(13, 7)
    assert shown_light(measure, town.now.date()) == ("green", False)
    assert kept() == computed()
    town.do(measure, "resume_deadline", "youth-head", **more)
    first.refresh_from_db()
    assert (first.is_paused, str(first.due_on)) == (False, "2026-07-14")
    assert shown_light(measure, date(2026, 7, 15)) == ("yellow", True)


def of_first(measure: Measure) -> Deadline:
    first = measure.milestones.order_by("position")[0]
    return Deadline.objects.get(case=measure.case_id, subject=f"milestone:{first.pk}")


def reached(deadline: Deadline) -> list[tuple[str, str]]:
    rows = Reminder.objects.filter(deadline=deadline).order_by("rung_at", "id")
    return [(row.level, str(row.due_on)) for row in rows]


def test_rest_heals_no_lateness_and_tells_nothing_twice(town: Town, measure: Measure) -> None:
    """Due on Wednesday 1 July, paused on Wednesday 8 July: five working days late, E3 has spoken.

    It goes on on Monday 3 August: due on 27 July, and E4 comes five working days later.
    """
    deadline = of_first(measure)
    for day in (24, 29):
        climb(at=on(day, 6))
    for day in (1, 2, 6, 8):
        climb(at=on(day, 7))
    told = Notification.objects.count()
    assert [level for level, _due in reached(deadline)] == ["E-2", "E-1", "E0", "E1", "E2", "E3"]
    town.now = on(8, 7)
    rest(town, measure, "2026-09-01")
    town.now = on(3, 8)
    town.do(measure, "resume", "youth-head")
    deadline.refresh_from_db()
    assert str(deadline.due_on) == "2026-07-27"
    assert {due for _level, due in reached(deadline)} == {"2026-07-27"}
    others = Deadline.objects.filter(case=measure.case_id).exclude(pk=deadline.pk)
    others.update(next_rung_at=None)
    for day in (3, 4, 5, 6, 7):
        climb(at=on(day, 8))
    assert Reminder.objects.filter(deadline=deadline).count() == 6
    assert Notification.objects.filter(template__startswith="deadline").count() <= told
    climb(at=on(10, 8))
    assert reached(deadline)[-1] == ("E4", "2026-07-27")
    # The list of escalations and the light have forgotten nothing.
    assert shown_light(measure, date(2026, 8, 10)) == ("yellow", True)
    with pytest.raises(GuardsUnmet):
        town.do(measure, "pause_deadline", "youth-head", text=REASON, deadline=str(deadline.pk))


def test_overdue_deadline_is_not_paused_alone(town: Town, measure: Measure) -> None:
    town.now = on(2, 7)
    deadline = of_first(measure)
    with pytest.raises(GuardsUnmet) as error:
        town.do(measure, "pause_deadline", "youth-head", text=REASON, deadline=str(deadline.pk))
    assert [item.code for item in error.value.unmet] == ["passed"]


def test_overdue_milestone_gets_a_new_day_with_a_reason(town: Town, measure: Measure) -> None:
    town.now = on(8, 7)
    deadline = of_first(measure)
    more = {"deadline": str(deadline.pk), "due_on": "2026-07-31"}
    with pytest.raises(GuardsUnmet) as error:
        town.do(measure, "extend_deadline", "youth-head", **more)
    assert [item.code for item in error.value.unmet] == ["reason_missing"]
    town.do(measure, "extend_deadline", "youth-head", text=REASON, **more)
    entry = DeadlineEntry.objects.get(deadline=deadline)
    assert (entry.reason, str(entry.due_before), str(entry.due_after)) == (
        REASON, "2026-07-01", "2026-07-31",
    )  # fmt: skip
    assert str(measure.milestones.order_by("position")[0].due_on) == "2026-07-31"


@pytest.mark.parametrize(
    ("day", "expected"), [("2028-10-30", []), ("2029-07-02", []), ("2029-07-05", ["too_far"])]
)
def test_milestone_that_lies_far_ahead_can_be_moved(
    town: Town, measure: Measure, day: str, expected: list[str]
) -> None:
    """Due on 3 July 2028: up to a year (366 days) later."""
    deadline = of_first(measure)
    far = {"due_on": date(2028, 7, 3), "due_at": end_of_day(date(2028, 7, 3))}
    Deadline.objects.filter(pk=deadline.pk).update(**far)
    more = {"deadline": str(deadline.pk), "due_on": day}
    if expected:
        with pytest.raises(GuardsUnmet) as error:
            town.do(measure, "extend_deadline", "youth-head", text=REASON, **more)
        assert [item.code for item in error.value.unmet] == expected
    else:
        town.do(measure, "extend_deadline", "youth-head", text=REASON, **more)
        assert str(of_first(measure).due_on) == day


def test_pages_offer_a_new_day_only_where_it_is_possible(town: Town, measure: Measure) -> None:
    """Both are overdue: the milestone gets a new day, the report of the quarter does not."""
    town.now = on(20, 7)
    case = Case.objects.get(pk=measure.case_id)
    seen = situation(case, person=town.person("youth-head").pk, at=town.now)
    offers = deadline_offers(seen)
    report = Deadline.objects.get(case=case, kind="status_report")
    assert "extend_deadline" in offers[of_first(measure).pk]
    assert not {"extend_deadline", "pause_deadline"} & {*offers[report.pk]}
