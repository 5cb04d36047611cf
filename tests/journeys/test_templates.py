"""A clerk makes a template of a measure, and the next measure begins with it."""

from __future__ import annotations

from coordination.measures.models import Measure
from tests.journeys.driver import Person
from tests.town import Town

MARK = "[bitte ergänzen: Stadtteil]"


def test_what_one_measure_says_is_what_the_next_one_begins_with(town: Town) -> None:
    clerk, head = Person(town, "youth-clerk"), Person(town, "youth-head")
    first = town.propose(impact_school=True)
    saved = clerk.opens(first).follow("Als Muster speichern").fill_in(
        "/als-muster/", name="Kurs im Stadtteil", title=f"Kurs in {MARK}",
        facts=f"In {MARK} fehlen Plätze.",
    )  # fmt: skip
    assert saved.shows("Das Muster ist gespeichert.", "Kurs im Stadtteil")

    new = head.inbox().follow("/massnahmen/").follow("/massnahmen/neu/")
    begin = new.follow("Kurs im Stadtteil")
    draft = begin.fill_in("/", begins_on="01.09.2026", title="Kurs in Nord")
    assert draft.shows("Der Entwurf ist mit dem Text des Musters gespeichert.")
    measure = Measure.objects.latest("pk")
    assert draft.shows("1 Angabe fehlt")
    about = draft.follow("gegenstand")
    assert about.form(fields=("facts",)).shown()["facts"] == [f"In {MARK} fehlen Plätze."]

    about.fill_in("/gegenstand/", facts="In Nord fehlen Plätze.")
    costs = head.get(f"/massnahmen/{measure.case_id}/bearbeiten/").follow("kosten")
    costs.fill_in("/kosten/", cost="0")
    head.does("submit", measure)
    assert town.state(measure) == "check"
    assert head.case(measure).shows("Mit einem Muster begonnen", "Kurs im Stadtteil")
    used = head.get("/massnahmen/muster/").follow("Kurs im Stadtteil")
    assert used.shows("1 Maßnahme wurde damit begonnen.", "Kurs in Nord")
