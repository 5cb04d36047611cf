"""An office never answers: the matter climbs to the mayor and stops when it was seen."""

from datetime import date

from tests.journeys.driver import Person
from tests.journeys.passing import days_pass
from tests.journeys.stages import in_cosigning, state
from tests.town import Town
from workflows.models import Notification, Reminder


def reached() -> dict[str, bool]:
    """The rungs that the deadline of the legal office has reached: whether each was passed over."""
    rows = Reminder.objects.filter(deadline__step__tasks__desk__key="legal-head")
    return dict(rows.values_list("level", "is_skipped"))


def test_office_that_never_answers_climbs_to_the_mayor(town: Town) -> None:
    """Legal must answer by Monday 16 March; silence means nothing there.

    Rungs: E-2 9 March, E-1 12, E0 16, E1 17, E2 19, E3 23, E4 30 March (ten working days).
    """
    measure = in_cosigning(town, impacts=("contract",))
    legal, mayor = Person(town, "legal-head"), Person(town, "mayor-mayor")
    assert _climbing(town, until=date(2026, 3, 23)) == {
        "E-2": date(2026, 3, 9), "E-1": date(2026, 3, 12), "E0": date(2026, 3, 16),
        "E1": date(2026, 3, 17), "E2": date(2026, 3, 19), "E3": date(2026, 3, 23),
    }  # fmt: skip
    # Legal lies directly under the mayor, who hears of it on the third rung upwards.
    told = Notification.objects.filter(template="deadline_escalated", channel="in_app")
    assert told.filter(recipient=mayor.user).count() == 1

    # The mayor finds it by the notice, sees where it has been, and cannot remind twice a day.
    assert mayor.inbox().follow("/benachrichtigungen/").shows(measure.reference)
    page = mayor.opens(measure)
    assert page.shows(
        "Meldung 5 Werktage danach", "7 Tage überfällig", "30.03.2026: Meldung 10 Werktage danach"
    )
    assert page.leads_to("/erinnern/") is None

    # Whoever sees it only since then reads why.
    deputy = Person(town, "division_1-deputy_mayor")
    assert deputy.opens(measure).shows(
        "ihr wurde gemeldet, dass in diesem Vorgang etwas überfällig ist"
    )

    # Seen until 2 April: the rung of 30 March waits for that day, and decides nothing even then.
    assert page.follow("/gesehen/").answer(until="2.4.2026").shows("bis 02.04.2026")
    for _day in days_pass(town, until=date(2026, 4, 1)):
        assert "E4" not in reached()
    for _day in days_pass(town, until=date(2026, 4, 2)):
        pass
    assert reached()["E4"] is False
    assert state(measure) == "cosigning"
    assert legal.sees_task(measure)


def _climbing(town: Town, *, until: date) -> dict[str, date]:
    """On which day each rung is reached first."""
    days: dict[str, date] = {}
    for day in days_pass(town, until=until):
        for level in reached():
            days.setdefault(level, day)
    return days


def test_ladder_stops_when_a_superior_has_seen_it(town: Town) -> None:
    measure = in_cosigning(town, impacts=("contract",))
    for _day in days_pass(town, until=date(2026, 3, 18)):
        pass
    assert set(reached()) == {"E-2", "E-1", "E0", "E1"}
    # Whoever is late can say when it will be done; their superiors hear of it all the same.
    late = Person(town, "legal-head").opens(measure)
    assert late.leads_to("/gesehen/") is None
    assert late.follow("/ankuendigen/").answer(until="27.3.2026").shows("27.03.2026 angekündigt")
    for _day in days_pass(town, until=date(2026, 3, 19)):
        pass
    assert reached()["E2"] is False
    page = Person(town, "mayor-mayor").opens(measure).follow("/gesehen/")
    past = page.answer(until="18.3.2026")
    assert past.status == 422
    done = past.answer(until="30.3.2026")
    assert done.shows("keine Erinnerung bis 30.03.2026")
    for _day in days_pass(town, until=date(2026, 3, 27)):
        assert len(reached()) == 5
    # On the named day it goes on where it is by then: what was passed over is told as one.
    for _day in days_pass(town, until=date(2026, 3, 30)):
        pass
    assert (reached()["E3"], reached()["E4"]) == (True, False)
    # The answer ends everything.
    Person(town, "legal-head").does("vote", measure, choice="approved")
    before = reached()
    for _day in days_pass(town, until=date(2026, 4, 2)):
        pass
    assert reached() == before
