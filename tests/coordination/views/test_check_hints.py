"""Whoever checks a proposal is told where its field of action and its crosses do not fit."""

from __future__ import annotations

import pytest

from coordination.city.models import FieldOfAction
from tests.journeys.driver import Person
from tests.town import Town

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
