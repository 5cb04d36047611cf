"""What a guest may read: the chapters they were invited to, their own commission; nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from workflows.models import Unit
from workflows.refusals import Invisible

from ...concept.enums import ASIDE, WRITING, ConceptState
from ...concept.models import (
    AgencyReport,
    Chapter,
    ChapterComment,
    ChapterVersion,
    Commission,
    Concept,
    ConceptPhase,
    DiscussionGroup,
    DiscussionSession,
)

HIDDEN = frozenset(set(WRITING) - {ConceptState.DRAFTED})
"""Until the draft is presented its chapters are the affair of those who write them."""


@dataclass(frozen=True, slots=True)
class Invited:
    """A chapter with the version to be read and what this organisation has said of it."""

    chapter: Chapter
    version: ChapterVersion | None
    comments: Sequence[ChapterComment]

    @property
    def waits_for_answer(self) -> int:
        """How many comments nobody has answered."""
        return sum(not one.outcome for one in self.comments)


@dataclass(frozen=True, slots=True)
class InvitedTo:
    """A concept with the chapters on which an organisation may comment, or could."""

    concept: Concept
    is_open: bool
    chapters: list[Invited] = field(default_factory=list)


def invitations_of(unit: Unit, *, today: date) -> list[InvitedTo]:
    """The presented concepts to whose chapters this organisation was invited, the latest first."""
    own = ChapterComment.objects.filter(organisation=unit.name).order_by("pk")
    drafted = ConceptPhase.objects.filter(
        concept=OuterRef("concept"), state=ConceptState.DRAFTED, entered_on__isnull=False
    )
    rows = (
        Chapter.objects.filter(invitations__unit=unit)
        .exclude(concept__case__state__in=HIDDEN)
        .exclude(~Exists(drafted), concept__case__state__in=ASIDE)
        .select_related("concept__case")
        .prefetch_related(
            Prefetch("comments", queryset=own, to_attr="own"), "versions__stored__attachment"
        )
        .order_by("-concept", "position")
    )
    found: dict[int, InvitedTo] = {}
    for row in rows:
        concept = row.concept
        place = found.setdefault(concept.pk, InvitedTo(concept, may_comment(concept, today=today)))
        said: list[ChapterComment] = row.own
        place.chapters.append(Invited(row, _readable(row, said), said))
    return list(found.values())


def may_comment(concept: Concept, *, today: date) -> bool:
    """Whether comments are taken today."""
    until = concept.comments_until
    return concept.case.state == ConceptState.DRAFTED and (until is None or today <= until)


def _readable(chapter: Chapter, said: Sequence[ChapterComment]) -> ChapterVersion | None:
    """While the draft is discussed its latest version, afterwards the one last commented on.

    What the administration writes after that is no affair of guests until it is public.
    """
    if chapter.concept.case.state == ConceptState.DRAFTED:
        return next((one for one in chapter.versions.all() if not one.is_beside), None)
    last = max((one.version for one in said), default=0)
    return next((one for one in chapter.versions.all() if one.number == last), None)


def concept_for(unit: Unit, case: int, *, today: date) -> InvitedTo:
    """The concept of a case as this organisation was invited to it; else Invisible (404)."""
    for found in invitations_of(unit, today=today):
        if found.concept.case_id == case:
            return found
    raise Invisible


def chapter_for(unit: Unit, pk: int, *, today: date) -> tuple[InvitedTo, Invited]:
    """A chapter to which this organisation was invited; else Invisible (404)."""
    for found in invitations_of(unit, today=today):
        for chapter in found.chapters:
            if chapter.chapter.pk == pk:
                return found, chapter
    raise Invisible


# --- the agency ---------------------------------------------------------------------------


def commissions_of(unit: Unit) -> QuerySet[Commission]:
    """What this partner is or was commissioned with, the latest first."""
    rows = Commission.objects.filter(unit=unit).exclude(signed_on=None)
    return rows.select_related("concept__case").order_by("-signed_on", "-pk")


def commission_for(unit: Unit, pk: int) -> Commission:
    """The commission of this very partner; that of another is Invisible (404)."""
    found = commissions_of(unit).filter(pk=pk).first()
    if found is None:
        raise Invisible
    return found


def works(commission: Commission) -> bool:
    """Whether the agency works on it: neither ended nor is the draft out of its hands."""
    return commission.terminated_on is None and commission.concept.case.state in WRITING


def report_for(commission: Commission, pk: int) -> AgencyReport:
    """A month of this commission; else Invisible (404)."""
    found = commission.reports.filter(pk=pk).first()
    if found is None:
        raise Invisible
    return found


def next_report(commission: Commission) -> AgencyReport | None:
    """The first month that the agency has not handed in yet."""
    return commission.reports.filter(received_on=None, handed_at=None).first()


def groups_of(commission: Commission) -> list[DiscussionGroup]:
    """The discussion groups that the agency moderates, with their sessions."""
    rows = DiscussionGroup.objects.filter(concept=commission.concept_id)
    moderated = rows.filter(is_moderated_by_agency=True).select_related("field")
    return (
        list(moderated.prefetch_related("sessions__document__versions"))
        if works(commission)
        else []
    )


def group_for(commission: Commission, pk: int) -> DiscussionGroup:
    """A group that the agency moderates; else Invisible (404)."""
    for found in groups_of(commission):
        if found.pk == pk:
            return found
    raise Invisible


def session_for(commission: Commission, pk: int) -> DiscussionSession:
    """A session of a group that the agency moderates; else Invisible (404)."""
    for group in groups_of(commission):
        for found in group.sessions.all():
            if found.pk == pk:
                return found
    raise Invisible


def drafts_of(commission: Commission) -> list[Chapter]:
    """The chapters with their versions, while the agency works on them."""
    if not works(commission):
        return []
    rows = Chapter.objects.filter(concept=commission.concept_id)
    return list(rows.prefetch_related("versions__stored__attachment"))


def version_for(unit: Unit, chapter: int, number: int, *, today: date) -> ChapterVersion:
    """A stored version that this partner may read; else Invisible (404)."""
    for commission in commissions_of(unit):
        for row in drafts_of(commission):
            for version in row.versions.all():
                if (row.pk, version.number) == (chapter, number):
                    return version
    _concept, invited = chapter_for(unit, chapter, today=today)
    if invited.version is None or invited.version.number != number:
        raise Invisible
    return invited.version
