"""By when the excerpt of the minutes should be back, and who sees to it (GO NRW § 52)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from coordination.council.exchange.folder import FolderWay
from coordination.council.models import Consultation, CouncilRule, HandOver
from coordination.council.vocabulary import RuleOrigin
from coordination.decisions.actions.exchanging import (
    ask_for_excerpts,
    hand_papers_over,
    take_excerpts,
)
from coordination.measures.models import Measure
from tests.coordination.flows.exchanged import after, signed, stations
from tests.coordination.flows.test_handing_over import bring, excerpt_for
from tests.journeys.driver import Person
from tests.situations import COUNCIL_OFFICE, Stage
from workflows.actions.time.ladder import climb
from workflows.calendars import local_date
from workflows.models import Deadline, Notification
from workflows.queries.people.routes import working_calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def out(stage: Stage, way: FolderWay) -> Measure:
    """A paper that was handed over; its first session was today."""
    measure = signed(stage)
    hand_papers_over(way, at=stage.town.now, seconds=60)
    return measure


def ask(stage: Stage, days: int = 0) -> int:
    stage.town.now += timedelta(days=days)
    return ask_for_excerpts(at=stage.town.now, seconds=60)


def running(measure: Measure) -> list[Deadline]:
    return list(Deadline.objects.filter(case=measure.case_id, kind="excerpt", status="running"))


def held_on(station: Consultation) -> Any:
    assert station.meeting
    return local_date(station.meeting.starts_at)


def test_excerpt_is_due_ten_working_days_after_the_session(stage: Stage, out: Measure) -> None:
    assert (ask(stage), running(out)) == (0, [])
    assert (ask(stage, days=1), ask(stage)) == (1, 0)
    (deadline,) = running(out)
    expected = working_calendar().add_working_days(held_on(stations(out)[0]), 10)
    assert deadline.due_on == expected
    assert ("excerpt", COUNCIL_OFFICE) in stage.town.open_tasks(out)


def test_city_sets_its_own_period_from_a_day_on(stage: Stage, out: Measure) -> None:
    """The rule of the session's day counts, not that of today."""
    day = held_on(stations(out)[0])
    base = {"subject": "excerpt_period", "unit": "working_days", "origin": RuleOrigin.LOCAL}
    norm = {"norm": "Geschäftsordnung"}
    CouncilRule.objects.create(amount=3, valid_from=day, valid_until=day, **base, **norm)
    CouncilRule.objects.create(amount=20, valid_from=day + timedelta(days=1), **base, **norm)
    ask(stage, days=1)
    (deadline,) = running(out)
    assert deadline.due_on == working_calendar().add_working_days(day, 3)


def test_without_such_a_rule_nobody_is_asked(stage: Stage, out: Measure) -> None:
    CouncilRule.objects.filter(subject="excerpt_period").update(valid_until="2020-01-01")
    assert (ask(stage, days=1), running(out)) == (0, [])


def test_office_is_reminded_by_the_ladder(stage: Stage, out: Measure) -> None:
    ask(stage, days=1)
    (deadline,) = running(out)
    office = stage.town.person(COUNCIL_OFFICE)
    told = Notification.objects.filter(deadline=deadline.pk, recipient=office)
    climb(at=stage.town.now)
    assert told.count() == 0
    # On the due day, the responsible desk is told (domain 2.9, E0).
    climb(at=deadline.due_at - timedelta(hours=10))
    assert told.exists()


def test_excerpt_ends_the_deadline(stage: Stage, way: FolderWay, out: Measure) -> None:
    first = stations(out)[0]
    ask(stage, days=1)
    bring(way, excerpt_for(first))
    assert take_excerpts(way, at=stage.town.now, seconds=60) == 1
    assert running(out) == []
    assert Deadline.objects.get(case=out.case_id, kind="excerpt").status == "met"
    assert ask(stage) == 0


def test_office_confirms_from_its_task(stage: Stage, out: Measure) -> None:
    first = stations(out)[0]
    ask(stage, days=1)
    stage.do(out, "record_result", COUNCIL_OFFICE, result="accepted")
    ask(stage)
    office = Person(stage.town, COUNCIL_OFFICE)
    assert office.inbox().shows("Um den Auszug aus der Niederschrift kümmern")
    office.does("confirm_excerpt", out, consultation=str(first.pk))
    assert running(out) == []
    assert HandOver.objects.get(consultation=first).state == "returned"


def test_deadline_of_the_decision_survives_the_decision(stage: Stage, out: Measure) -> None:
    """A provisional result moves the matter; its excerpt is still waited for, by the same day."""
    stage.town.decide(out, "accepted")
    last = stations(out)[-1]
    after(stage, last)
    assert ask(stage, days=1) == len(stations(out))
    due = {row.subject: row.due_on for row in running(out)}
    day = working_calendar().add_working_days(held_on(last), 10)
    assert due[f"consultation:{last.pk}"] == day
    # §§ 54, 57: the period to object runs from the resolution, whatever becomes of the excerpt.
    objection = Deadline.objects.get(case=out.case_id, kind="objection")
    assert objection.starts_on == held_on(last)


def test_page_of_the_council_system_names_the_day(stage: Stage, out: Measure) -> None:
    first = stations(out)[0]
    due = working_calendar().add_working_days(held_on(first), 10)
    office = Person(stage.town, COUNCIL_OFFICE)
    page = office.get("/sitzungen/ratsinformation/")
    assert page.shows("Auszug fällig", f"{due:%d.%m.%Y}")
    assert not page.shows("überfällig")
    stage.town.now += timedelta(days=30)
    with time_machine.travel(stage.town.now, tick=False):
        assert office.get("/sitzungen/ratsinformation/").shows("überfällig")
