"""The public lists of targets, concepts, measures and demands: released entries, nothing else.

What is read of the matters themselves are states, days and figures of the allow list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_
from typing import cast

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse

from workflows.enums import Access
from workflows.models import Case
from workflows.untyped import Json

from ...concept.enums import PHASES
from ...concept.models import Concept, ConceptPhase
from ...demands.models import DemandMeasure
from ...followup.enums import Publication
from ...implementing.models import Milestone
from ...measures.models import Measure
from ...publishing.enums import Topic
from ...publishing.models import PublicEntry
from ...targets.enums import ObjectiveStatus
from ...targets.models import Objective, Reading, Target
from .allowed import PUBLIC_FIELDS
from .pieces import (
    Piece,
    ProgrammeLine,
    PublicConcept,
    PublicDemand,
    PublicMeasure,
    PublicObjective,
    PublicPhase,
    PublicTarget,
)

READABLE = (Publication.PUBLIC.value, Publication.ARCHIVE.value)
NEWEST = 50
"""So many entries a feed holds."""
Row = tuple[object, ...]
"""The key of the matter, then the fields of the allow list in their order."""

OPEN: Mapping[str, Q] = {
    Topic.PLAN: Q(matter__measure__council_public=True),
    Topic.TARGET: Q(matter__target__council_public=True),
    Topic.CONCEPT: Q(matter__concept__council_public=True),
    Topic.MEASURE: Q(matter__measure__council_public=True),
    Topic.DEMAND: Q(matter__demand__isnull=False),
}
"""Said once more of the matter as it is today: what became secret is gone at once."""

SHUT: Mapping[str, type[Measure | Target | Concept]] = {
    Topic.PLAN: Measure,
    Topic.TARGET: Target,
    Topic.CONCEPT: Concept,
    Topic.MEASURE: Measure,
}
"""What may be secret, by the list on which it stands."""


def released(*topics: Topic) -> QuerySet[PublicEntry]:
    """Twice said: the entry was released, and its matter is neither restricted nor secret."""
    asked = reduce(or_, (Q(topic=topic) & OPEN[topic] for topic in topics))
    return PublicEntry.objects.filter(asked, publication__in=READABLE, matter__access=Access.NORMAL)


def among_many(*topics: Topic) -> QuerySet[PublicEntry]:
    """The same, asked in the way that is fast for all of them: without the few that are shut."""
    found = PublicEntry.objects.filter(topic__in=topics, publication__in=READABLE)
    found = found.exclude(matter__in=Case.objects.exclude(access=Access.NORMAL).values("pk"))
    for model in (SHUT[topic] for topic in topics if topic in SHUT):
        secret = model._default_manager.filter(council_public=False)  # noqa: SLF001 - Django documents it
        found = found.exclude(matter__in=secret.values_list("case", flat=True))
    return found


def found_by(topic: Topic, *, text: str = "", narrowed: Q | None = None) -> QuerySet[PublicEntry]:
    """The entries of a list, the last changed first; narrowed by words of title and summary."""
    found = among_many(topic).order_by("-renewed_at", "-pk")
    for part in text.split():
        words = Q(released__title__icontains=part) | Q(released__summary__icontains=part)
        found = found.filter(words)
    return found.filter(narrowed) if narrowed is not None else found


def page_of(topic: Topic, found: QuerySet[PublicEntry], first: int, last: int) -> list[Piece]:
    """Some entries of a list: only the keys of those before them are walked over, in the index."""
    keys = found.values("pk")[first:last]
    return pieces(topic, released(topic).filter(pk__in=keys).order_by("-renewed_at", "-pk"))


def pieces(topic: Topic, entries: QuerySet[PublicEntry]) -> list[Piece]:
    """Some entries with what belongs to them; the same number of statements however many."""
    rows = list(entries.values_list("matter_id", *PUBLIC_FIELDS[topic]))
    shelf = SHELVES[topic]
    found = {cast("int", row[0]): shelf.make(*row[1:]) for row in rows}
    return list(shelf.completed(found).values()) if found else []


def piece(topic: Topic, reference: str) -> Piece | None:
    """One released entry; None where there is none."""
    return next(iter(pieces(topic, released(topic).filter(reference=reference))), None)


def as_it_would_be(entry: PublicEntry, words: Json, *, at: datetime) -> Piece:
    """An entry as everybody would read it if these words were released at that moment."""
    row = PublicEntry.objects.filter(pk=entry.pk)
    topic, said = Topic(entry.topic), dict[str, object]()
    names = PUBLIC_FIELDS[topic]
    kept = [name for name in names if not name.startswith("released__")]
    for name, value in zip(kept, row.values_list(*kept).get(), strict=True):
        said[name] = value
    said |= {"publication": Publication.PUBLIC.value, "renewed_at": at}
    said["published_at"] = said["published_at"] or at
    shelf = SHELVES[topic]
    values = [said.get(name, words.get(name.removeprefix("released__"))) for name in names]
    return shelf.completed({entry.matter_id: shelf.make(*values)})[entry.matter_id]


def newest(topic: Topic) -> list[Piece]:
    """What a feed holds: the last changed first."""
    return page_of(topic, found_by(topic), 0, NEWEST)


def ending_of_piece(topic: Topic, reference: str) -> str:
    """How the publication of an entry has ended (410 or 503); empty where nothing is known."""
    ended = PublicEntry.objects.filter(
        topic=topic, reference=reference,
        publication__in=(Publication.GONE, Publication.UNAVAILABLE),
    )  # fmt: skip
    return ended.values_list("publication", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class Stock:
    """How many entries a list has, and when it has changed last."""

    count: int
    changed_at: datetime


def stock() -> Mapping[str, Stock]:
    """The lists that have entries; one statement."""
    rows = among_many(*Topic).order_by().values_list("topic")
    counted = rows.annotate(count=Count("pk"), changed=Max("renewed_at"))
    return {topic: Stock(count, changed) for topic, count, changed in counted}


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry of any list that has changed."""

    topic: str
    reference: str
    title: str
    renewed_at: datetime

    @property
    def topic_label(self) -> str:
        """What it is about."""
        return str(Topic(self.topic).label)

    @property
    def url(self) -> str:
        """Its address; the names of addresses are those of the lists."""
        return reverse(f"portal:{self.topic}", args=[self.reference])


def changed_last(most: int = 5) -> list[Changed]:
    """What has changed last, of all lists of entries; one statement that reads few of each."""
    said = [
        released(topic)
        .order_by("-renewed_at", "-pk")
        .values_list("topic", "reference", "released__title", "renewed_at")[:most]
        for topic in Topic
    ]
    rows = said[0].union(*said[1:], all=True)
    found = [Changed(*cast("tuple[str, str, str, datetime]", row)) for row in rows]
    return sorted(found, key=lambda one: one.renewed_at, reverse=True)[:most]


def _targets(found: dict[int, Piece]) -> Mapping[int, Piece]:
    targets = cast("Mapping[int, PublicTarget]", found)
    keys = [row["key"] for target in targets.values() for row in target.objectives]
    now = {
        key: (status, noted)
        for key, status, noted in Objective.objects.filter(pk__in=keys).values_list(
            *PUBLIC_FIELDS["objective"]
        )
    }
    values = defaultdict(list)
    readings = Reading.objects.filter(objective__in=keys).order_by("measured_on")
    for key, on, value in readings.values_list(*PUBLIC_FIELDS["reading"]):
        values[key].append((on, value))
    return {
        case: replace(
            target,
            standings=[
                PublicObjective(
                    row, *now.get(row["key"], (ObjectiveStatus.OPEN.value, None)),
                    values[row["key"]],
                )
                for row in target.objectives
            ],
        )
        for case, target in targets.items()
    }  # fmt: skip


def _concepts(found: dict[int, Piece]) -> Mapping[int, Piece]:
    concepts = cast("Mapping[int, PublicConcept]", found)
    phases: dict[int, list[PublicPhase]] = defaultdict(list)
    rows = ConceptPhase.objects.filter(concept__case__in=concepts, state__in=PHASES)
    for case, *said in rows.values_list(*PUBLIC_FIELDS["phase"]):
        phases[case].append(PublicPhase(*said))
    cases = [row["case"] for concept in concepts.values() for row in concept.programme]
    public = Measure.objects.filter(case__in=cases, council_public=True, case__access=Access.NORMAL)
    states = dict(public.values_list(*PUBLIC_FIELDS["programme"]))
    pages = _pages_of(cases)
    order = {state.value: place for place, state in enumerate(PHASES)}
    return {
        case: replace(
            concept,
            phases=sorted(phases[case], key=lambda phase: order[phase.state]),
            lines=[
                ProgrammeLine(row, states[row["case"]], pages.get(row["case"], ("", ""))[1])
                for row in concept.programme
                if row["case"] in states
            ],
        )
        for case, concept in concepts.items()
    }


def _measures(found: dict[int, Piece]) -> Mapping[int, Piece]:
    measures = cast("Mapping[int, PublicMeasure]", found)
    days = defaultdict(list)
    rows = Milestone.objects.filter(measure__case__in=measures, dropped_reason="")
    for case, *said in rows.order_by("due_on").values_list(*PUBLIC_FIELDS["milestone"]):
        days[case].append((said[0], said[1]))
    return {case: replace(one, milestones=days[case]) for case, one in measures.items()}


def _demands(found: dict[int, Piece]) -> Mapping[int, Piece]:
    demands = cast("Mapping[int, PublicDemand]", found)
    links = DemandMeasure.objects.filter(demand__case__in=demands, ended_on=None).order_by("pk")
    linked = list(links.values_list("demand__case", "measure__case"))
    pages = _pages_of([measure for _demand, measure in linked])
    served: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for demand, measure in linked:
        if measure in pages:
            served[demand].append(pages[measure])
    return {case: replace(one, measures=served[case]) for case, one in demands.items()}


def _pages_of(cases: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    """The released titles and addresses of measures that have a public page of their own."""
    rows = released(Topic.MEASURE).filter(matter__in=cases) if cases else PublicEntry.objects.none()
    return {
        case: (title, reverse("portal:measure", args=[reference]))
        for case, title, reference in rows.values_list("matter_id", "released__title", "reference")
    }


@dataclass(frozen=True, slots=True)
class Shelf:
    """A list: what an entry of it is, and how entries are completed with what changes."""

    make: Callable[..., Piece]
    completed: Callable[[dict[int, Piece]], Mapping[int, Piece]]


SHELVES: Mapping[Topic, Shelf] = {
    Topic.TARGET: Shelf(PublicTarget, _targets),
    Topic.CONCEPT: Shelf(PublicConcept, _concepts),
    Topic.MEASURE: Shelf(PublicMeasure, _measures),
    Topic.DEMAND: Shelf(PublicDemand, _demands),
}
