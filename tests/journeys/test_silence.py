"""An office does not answer: its silence counts, and nobody has signed."""

from datetime import date, timedelta

from tests.journeys.driver import Person
from tests.journeys.passing import deliver, morning
from tests.journeys.stages import in_cosigning, state
from tests.town import Town
from workflows.actions.time.clock import take_effects
from workflows.actions.time.ladder import climb
from workflows.calendars import end_of_day
from workflows.models import CosignatureItem, Vote


def test_vote_ends_by_silence(town: Town) -> None:
    """Asked on Monday 2 March, silent until Monday 16 March at midnight."""
    measure = in_cosigning(town, impacts=("school", "contract"))
    school = Person(town, "school-head")
    assert school.opens(measure).shows("16.03.2026", "in 14 Tagen")
    form = school.opens(measure).page_of("vote")

    # Reminded twice, and on the day itself.
    for day, reminder in (
        (9, "Erinnerung 5 Werktage vorher"),
        (12, "Erinnerung 2 Werktage vorher"),
        (16, "Erinnerung am Fälligkeitstag"),
    ):
        town.now = morning(2026, 3, day)
        climb(at=town.now)
        deliver(town)
        page = Person(town, "youth-clerk").opens(measure)
        assert page.shows(reminder, str(school.user))
    assert school.inbox().follow("/benachrichtigungen/").shows(measure.reference)

    # Legal must answer and does; school has let the day pass.
    Person(town, "legal-head").does("vote", measure, choice="approved")
    town.now = end_of_day(date(2026, 3, 16))
    assert take_effects(at=town.now - timedelta(seconds=1)).done == 0
    take_effects(at=town.now)
    deliver(town)
    assert state(measure) == "release"

    item = CosignatureItem.objects.get(case=measure.case_id, unit=town.units["school"])
    vote = Vote.objects.get(item=item)
    assert (vote.choice, vote.cast_by, vote.desk) == ("deemed_given", None, None)
    town.now = morning(2026, 3, 17)
    page = Person(town, "division_3-deputy_mayor").opens(measure)
    assert page.shows("gilt als erteilt – durch Fristablauf", "Frist ohne Antwort abgelaufen")
    late = form.send(form.form("/mitzeichnen/"), choice="refused", text="Nun doch nicht.")
    assert late.status == 409
    assert late.shows("Nun doch nicht.")
    assert not school.sees_task(measure)


def test_more_time_moves_the_silence(town: Town) -> None:
    """16 March and seven days; whoever may not ask for it is not offered it."""
    measure = in_cosigning(town, impacts=("contract", "school"))
    legal = Person(town, "legal-head")
    assert legal.does("ask_for_time", measure).shows("sieben Tage mehr", "23.03.2026")
    school = Person(town, "school-head").opens(measure)
    assert school.leads_to("/fristverlaengerung-beantragen/") is None
    deliver(town)
    notices = Person(town, "youth-clerk").inbox().follow("/benachrichtigungen/")
    assert notices.shows(measure.reference, "23.03.2026")
    town.now = morning(2026, 3, 20)
    assert legal.does("vote", measure, choice="approved").shows("Ihre Antwort ist festgehalten")
