"""What is still to be decided lies ahead: submitted, changed and started (M2, M23)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from coordination.decisions.models import TextVersion
from coordination.implementing.models import StatusReport
from coordination.measures.models import Measure
from tests.situations import REASON, Stage
from tests.town import Town
from workflows.actions.time.ladder import climb
from workflows.calendars import BERLIN
from workflows.models import Deadline, Reminder
from workflows.refusals import GuardsUnmet


def stones(*days: str) -> list[dict[str, Any]]:
    return [{"id": None, "title": f"Schritt {day}", "due_on": day} for day in days]


def codes(refusal: pytest.ExceptionInfo[GuardsUnmet]) -> list[str]:
    return [unmet.code for unmet in refusal.value.unmet]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"milestones": stones("2026-03-01", "2026-10-01")}, ["milestone_past"]),
        ({"milestones": stones("2026-03-02")}, []),
        ({"starts_on": "2026-03-01"}, ["day_past"]),
        (
            {
                "starts_on": "2019-01-07",
                "ends_on": "2019-12-20",
                "milestones": stones("2019-03-01", "2019-06-03"),
            },
            ["day_past", "day_past", "milestone_past", "milestone_past"],
        ),
        (
            {"starts_on": "2026-09-15", "milestones": stones("2026-09-01", "2026-10-01")},
            ["milestone_before_start"],
        ),
    ],
)
def test_plan_in_the_past_is_refused_at_the_submission(
    town: Town, fields: dict[str, Any], expected: list[str]
) -> None:
    measure = town.propose(**fields)
    if not expected:
        town.do(measure, "submit", "youth-head")
        return
    for name, by in (("submit", "youth-head"), ("ask_agreement", "youth-clerk")):
        with pytest.raises(GuardsUnmet) as refusal:
            town.do(measure, name, by)
        assert codes(refusal) == expected
    assert town.state(measure) == "draft"


def test_day_that_passes_during_the_revision_is_refused_when_it_is_submitted_again(
    town: Town,
) -> None:
    measure = Stage(town).revision()
    town.now = datetime(2026, 9, 2, 9, tzinfo=BERLIN)
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, "submit", "social-head", change="editorial")
    assert codes(refusal) == ["milestone_past"]


def test_no_day_moves_into_the_past_when_a_plan_is_adapted(town: Town) -> None:
    measure = Stage(town).resolved()
    first, second = measure.milestones.order_by("position")
    town.now = datetime(2026, 9, 2, 9, tzinfo=BERLIN)
    plan = [
        {"id": first.pk, "title": first.title, "due_on": str(first.due_on)},
        {"id": second.pk, "title": second.title, "due_on": "2026-08-03"},
    ]
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, "adapt_plan", "social-clerk", fields={"milestones": plan})
    assert [(unmet.code, unmet.field) for unmet in refusal.value.unmet] == [
        ("day_past", "milestones-1-due_on")
    ]
    # What was planned before may have passed: the start asks for it.
    plan[1]["due_on"] = "2026-12-01"
    town.do(measure, "adapt_plan", "social-clerk", fields={"milestones": plan})


def ready_to_start(town: Town) -> Measure:
    measure = Stage(town).resolved()
    town.do(measure, "adapt_plan", "social-clerk", text=REASON)
    town.do(measure, "confirm_funds", "finance-head")
    town.now = datetime(2026, 9, 2, 9, tzinfo=BERLIN)
    return measure


def test_start_asks_for_new_days_of_milestones_that_have_passed(town: Town) -> None:
    measure = ready_to_start(town)
    first, second = measure.milestones.order_by("position")
    start = {"responsible": town.person("social-clerk").pk}
    for day in (None, "2026-09-01", "übermorgen"):
        with pytest.raises(GuardsUnmet) as refusal:
            town.do(
                measure, "start_implementation", "social-head", **start, dates={str(first.pk): day}
            )
        assert codes(refusal) == ["milestone_past"]
    town.do(
        measure, "start_implementation", "social-head", **start, dates={str(first.pk): "2026-09-30"}
    )
    due = Deadline.objects.filter(case=measure.case_id, kind="milestone").order_by("due_on")
    days = [str(first.due_on), str(second.due_on)]
    assert [str(row.due_on) for row in due] == ["2026-09-30", days[1]]
    # Both days are kept: the old one in the text that was resolved.
    versions = TextVersion.objects.filter(case=measure.case_id).order_by("number")
    kept = [[stone["due_on"] for stone in version.content["milestones"]] for version in versions]
    assert (kept[-2], kept[-1]) == (days, ["2026-09-30", days[1]])


def test_start_asks_for_a_new_end_where_the_planned_one_has_passed(town: Town) -> None:
    measure = Stage(town, fields={"ends_on": "2026-08-31"}).resolved()
    town.do(measure, "adapt_plan", "social-clerk", text=REASON)
    town.do(measure, "confirm_funds", "finance-head")
    town.now = datetime(2026, 9, 1, 9, tzinfo=BERLIN)
    start = {"responsible": town.person("social-clerk").pk}
    for end, code in ((None, "end_past"), ("2026-08-31", "end_past"), ("bald", "invalid")):
        with pytest.raises(GuardsUnmet) as refusal:
            town.do(measure, "start_implementation", "social-head", **start, ends_on=end)
        assert [(one.code, one.field) for one in refusal.value.unmet] == [(code, "ends_on")]
    town.do(measure, "start_implementation", "social-head", **start, ends_on="2026-12-18")
    measure.refresh_from_db()
    assert measure.ends_on == date(2026, 12, 18)
    kept = TextVersion.objects.filter(case=measure.case_id).order_by("number")
    assert [v.content["ends_on"] for v in kept][-2:] == ["2026-08-31", "2026-12-18"]


def test_page_of_the_start_has_a_field_for_each_day_that_has_passed(
    town: Town, client: Client
) -> None:
    measure = ready_to_start(town)
    first = measure.milestones.order_by("position")[0]
    address = reverse("measure:start_implementation", args=[measure.case_id])
    client.force_login(town.person("social-head"))
    with time_machine.travel(town.now, tick=False):
        form = client.get(address).context["form"]
        assert [name for name in form.fields if name.startswith("due_on_")] == [
            f"due_on_{first.pk}"
        ]
        sent = {name: form[name].value() for name in ("command", "version")}
        sent |= {"responsible": town.person("social-clerk").pk, "task": ""}
        refused = client.post(address, {**sent, f"due_on_{first.pk}": "1.9.2026"})
        assert "Dieser Tag ist vorbei" in refused.content.decode()
        client.post(address, {**sent, f"due_on_{first.pk}": "30.9.2026"})
    first.refresh_from_db()
    assert (town.state(measure), str(first.due_on)) == ("implementation", "2026-09-30")


def test_deadline_born_late_speaks_from_its_first_overdue_rung(town: Town) -> None:
    """The head gives a report back long after its quarter: it was due in July."""
    measure = Stage(town).implementation()
    StatusReport.objects.filter(measure=measure).update(
        period_start=date(2026, 4, 1), period_end=date(2026, 6, 30)
    )
    town.now = datetime(2026, 9, 2, 9, tzinfo=BERLIN)
    town.do(measure, "return_report", "social-head", text=REASON)
    late = Deadline.objects.get(case=measure.case_id, kind="status_report", status="running")
    assert (str(late.due_on), str(late.starts_on)) == ("2026-07-14", "2026-09-02")
    reached = []
    for number in range(1, 22):
        climb(at=datetime(2026, 9, 2, 7, tzinfo=BERLIN) + timedelta(days=number))
        now = list(Reminder.objects.filter(deadline=late).values_list("level", flat=True))
        reached += [(level, number) for level in now if level not in dict(reached)]
    # Counted from Wednesday 2 September: 1, 3, 5 and 10 working days.
    assert reached == [("E1", 1), ("E2", 5), ("E3", 7), ("E4", 14)]


def test_deadline_born_late_gets_a_new_day_with_a_reason(town: Town) -> None:
    measure = Stage(town).implementation()
    StatusReport.objects.filter(measure=measure).update(
        period_start=date(2026, 4, 1), period_end=date(2026, 6, 30)
    )
    town.now = datetime(2026, 9, 2, 9, tzinfo=BERLIN)
    town.do(measure, "return_report", "social-head", text=REASON)
    late = Deadline.objects.get(case=measure.case_id, kind="status_report", status="running")
    superior = "division_4-deputy_mayor"
    day = {"deadline": str(late.pk), "due_on": "2026-09-16"}
    town.do(measure, "extend_deadline", superior, text=REASON, **day)
    late.refresh_from_db()
    assert str(late.due_on) == "2026-09-16"
    entry = late.entries.get()
    assert (str(entry.due_before), str(entry.due_after)) == ("2026-07-14", "2026-09-16")
    assert late.next_rung_at == datetime(2026, 9, 9, 7, tzinfo=BERLIN)
