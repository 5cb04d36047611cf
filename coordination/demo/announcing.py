"""What the city announces to everybody: prepared by the centre, released by the council office."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from workflows.calendars import local_date
from workflows.enums import Access

from ..concept.models import Concept
from ..decisions.enums import MeasureState as S
from ..demands.models import Demand
from ..followup.enums import Publication
from ..measures.models import Measure
from ..measures.queries.public import SHOWN as DECIDED
from ..publishing.actions.preparing import first_words, prepare
from ..publishing.enums import Topic
from ..publishing.models import PublicEntry
from ..publishing.queries.sources import source_of
from ..targets.models import Target
from .journey import Steps
from .stage import Stage

_OFFICE = "council_office-council_secretary"
_CENTRE = "integration_centre-clerk"
FIRST, EVERY = 180, 15
"""Working days before today: the first announcements, and after how many there are more."""
TOGETHER = 2
MEASURES = 12
"""So many decided measures are released."""
ON_THE_WAY = (S.CHECK, S.COSIGNING, S.RELEASE, S.FINAL_SIGNATURE, S.DELIBERATION)


def announcements(stage: Stage) -> Steps:
    """Every few weeks some matters are announced; at last one is withdrawn, one is written anew
    and waits for its release.
    """
    ends = local_date(stage.ends)
    for back in range(FIRST, 0, -EVERY):
        yield stage.at(stage.calendar.add_working_days(ends, -back))
        for entry in _prepared(stage):
            stage.do(entry.case_id, "release_entry", _OFFICE)
    yield stage.at(stage.calendar.add_working_days(ends, -3))
    for topic, case in _decided():
        stage.do(_announced(stage, topic, case), "release_entry", _OFFICE)
    yield stage.at(stage.calendar.add_working_days(ends, -2))
    withdrawn, changed = _last_two()
    gone = Publication.GONE.value
    stage.do(withdrawn.case_id, "end_entry", _OFFICE, publication=gone)
    words = _words(stage, changed.matter.measure, is_planned=True)
    stage.do(changed.case_id, "revise_entry", _CENTRE, text="", task=None, **words)


def _prepared(stage: Stage) -> list[PublicEntry]:
    rows = Measure.objects.filter(
        case__state__in=ON_THE_WAY, case__access=Access.NORMAL, council_public=True,
        case__public_entries=None,
    ).order_by("case__opened_at", "pk")  # fmt: skip
    found = []
    for measure in rows[:TOGETHER]:
        known = PublicEntry.objects.count()
        outcome = prepare(
            matter=measure.case_id, topic=Topic.PLAN, by=stage.person(_CENTRE), at=stage.now,
            fields=_words(stage, measure, is_planned=known % 2 == 0),
        )  # fmt: skip
        found.append(PublicEntry.objects.get(case=outcome.case))
    return found


def _decided() -> list[tuple[Topic, int]]:
    """Targets and concepts, decided measures by their title, and demands with a signed answer."""
    measures = Measure.objects.filter(
        case__state__in=DECIDED, case__access=Access.NORMAL, council_public=True
    ).order_by("title_sort_key")
    rows: list[tuple[Topic, QuerySet[Any]]] = [
        (Topic.TARGET, Target.objects.order_by("pk")),
        (Topic.MEASURE, measures[:MEASURES]),
        (Topic.CONCEPT, Concept.objects.order_by("pk")),
        (Topic.DEMAND, Demand.objects.order_by("pk")),
    ]
    cases = [
        (topic, case) for topic, found in rows for case in found.values_list("case", flat=True)
    ]
    return [(topic, case) for topic, case in cases if not [*source_of(topic).problems(case)]]


def _announced(stage: Stage, topic: Topic, case: int) -> int:
    """The case of an entry in the words of the matter, or in those of the script."""
    by = stage.person(_CENTRE)
    words = first_words(source_of(topic).draft(by, case, at=stage.now))
    words["summary"] = words["summary"] or stage.words.get(f"public_{topic}", "")
    if topic == Topic.MEASURE:
        words["summary"] = Measure.objects.values_list("goal", flat=True).get(case=case)
    outcome = prepare(matter=case, topic=topic, by=by, at=stage.now, fields=words)
    return outcome.case


def _words(stage: Stage, measure: Measure, *, is_planned: bool) -> dict[str, object]:
    name = "planned" if is_planned else "none"
    return {
        "title": measure.title,
        "summary": measure.goal,
        "participation": name,
        "participation_words": stage.words[f"participation_{name}"],
    }


def _last_two() -> tuple[PublicEntry, PublicEntry]:
    """The first coming matter that is decided, and the last one announced."""
    plans = PublicEntry.objects.filter(topic=Topic.PLAN)
    rows = plans.select_related("matter__measure").order_by("pk")
    return rows[0], rows.reverse()[0]
