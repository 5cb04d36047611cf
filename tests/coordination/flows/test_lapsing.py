"""Silence, one week more, and offices that send a matter in circles (domain 2.3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.journeys.driver import Person
from tests.town import Town
from workflows.actions.time.clock import take_effects
from workflows.calendars import BERLIN
from workflows.models import CosignatureItem, Deadline, Event, Notification, Task, Vote
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, Refusal

pytestmark = pytest.mark.django_db


def midnight(day: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, 0, 0, tzinfo=BERLIN)


def item_of(town: Town, case: int, unit: str) -> CosignatureItem:
    return CosignatureItem.objects.get(case=case, unit=town.units[unit], round=1)


def deadline_of(town: Town, case: int, unit: str) -> Deadline:
    item = item_of(town, case, unit)
    return Deadline.objects.get(step=item.step_id, status="running")


def task_of(town: Town, case: int, desk: str) -> UUID:
    return Task.objects.get(case=case, status="open", desk=town.desks[desk], step__key="cosign").pk


def unmet(error: pytest.ExceptionInfo[GuardsUnmet]) -> list[str]:
    return [item.code for item in error.value.unmet]


def test_silence_counts_on_the_day_after_the_period_and_nobody_has_signed(town: Town) -> None:
    """Asked on Monday 2 March: ten working days end with Monday 16 March at 24:00."""
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    town.do(
        measure, "vote", "health-head", choice="approved",
        task=task_of(town, measure.case_id, "health-head"),
    )  # fmt: skip
    assert take_effects(at=midnight(17) - timedelta(microseconds=1)).done == 0
    take_effects(at=midnight(17))
    vote = Vote.objects.get(item=item_of(town, measure.case_id, "school"))
    assert (vote.choice, vote.cast_by, vote.desk) == ("deemed_given", None, None)
    assert town.state(measure) == "release"
    assert Event.objects.get(case=measure.case_id, action="lapse_vote").actor_id is None


def test_an_office_has_received_its_question_once_somebody_has_it_in_hand(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True, impact_health=True)
    task = task_of(town, measure.case_id, "school-head")
    town.do(measure, "claim", "school-head", task=task)
    school, health = (item_of(town, measure.case_id, unit) for unit in ("school", "health"))
    assert (school.status, school.received_at) == ("received", town.now)
    assert (health.status, health.received_at) == ("requested", None)
    assert Person(town, "youth-head").case(measure).shows("in Bearbeitung seit 02.03.2026")
    # It still has to answer, and the trail knows what was written.
    assert list(verify()) == []
    town.do(measure, "vote", "school-head", choice="approved", task=task)
    school.refresh_from_db()
    assert (school.status, school.received_at) == ("answered", town.now)


def test_silent_contribution_counts_as_not_affected(town: Town) -> None:
    measure = town.in_cosigning(impact_contract=True)
    take_effects(at=midnight(17))
    vote = Vote.objects.get(item=item_of(town, measure.case_id, "centre"))
    assert (vote.choice, vote.cast_by) == ("not_affected", None)


def test_silence_means_nothing_where_the_route_says_so(town: Town) -> None:
    measure = town.in_cosigning(impact_contract=True)
    assert deadline_of(town, measure.case_id, "legal").effect == ""
    take_effects(at=midnight(17))
    assert town.state(measure) == "cosigning"
    assert item_of(town, measure.case_id, "legal").status == "requested"


def test_a_vote_after_the_period_is_too_late(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True, impact_contract=True)
    task = task_of(town, measure.case_id, "school-head")
    take_effects(at=midnight(17))
    with pytest.raises(Refusal) as error:
        town.do(measure, "vote", "school-head", choice="approved", task=task)
    assert error.value.status == 409


def test_cross_section_office_gets_seven_days_once_if_asked_in_time(town: Town) -> None:
    """16 March and seven days are Monday 23 March; both sides are told."""
    measure = town.in_cosigning(impact_contract=True)
    item = item_of(town, measure.case_id, "legal")
    town.do(measure, "ask_for_time", "legal-head", item=str(item.pk))
    deadline = deadline_of(town, measure.case_id, "legal")
    assert str(deadline.due_on) == "2026-03-23"
    task = Task.objects.get(pk=task_of(town, measure.case_id, "legal-head"))
    assert task.due_at == deadline.due_at
    told = Notification.objects.filter(template="time_given", channel="in_app")
    people = {row.recipient.email.split("@")[0] for row in told.select_related("recipient")}
    assert people == {"youth-head", "youth-clerk", "legal-head"}
    with pytest.raises(GuardsUnmet) as error:
        town.do(measure, "ask_for_time", "legal-head", item=str(item.pk))
    assert unmet(error) == ["extended"]


def test_more_time_is_refused_to_others_and_after_the_end(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True, impact_contract=True)
    item = item_of(town, measure.case_id, "school")
    with pytest.raises(GuardsUnmet) as error:
        town.do(measure, "ask_for_time", "school-head", item=str(item.pk))
    assert unmet(error) == ["no_extension"]
    town.now = midnight(17)
    item = item_of(town, measure.case_id, "legal")
    with pytest.raises(GuardsUnmet) as error:
        town.do(measure, "ask_for_time", "legal-head", item=str(item.pk))
    assert unmet(error) == ["passed"]


def test_the_third_asking_of_an_office_goes_to_the_common_superior(town: Town) -> None:
    """School says health, health says school, school says health, health would be school again."""
    measure = town.in_cosigning(impact_school=True)
    for desk, named in (
        ("school-head", "health"),
        ("health-head", "school"),
        ("school-head", "health"),
        ("health-head", "school"),
    ):
        assert town.state(measure) == "cosigning"
        town.do(
            measure, "vote", desk, choice="not_responsible", names_unit=town.units[named],
            task=task_of(town, measure.case_id, desk),
        )  # fmt: skip
    assert town.state(measure) == "clarification"
    assert Event.objects.get(case=measure.case_id, action="stop_circle").actor_id is None
    # Division 3 and division 4 have the mayor above them.
    assert town.open_tasks(measure) == [("clarification", "mayor-mayor")]


def test_an_office_named_back_gets_a_full_period(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    town.do(
        measure, "vote", "school-head", choice="not_responsible", names_unit=town.units["health"],
        task=task_of(town, measure.case_id, "school-head"),
    )  # fmt: skip
    town.now += timedelta(days=7)
    town.do(
        measure, "vote", "health-head", choice="not_responsible", names_unit=town.units["school"],
        task=task_of(town, measure.case_id, "health-head"),
    )  # fmt: skip
    deadline = deadline_of(town, measure.case_id, "school")
    assert (str(deadline.starts_on), str(deadline.due_on)) == ("2026-03-09", "2026-03-23")
