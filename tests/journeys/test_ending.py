"""Measures that end early: withdrawn, rejected, deleted; and taken up again."""

from coordination.measures.models import Measure
from tests.journeys.driver import Person
from tests.journeys.stages import deliberated, in_check, in_cosigning, signed, state, written
from tests.town import Town

REASON = "Das Land fördert die Kurse jetzt selbst."


def test_lead_withdraws_during_the_cosignature(town: Town) -> None:
    measure = in_cosigning(town, impacts=("school",))
    school = Person(town, "school-head")
    assert school.sees_task(measure)
    Person(town, "youth-head").does("withdraw", measure, reason=REASON)
    assert state(measure) == "withdrawn"
    assert not school.sees_task(measure)
    assert school.opens(measure).shows(REASON)


def test_clerk_is_not_offered_to_withdraw(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    assert Person(town, "youth-clerk").opens(measure).leads_to("/zurueckziehen/") is None


def test_mayor_withdraws_during_the_deliberation(town: Town) -> None:
    measure = town.in_deliberation()
    assert Person(town, "youth-head").opens(measure).leads_to("/zurueckziehen/") is None
    Person(town, "mayor-mayor").does("withdraw", measure, reason=REASON)
    assert state(measure) == "withdrawn"


def test_withdrawn_measure_is_taken_up_again(town: Town) -> None:
    measure = in_check(town)
    Person(town, "youth-head").does("withdraw", measure, reason=REASON)
    Person(town, "youth-clerk").does("take_up_again", measure)
    again = Measure.objects.get(predecessor=measure)
    assert (again.title, state(again), state(measure)) == (measure.title, "draft", "withdrawn")


def test_deputy_mayor_for_integration_rejects(town: Town) -> None:
    measure = town.in_release()
    deputy = Person(town, "division_3-deputy_mayor")
    deputy.does("reject", measure, status=422, reason="nein")
    assert state(measure) == "release"
    deputy.does("reject", measure, reason=REASON)
    assert state(measure) == "rejected"
    assert Person(town, "youth-clerk").opens(measure).shows(REASON)


def test_council_rejects(town: Town) -> None:
    measure = town.in_release()
    signed(town, measure)
    deliberated(town, measure, "rejected")
    assert state(measure) == "rejected"


def test_draft_that_nobody_saw_is_deleted(town: Town) -> None:
    measure = written(town)
    Person(town, "youth-clerk").does("discard", measure)
    assert not Measure.objects.exists()
