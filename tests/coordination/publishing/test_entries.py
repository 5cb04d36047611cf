"""What everybody reads was released word for word; what is secret is never released."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from coordination.measures.models import Measure
from coordination.publishing.models import PublicEntry
from tests.coordination.publishing.entries import WORDS, do, entry, matter, released
from tests.journeys.driver import Person
from tests.town import Town
from workflows.models import Case, Task
from workflows.queries.proof.verification import verify_case
from workflows.refusals import GuardsUnmet, Invisible, NotAllowed

pytestmark = pytest.mark.django_db


def codes(town: Town, found: PublicEntry, name: str = "release_entry", **data: Any) -> list[str]:
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, found, name, **data)
    return [problem.code for problem in refusal.value.unmet]


def open_tasks(found: PublicEntry) -> list[str]:
    rows = Task.objects.filter(case=found.case_id, status="open")
    return list(rows.values_list("step__key", flat=True))


def test_new_words_are_public_only_once_they_are_released_again(town: Town) -> None:
    measure = matter(town, cost="1200", cover="Etat")
    found = released(town, measure)
    first = found.released
    assert first == {
        **WORDS, "cost": "1200.00", "office": "Unit youth", "fields": ["Sprache"], "districts": [],
    }  # fmt: skip
    assert open_tasks(found) == []
    announced = found.published_at
    town.now += timedelta(days=1)
    do(town, found, "revise_entry", "youth-clerk", **{**WORDS, "summary": "Anders gesagt."})
    assert (found.released, open_tasks(found)) == (first, ["release_entry"])
    do(town, found, "release_entry")
    assert found.released["summary"] == "Anders gesagt."
    # The day of the first release stays; the trail knows what was released.
    assert (found.published_at, found.renewed_at) == (announced, town.now)
    assert list(verify_case(found.case)) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"summary": ""}, "summary_missing"),
        ({"participation": ""}, "participation_missing"),
        ({"participation": "none", "participation_words": " "}, "participation_words_missing"),
    ],
)
def test_nothing_is_released_without_summary_and_participation(
    town: Town, words: dict[str, Any], code: str
) -> None:
    assert codes(town, entry(town, matter(town), **words)) == [code]


def test_what_is_secret_or_a_draft_is_not_even_prepared(town: Town) -> None:
    for measure, code in (
        (matter(town, council_public=False), "not_public"),
        (town.propose(), "is_draft"),
    ):
        with pytest.raises(GuardsUnmet) as refusal:
            entry(town, measure, "youth-clerk")
        assert [problem.code for problem in refusal.value.unmet] == [code]
    with pytest.raises(Invisible):
        entry(town, matter(town, access="restricted"), "social-clerk")
    with pytest.raises(NotAllowed):
        entry(town, matter(town, impact_school=True), "school-head")


def test_what_becomes_secret_meanwhile_is_not_released(town: Town) -> None:
    measure = matter(town)
    found = entry(town, measure)
    Measure.objects.filter(pk=measure.pk).update(council_public=False)
    assert codes(town, found) == ["not_public"]


def test_a_matter_has_one_entry(town: Town) -> None:
    measure = matter(town)
    entry(town, measure)
    with pytest.raises(GuardsUnmet) as refusal:
        entry(town, measure)
    assert [problem.code for problem in refusal.value.unmet] == ["entry_exists"]


def test_an_entry_goes_from_the_list_to_the_public_by_two_people(town: Town) -> None:
    """The lead office takes over its own words; the council office reads and releases them."""
    measure = matter(
        town, public_summary=WORDS["summary"], participation="none", participation_words="Zu eilig."
    )
    form = Person(town, "youth-clerk").get("/vorhaben/").follow("/eintraege/neu/")
    page = form.fill_in(title=WORDS["title"])
    assert "Der Sitzungsdienst ist um die Freigabe gebeten." in page.text
    found = PublicEntry.objects.get(matter=measure.case_id)
    assert (found.summary, found.participation) == (WORDS["summary"], "none")
    office = Person(town, "council_office-council_secretary")
    page = office.get(f"/eintraege/{found.case_id}/").follow("/freigeben/").fill_in("/freigeben/")
    assert "Alle können den Eintrag lesen." in page.text
    assert Case.objects.get(pk=found.case_id).state == "public"
