"""Every step has a day by which it is due, from the route or of its own."""

from __future__ import annotations

from datetime import timedelta

from coordination.city.file.reader import read_city
from coordination.council.models import Consultation
from coordination.demo.stories import FILES
from coordination.measures.flows.measure import MeasureFlow
from coordination.measures.models import Measure
from tests.town import Town
from workflows.calendars import local_date
from workflows.models import Deadline, StepRun
from workflows.queries.people.routes import working_calendar

CITY = FILES / "city.toml"

OF_THEIR_OWN = {"milestone", "status_report", "decide_objection", "record_approval", "excerpt"}
"""Due on the day that the plan, the quarter, the session or a rule sets."""

WITH_A_USUAL_PERIOD = {"evaluation", "record_ruling", "provide_documents"}
"""Where a route says nothing, the flow has a period for them."""

OWED_TO_NOBODY = {"draft"}


def _without_deadline(measure: Measure) -> set[str]:
    """The keys of the open steps of a measure that have no running deadline."""
    runs = StepRun.objects.filter(case=measure.case_id, tasks__status="open")
    due = Deadline.objects.filter(case=measure.case_id, status="running").values("step")
    return set(runs.exclude(pk__in=due).values_list("key", flat=True))


def test_route_of_the_city_has_a_period_for_every_step() -> None:
    (route,) = (r for r in read_city(CITY.read_bytes()).routes if r.kind == "measure")
    periods = {step for step, _period in route.periods}
    without = {s.key for s in MeasureFlow.all_steps() if (s.period or s.key) not in periods}
    assert without == OF_THEIR_OWN | WITH_A_USUAL_PERIOD | OWED_TO_NOBODY


def test_every_open_step_but_a_draft_has_a_deadline(town: Town) -> None:
    draft = town.propose(title="Ein Entwurf")
    deliberated = town.in_deliberation(title="In der Beratung")
    stages = [
        draft,
        town.in_cosigning(title="In der Mitzeichnung", impact_school=True),
        town.in_release(title="In der Freigabe"),
        town.in_final_signature(title="In der Schlusszeichnung"),
        deliberated,
    ]
    assert [_without_deadline(measure) for measure in stages] == [{"draft"}, *[set()] * 4]
    town.decide(deliberated)
    clerk = town.person("youth-clerk").pk
    town.do(deliberated, "start_implementation", "youth-head", responsible=clerk)
    assert _without_deadline(deliberated) == set()


def test_result_is_due_five_working_days_after_the_session(town: Town) -> None:
    measure = town.in_deliberation()
    station = Consultation.objects.filter(case=measure.case).order_by("position")[0]
    assert station.meeting is not None
    day = local_date(station.meeting.starts_at)
    due = Deadline.objects.get(case=measure.case, kind="record_result", status="running")
    assert due.due_on == working_calendar().add_working_days(day, 5)
    # Over at least one weekend, whatever the weekday of the session.
    assert due.due_on - day >= timedelta(days=7)
