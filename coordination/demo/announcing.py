"""What the city announces to everybody: prepared by the centre, released by the council office."""

from __future__ import annotations

from workflows.calendars import local_date
from workflows.enums import Access

from ..decisions.enums import MeasureState as S
from ..followup.enums import Publication
from ..measures.models import Measure
from ..publishing.actions.preparing import prepare
from ..publishing.enums import Topic
from ..publishing.models import PublicEntry
from .journey import Steps
from .stage import Stage

_OFFICE = "council_office-council_secretary"
_CENTRE = "integration_centre-clerk"
FIRST, EVERY = 180, 15
"""Working days before today: the first announcements, and after how many there are more."""
TOGETHER = 2
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


def _words(stage: Stage, measure: Measure, *, is_planned: bool) -> dict[str, object]:
    name = "planned" if is_planned else "none"
    return {
        "title": measure.title,
        "summary": measure.goal,
        "participation": name,
        "participation_words": stage.words[f"participation_{name}"],
    }


def _last_two() -> tuple[PublicEntry, PublicEntry]:
    """The first matter that is decided, and the last one announced."""
    rows = PublicEntry.objects.select_related("matter__measure").order_by("pk")
    return rows[0], rows.reverse()[0]
