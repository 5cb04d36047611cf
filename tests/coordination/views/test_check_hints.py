"""Whoever checks a proposal is told where its field of action and its crosses do not fit."""

from __future__ import annotations

import pytest

from coordination.city.models import FieldOfAction
from coordination.measures.models import Measure
from tests.journeys.driver import Person
from tests.town import Town
from workflows.refusals import GuardsUnmet

pytestmark = pytest.mark.django_db

NOTHING = "Keine Zeile der Prüfung der Auswirkungen ist angekreuzt."


@pytest.mark.parametrize(
    ("key", "impacts", "hints"),
    [
        ("health", (), (NOTHING, "Handlungsfeld „Gesundheit“, aber nicht angekreuzt: ")),
        ("health", ("school",), ("Handlungsfeld „Gesundheit“, aber nicht angekreuzt: ",)),
        ("health", ("health",), ()),
        ("education", ("minors",), ()),
        ("education", ("health",), ("Handlungsfeld „Bildung“, aber nicht angekreuzt: ",)),
        ("language", ("health",), ()),
        ("language", (), (NOTHING,)),
    ],
)
def test_centre_is_told_where_field_and_crosses_do_not_fit(
    town: Town, key: str, impacts: tuple[str, ...], hints: tuple[str, ...]
) -> None:
    FieldOfAction.objects.get_or_create(key="health", defaults={"name": "Gesundheit"})
    field = FieldOfAction.objects.get(key=key)
    ticked = {f"impact_{name}": True for name in impacts}
    measure = town.propose(fields_of_action=[field.pk], **ticked)
    town.do(measure, "submit", "youth-head")
    page = Person(town, "centre-clerk").get(f"/massnahmen/{measure.case_id}/mitzeichnung-beginnen/")
    every = (NOTHING, "Handlungsfeld „Gesundheit“, aber", "Handlungsfeld „Bildung“, aber")
    told = {line for line in every if page.shows(line)}
    assert told == {line for line in every if any(hint.startswith(line) for hint in hints)}
    assert page.shows("Bitte sehen Sie sich das zuerst an") == bool(hints)


def codes(town: Town, measure: Measure, name: str, by: str, **data: object) -> list[str]:
    with pytest.raises(GuardsUnmet) as refusal:
        town.do(measure, name, by, **data)
    return [f"{item.field}: {item.code}" for item in refusal.value.unmet]


def test_m2_silence_about_impacts_is_no_answer(town: Town) -> None:
    """A person says that nothing applies, or what does; never both."""
    measure = town.propose(impact_none=False)
    assert codes(town, measure, "submit", "youth-head") == ["impact_none: impact_missing"]
    both = {"impact_none": True, "impact_health": True}
    assert codes(town, measure, "edit", "youth-clerk", **both) == [
        "impact_none: impact_contradiction"
    ]
    clerk = Person(town, "youth-clerk")
    address = f"/massnahmen/{measure.case_id}/bearbeiten/betroffene/"
    page = clerk.get(address)
    ticked = {"impact_none": "on", "impact_health": "on"}
    assert page.fill_in(status=422, **ticked).shows("widersprechen sich")
    clerk.get(address).fill_in(impact_none="on")
    town.do(measure, "submit", "youth-head")
    assert clerk.case(measure).shows("Nichts davon trifft zu")
