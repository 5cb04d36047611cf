"""A measure rests and goes on again; no working day is lost, and nobody is reminded meanwhile."""

from datetime import date

from tests.journeys.driver import Person
from tests.journeys.passing import days_pass, morning
from tests.journeys.stages import deliberated, in_cosigning, signed, state
from tests.town import Town
from workflows.models import Deadline, Reminder

REASON = "Die Fördermittel sind noch nicht bewilligt."


def test_measure_rests_and_goes_on(town: Town) -> None:
    measure = in_cosigning(town, impacts=("school",), milestones=("1.7.2026",))
    Person(town, "school-head").does("vote", measure, choice="approved")
    signed(town, measure)
    deliberated(town, measure)
    clerk, head = Person(town, "youth-clerk"), Person(town, "youth-head")
    head.does("start_implementation", measure, responsible=clerk.user.pk)
    town.now = morning(2026, 5, 4)

    # The head asks, twice wrongly; the deputy mayor first says no, then lets it rest.
    deputy_mayor = Person(town, "division_3-deputy_mayor")
    page = head.opens(measure).follow("/ruhen-beantragen/")
    assert page.answer(until="2.5.2027", reason=REASON).shows("höchstens 6 Monate ruhen")
    page.answer(until="1.9.2026", reason=REASON)
    assert deputy_mayor.sees_task(measure)
    declined = deputy_mayor.does("decline_pause", measure, reason="Bitte erst beim Land fragen.")
    assert declined.shows("benachrichtigt")
    head.does("ask_pause", measure, until="1.9.2026", reason=REASON)
    deputy_mayor.does("pause", measure)
    assert state(measure) == "paused"

    # On 1 July the milestone would have been due; nobody hears of it.
    for _day in days_pass(town, until=date(2026, 7, 6)):
        pass
    assert Reminder.objects.filter(deadline__kind="milestone").count() == 0
    assert not clerk.sees_task(measure)
    page = clerk.opens(measure)
    assert page.shows("ruht", "39 Werktage übrig", "bis 01.09.2026")
    assert page.leads_to("/meilenstein-erreicht/") is None

    # It goes on: 39 working days after Monday 6 July are Friday 28 August 2026.
    assert head.does("resume", measure).shows("Ihre Fristen haben neue Termine")
    assert state(measure) == "implementation"
    milestone = Deadline.objects.get(case=measure.case_id, kind="milestone")
    assert str(milestone.due_on) == "2026-08-28"
    page = clerk.opens(measure)
    assert page.shows("28.08.2026", "angehalten, 39 Werktage übrig", "fortgesetzt")
    reached = page.do("complete_milestone", text="Der Vertrag liegt vor.")
    assert reached.status == 200
