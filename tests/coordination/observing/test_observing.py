"""Standing observers read along by dated rule: these states, these parts, functions for names."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from coordination.council.models import CouncilRule
from tests.town import Town
from workflows.models import User

pytestmark = pytest.mark.django_db

CANARY, NAME = "Zaunkönigin", "Adelheid Wiesengrund"
EQUALITY = "equality-head"


def rule(subject: str, *words: str, since: date = date(2020, 1, 1)) -> None:
    CouncilRule.objects.create(
        subject=subject, words=list(words), valid_from=since, norm="Dienstanweisung", origin="local"
    )


def look(town: Town, desk: str, name: str = "observed", *args: object) -> tuple[int, str]:
    with time_machine.travel(town.now, tick=False):
        client = Client()
        client.force_login(town.person(desk))
        page = client.get(reverse(f"coordination:{name}", args=args))
    return page.status_code, page.content.decode()


def named(town: Town) -> str:
    """The clerk who writes the measure has a name that also stands in its text."""
    given, family = NAME.split()
    User.objects.filter(pk=town.person("youth-clerk").pk).update(
        given_name=given, family_name=family
    )
    town._people.clear()
    return f"Ansprechpartnerin ist {NAME}."


def test_observer_reads_what_the_rule_opens_and_functions_instead_of_names(town: Town) -> None:
    rule("equality_observes", "cosigning")
    rule("equality_reads", "goal", "equality")
    goal = named(town)
    measure = town.in_cosigning(
        impact_school=True, goal=goal, facts=CANARY, cover=CANARY,
        equality_effects="Mehr Plätze für Frauen.", title=f"Kurse ({NAME})",
    )  # fmt: skip
    status, listed = look(town, EQUALITY)
    assert (status, measure.reference in listed) == (200, True)
    status, page = look(town, EQUALITY, "observed_measure", measure.case_id)
    assert status == 200
    assert "Mehr Plätze für Frauen." in page
    assert "Ansprechpartnerin ist clerk youth." in page
    # Neither a part that the rule leaves out nor a name, on no page.
    assert not [text for text in (listed, page) if CANARY in text or "Wiesengrund" in text]
    # Read only.
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("state", ["draft", "restricted", "release"])
def test_observer_sees_no_state_that_the_rule_leaves_out_and_nothing_restricted(
    town: Town, state: str
) -> None:
    rule("equality_observes", "cosigning")
    rule("equality_reads", "goal")
    made = {
        "draft": lambda: town.propose(title=CANARY),
        "restricted": lambda: town.in_cosigning(
            title=CANARY, access="restricted", impact_school=True
        ),
        "release": lambda: town.in_release(title=CANARY),
    }[state]()
    assert look(town, EQUALITY, "observed_measure", made.case_id)[0] == 404
    assert CANARY not in look(town, EQUALITY)[1]


def test_rule_holds_from_its_day_and_for_its_office_only(town: Town) -> None:
    rule("equality_observes", "ended")
    rule("equality_observes", "cosigning", since=date(2026, 4, 1))
    rule("equality_reads", "goal")
    measure = town.in_cosigning(impact_school=True)
    assert look(town, EQUALITY, "observed_measure", measure.case_id)[0] == 404
    town.now = town.now.replace(month=4, day=1)
    assert look(town, EQUALITY, "observed_measure", measure.case_id)[0] == 200
    for desk in ("mayor-mayor", "youth-head", "finance-head", "council-observer"):
        assert look(town, desk)[0] == 404
        assert look(town, desk, "observed_measure", measure.case_id)[0] == 404


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Wiesengrund prüft es.", "clerk youth prüft es."),
        ("Frau Dr. Wiesengrund prüft.", "clerk youth prüft."),
        (
            "Wiesengrunds Plan, Herrn Wiesengrund gemeldet.",
            "clerk youth Plan, clerk youth gemeldet.",
        ),
        ("Wiesengrundstraße 4", "Wiesengrundstraße 4"),
        # Of somebody who has nothing to do with it the name alone may be a word.
        ("Der Bericht von Frau Gartenlaube.", "Der Bericht von cosigner school."),
        ("Treffpunkt Gartenlaube.", "Treffpunkt Gartenlaube."),
    ],
)
def test_family_name_alone_is_replaced_too(town: Town, said: str, read: str) -> None:
    rule("equality_observes", "cosigning")
    rule("equality_reads", "goal")
    named(town)
    other = town.person("school-cosigner").pk
    User.objects.filter(pk=other).update(given_name="Rosa", family_name="Gartenlaube")
    measure = town.in_cosigning(goal=said, impact_health=True)
    assert read in look(town, EQUALITY, "observed_measure", measure.case_id)[1]
