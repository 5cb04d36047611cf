"""A deputy acts; whoever wrote a text does not release it; the secretariat's own measure."""

from tests.journeys.driver import Person
from tests.journeys.stages import asked, in_cosigning, state, written
from tests.town import Town
from workflows.models import Event, Vote


def _stands_in(town: Town, absent: str, deputy: str) -> None:
    """Enter a substitution on one's own page."""
    today = f"{town.now:%d.%m.%Y}"
    page = Person(town, absent).inbox().follow("/vertretung/").follow("/vertretung/eintragen/")
    entered = page.fill_in(
        "/vertretung/eintragen/",
        deputy=town.person(deputy).email,
        starts_on=today,
        ends_on="31.3.2026",
    )
    assert str(town.person(deputy)) in entered.text


def test_deputy_answers_for_the_absent_head(town: Town) -> None:
    measure = in_cosigning(town, impacts=("health",))
    deputy = Person(town, "social-head")
    assert not deputy.sees_task(measure)
    _stands_in(town, "health-head", "social-head")
    task = deputy.inbox("deputy").follow(measure.reference)
    task.do("vote", choice="approved")
    assert state(measure) == "release"
    vote = Vote.objects.get()
    assert (vote.cast_by, vote.on_behalf_of) == (deputy.user, town.person("health-head"))
    page = Person(town, "youth-clerk").opens(measure)
    assert f"in Vertretung für {town.person('health-head')}" in page.text


def test_revoked_substitution_ends_at_once(town: Town) -> None:
    measure = town.in_cosigning(impact_health=True)
    _stands_in(town, "health-head", "social-head")
    deputy = Person(town, "social-head")
    loaded = deputy.opens(measure).page_of("vote")
    mine = Person(town, "health-head").inbox().follow("/vertretung/")
    mine.follow("/widerrufen/").fill_in("/widerrufen/")
    late = loaded.send(loaded.form("/mitzeichnen/"), choice="approved")
    assert late.status == 404
    assert state(measure) == "cosigning"


def test_author_cannot_release_and_the_mayor_does(town: Town) -> None:
    author = Person(town, "division_3-deputy_mayor")
    measure = written(town, "division_3-deputy_mayor", "youth")
    Person(town, "youth-head").does("submit", measure)
    Person(town, "centre-clerk").does("pass_check", measure)
    assert state(measure) == "release"
    page = author.opens(measure)
    assert page.leads_to("/freigeben/") is None
    assert not page.has_form("/freigeben/")
    Person(town, "mayor-mayor").does("release", measure)
    assert state(measure) == "final_signature"
    event = Event.objects.filter(case=measure.case_id, action="release").get()
    assert event.actor == town.person("mayor-mayor")


def test_measure_of_the_secretariat_is_checked_by_the_deputy_mayor(town: Town) -> None:
    measure = written(town, "centre-clerk", "centre")
    clerk, head = Person(town, "centre-clerk"), Person(town, "centre-head")
    clerk.does("ask_agreement", measure)
    head.does("agree", measure)
    clerk.does("submit", measure)
    assert not head.sees_task(measure)
    assert head.opens(measure).leads_to("/mitzeichnung-beginnen/") is None
    Person(town, "division_3-clerk").does("pass_check", measure)
    assert "centre" not in asked(measure)
    assert state(measure) == "release"


def test_head_submits_without_asking_anybody(town: Town) -> None:
    measure = written(town, "youth-head")
    Person(town, "youth-head").does("submit", measure)
    assert state(measure) == "check"
