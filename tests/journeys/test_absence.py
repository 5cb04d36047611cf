"""A head is away: the deputy finds the work, signs for them, and is reminded in their place."""

from datetime import date

from coordination.council.models import Paper
from tests.journeys.driver import Person
from tests.journeys.passing import days_pass
from tests.journeys.stages import in_cosigning, state
from tests.town import Town
from workflows.models import Notification, Vote


def _stands_in(town: Town, absent: str, deputy: str, *, until: str = "31.3.2026") -> None:
    page = Person(town, absent).inbox().follow("/vertretung/").follow("/vertretung/eintragen/")
    page.fill_in(
        "/vertretung/eintragen/",
        deputy=town.person(deputy).email,
        starts_on=f"{town.now:%d.%m.%Y}",
        ends_on=until,
    )


def test_absent_head_is_substituted(town: Town) -> None:
    measure = in_cosigning(town, impacts=("health",))
    absent, deputy = Person(town, "health-head"), Person(town, "social-head")
    _stands_in(town, "health-head", "social-head")
    task = deputy.inbox("deputy").follow(measure.reference)
    assert task.shows(f"Sie handeln in Vertretung für {absent.user}")

    # Two working days before the end the deputy is reminded, the absent head is not.
    for _day in days_pass(town, until=date(2026, 3, 12)):
        pass
    told = Notification.objects.filter(template="deadline_near", channel="in_app")
    people = {row.recipient for row in told.select_related("recipient")}
    assert deputy.user in people
    assert absent.user not in people
    assert deputy.inbox().follow("/benachrichtigungen/").shows(measure.reference)

    deputy.inbox("deputy").follow(measure.reference).do("vote", choice="approved")
    assert state(measure) == "release"
    vote = Vote.objects.get(cast_by=deputy.user)
    assert vote.on_behalf_of == absent.user
    page = Person(town, "youth-clerk").opens(measure)
    assert page.shows(str(deputy.user), f"in Vertretung für {absent.user}")


def test_deputy_of_the_mayor_signs_in_representation(town: Town) -> None:
    measure = town.in_final_signature()
    _stands_in(town, "mayor-mayor", "division_4-deputy_mayor")
    deputy = Person(town, "division_4-deputy_mayor")
    deputy.inbox("deputy").follow(measure.reference).do("sign")
    assert state(measure) == "deliberation"
    paper = Paper.objects.get(case=measure.case_id)
    assert (paper.signature_mark, paper.signed_by) == ("iv", deputy.user)
    assert paper.signed_for == town.person("mayor-mayor")
    page = Person(town, "youth-clerk").opens(measure)
    assert page.shows("i. V.", str(deputy.user))
