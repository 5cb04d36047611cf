"""One released entry of each public list, in a small town."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import time_machine
from django.test import Client
from django.urls import reverse

from coordination.concept.models import Chapter, Concept
from coordination.demands.models import Demand, DemandMeasure
from coordination.implementing.models import Milestone
from coordination.measures.models import Measure
from coordination.publishing.models import PublicEntry
from coordination.targets.models import Reading, Target
from tests.coordination.concept.concepts import commissioned
from tests.coordination.demands.demands import brought_to
from tests.coordination.publishing.entries import in_state, matter, shown
from tests.coordination.targets.targets import resolved
from tests.town import Town


@dataclass
class Public:
    """One released entry of each list."""

    town: Town
    entries: Mapping[str, PublicEntry]
    target: Target
    concept: Concept
    measure: Measure
    demand: Demand

    def get(self, name: str, *args: object, query: str = "") -> Any:
        return get(self.town, name, *args, query=query)

    def page(self, topic: str) -> str:
        return str(self.get(topic, self.entries[topic].reference).content.decode())


def get(town: Town, name: str, *args: object, query: str = "") -> Any:
    """A page as somebody without an account gets it."""
    with time_machine.travel(town.now, tick=False):
        return Client().get(reverse(f"portal:{name}", args=args) + query)


def decided(town: Town, **fields: Any) -> Measure:
    """A measure under way, with two milestones of which one is reached."""
    found = matter(town, **fields)
    in_state(found, "implementation")
    Milestone.objects.filter(measure=found).delete()
    for number, done in enumerate((True, False)):
        Milestone.objects.create(
            measure=found, position=number + 10, title="Schritt", evidence="Beleg" * done,
            due_on=town.now.date() + timedelta(days=number),
            done_at=town.now if done else None,
            done_by=town.person("youth-clerk") if done else None,
        )  # fmt: skip
    return found


def serves(town: Town, demand: Demand, measure: Measure) -> None:
    """The measure stands for the demand, which has its answer already."""
    DemandMeasure.objects.create(
        demand=demand, measure=measure, linked_on=town.now.date(),
        linked_by=town.person("social-clerk"),
    )  # fmt: skip


def everything(town: Town, note: str = "") -> Public:
    """One of each list, with what goes on after the release."""
    measure = decided(town, title="Lotsen")
    goal = resolved(town)
    Reading.objects.create(
        objective=goal.objectives.get(position=1), measured_on=date(2026, 3, 31), value="180.5",
        note=note, recorded_by=town.person("youth-clerk"), recorded_at=town.now,
    )  # fmt: skip
    concept = commissioned(town)
    in_state(concept, "implementation")
    Concept.objects.filter(pk=concept.pk).update(resolved_on="2026-03-01", valid_until="2029-03-01")
    Chapter.objects.create(concept=concept, position=1, title="Sprache und Bildung")
    concept.programme.add(measure)
    demand = brought_to(town, "answered")
    serves(town, demand, measure)
    entries = {
        "measure": shown(town, "measure", measure.case_id, title="Lotsen im Stadtteil"),
        "target": shown(town, "target", goal.case_id, title="Ziele der Stadt"),
        "concept": shown(town, "concept", concept.case_id, title="Das Konzept"),
        "demand": shown(
            town, "demand", demand.case_id, title="Planung", answer="Das Konzept kommt."
        ),
    }  # fmt: skip
    return Public(town, entries, goal, concept, measure, demand)
