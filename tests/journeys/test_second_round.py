"""Sent back twice, revised, and asked again."""

from coordination.decisions.models import TextVersion
from tests.journeys.driver import Person
from tests.journeys.stages import in_check, state
from tests.town import Town
from workflows.models import CosignatureItem

REASON = "Die Kosten sind nicht schlüssig dargestellt."


def _revised(town: Town, measure, **said: object) -> None:
    clerk = Person(town, "youth-clerk")
    page = clerk.opens(measure)
    assert REASON in page.text
    edit = page.follow("/bearbeiten/").follow("/bearbeiten/gegenstand/")
    edit.fill_in(facts="Es fehlen 40 Plätze; die Kosten stehen in der Anlage.")
    clerk.does("ask_agreement", measure)
    Person(town, "youth-head").does("agree", measure)
    clerk.does("submit", measure, **said)


def test_check_sends_back_and_takes_the_revised_text(town: Town) -> None:
    measure = in_check(town, impacts=("school",))
    Person(town, "centre-clerk").does("send_back", measure, reason=REASON)
    assert state(measure) == "revision"
    _revised(town, measure)
    assert state(measure) == "check"
    Person(town, "centre-head").does("pass_check", measure)
    assert state(measure) == "cosigning"


def test_too_short_reason_is_told_and_kept(town: Town) -> None:
    measure = town.propose()
    town.do(measure, "submit", "youth-head")
    page = Person(town, "centre-clerk").does("send_back", measure, status=422, reason="zu kurz")
    assert page.form("/zurueckgeben/").shown()["reason"] == ["zu kurz"]
    assert page.text.startswith("Fehler:")
    assert state(measure) == "check"


def test_second_round_asks_whom_it_touches_and_shows_the_difference(town: Town) -> None:
    measure = town.in_cosigning(impact_school=True)
    Person(town, "school-head").does("vote", measure, choice="approved")
    deputy = Person(town, "division_3-deputy_mayor")
    assert state(measure) == "release"
    deputy.does("send_back", measure, reason=REASON)
    assert state(measure) == "revision"
    _revised(town, measure, change="material", affected=[str(town.units["school"])])
    Person(town, "centre-clerk").does("pass_check", measure)

    items = CosignatureItem.objects.filter(case=measure.case_id, unit__key="school")
    assert list(items.order_by("round").values_list("round", "status")) == [
        (1, "answered"),
        (2, "requested"),
    ]
    school = Person(town, "school-head")
    rounds = TextVersion.objects.filter(case=measure.case_id, occasion="round")
    first, second = rounds.order_by("number").values_list("number", flat=True)
    differences = school.opens(measure).follow("/aenderungen/")
    shown = differences.fill_in("/aenderungen/", **{"from": first, "to": second})
    assert shown.shows("40 Plätze; die Kosten stehen in der Anlage"), shown.text
    school.does("vote", measure, choice="approved")
    assert state(measure) == "release"
