"""The concepts that somebody sees, and what belongs to one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext as _

from workflows.calendars import WorkingCalendar
from workflows.models import User
from workflows.queries.acting.seen import SeenOne
from workflows.queries.people.routes import working_calendar

from ..enums import PHASES, ConceptState
from ..models import (
    ChapterComment,
    Concept,
    ConceptPhase,
    DiscussionGroup,
    DiscussionSession,
)

_SEEN = SeenOne(
    lambda viewer, at: Concept.objects.visible_to(viewer, at=at).select_related(
        "case", "lead", "target__case"
    )
)


def concept_seen_by(viewer: User, case: int, *, at: datetime) -> Concept:
    """The concept of a case with case and lead; raises Invisible (404) if this person sees none."""
    return _SEEN.of(viewer, case, at=at)


def concepts_of(viewer: User, *, at: datetime) -> list[Concept]:
    """All concepts that this person sees, the latest first."""
    seen = Concept.objects.visible_to(viewer, at=at).select_related("case", "lead")
    return list(seen.order_by("-pk"))


def phases_under_way(viewer: User, *, at: datetime) -> list[ConceptPhase]:
    """The present phase of each concept on its way that this person sees; one statement."""
    rows = ConceptPhase.objects.filter(
        concept__in=Concept.objects.visible_to(viewer, at=at),
        concept__case__closed_at=None,
        concept__case__state=F("state"),
    )
    return list(rows.select_related("concept").order_by("pk"))


@dataclass(frozen=True, slots=True)
class PhaseAge:
    """A phase with its day, how long it lasts and whether it is late."""

    label: str
    due_on: date | None
    entered_on: date | None
    left_on: date | None
    is_current: bool
    days: int | None
    late: int

    @property
    def is_late(self) -> bool:
        """Whether its day was over when it was left, or is over today."""
        return self.late > 0


def phases_of(concept: Concept, *, today: date, calendar: WorkingCalendar) -> list[PhaseAge]:
    """The phases in their order: age in days, lateness in working days; one statement."""
    known = {row.state: row for row in ConceptPhase.objects.filter(concept=concept.pk)}
    return [_age(state, known.get(state.value), today, calendar) for state in PHASES]


def _age(
    state: ConceptState, row: ConceptPhase | None, today: date, calendar: WorkingCalendar
) -> PhaseAge:
    entered, left, due = (
        (row.entered_on, row.left_on, row.due_on) if row is not None else (None, None, None)
    )
    end = left or today
    days = (end - entered).days if entered else None
    is_late = due is not None and end > due and (entered is not None or left is None)
    # What has not begun is not late by itself: the phase before it is.
    late = calendar.working_days_between(due, end) if is_late and entered and due else 0
    # A concept that rests stays in its phase.
    is_current = entered is not None and left is None
    return PhaseAge(str(state.label), due, entered, left, is_current, days, late)


def ages_to_report(today: date) -> Iterator[tuple[str, str]]:
    """For the agenda of the coordination group: each concept on its way, how old its present phase
    is and how late.
    """
    calendar = working_calendar()
    rows = Concept.objects.filter(case__closed_at=None, case__state__in=PHASES)
    for concept in rows.select_related("case").order_by("pk"):
        for phase in phases_of(concept, today=today, calendar=calendar):
            if phase.is_current:
                yield concept.title, _in_words(phase)


def _in_words(phase: PhaseAge) -> str:
    said = {"phase": phase.label, "days": phase.days or 0, "late": phase.late}
    if phase.is_late:
        text = _("Phase “%(phase)s” for %(days)s days, %(late)s working days late.")
        return text % said
    return _("Phase “%(phase)s” for %(days)s days, in time.") % said


def documents_of_sessions(case: int) -> list[int]:
    """The attachments of a case that document sessions: the council is not handed them."""
    rows = DiscussionSession.objects.filter(group__concept__case=case, document__isnull=False)
    return list(rows.values_list("document", flat=True))


def groups_of(concept: int) -> Sequence[DiscussionGroup]:
    """The discussion groups with their sessions."""
    rows = DiscussionGroup.objects.filter(concept=concept).select_related("field")
    return list(rows.prefetch_related("sessions__document__versions"))


def comments_of(concept: int) -> Sequence[ChapterComment]:
    """All comments with what became of them, chapter by chapter: the synopsis."""
    rows = ChapterComment.objects.filter(chapter__concept=concept)
    return list(rows.select_related("chapter", "answered_by").order_by("chapter__position", "pk"))
