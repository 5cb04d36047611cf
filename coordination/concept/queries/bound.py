"""Which rows of concepts events bind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from workflows.queries.proof.bound import Bound

from ..models import (
    AgencyReport,
    Chapter,
    ChapterCell,
    ChapterComment,
    ChapterInvitation,
    ChapterVersion,
    Commission,
    Concept,
    ConceptPhase,
    DiscussionGroup,
    DiscussionSession,
)

if TYPE_CHECKING:
    from django.db import models


def _links(through: type[models.Model], column: str) -> ArraySubquery:
    rows = through._base_manager.filter(concept=OuterRef("pk"))  # noqa: SLF001 - all rows
    return ArraySubquery(rows.order_by(column).values(column))


TABLES: Sequence[Bound] = (
    Bound(
        Concept,
        "case_id",
        {
            "": (
                "case_id", "reference", "title", "lead_id", "facts", "proposal", "council_public",
                "target_id", "starts_on", "comments_until", "resolved_on", "valid_until",
            ),
            "partners": ("all_partners",),
            "programme": ("all_programme",),
        },
        related={
            "all_partners": _links(Concept.partners.through, "unit_id"),
            "all_programme": _links(Concept.programme.through, "measure_id"),
        },
    ),
    Bound(
        ConceptPhase,
        "concept__case_id",
        {"": ("concept_id", "state", "due_on", "entered_on", "left_on")},
    ),
    Bound(
        Commission,
        "concept__case_id",
        {
            "": (
                "concept_id", "number", "terms", "procedure", "total", "award_meeting_id",
                "is_awarded", "agency", "contact", "project_group", "advisory_board",
                "payment_plan", "signed_on", "ends_on", "terminated_on", "invoice_on", "invoiced",
            ),
            "unit": ("unit_id",),
        },
    ),
    Bound(
        AgencyReport,
        "commission__concept__case_id",
        {
            "": ("commission_id", "month", "due_on", "received_on", "text"),
            "handed": ("handed_text", "handed_by_id", "handed_at"),
        },
    ),
    Bound(
        DiscussionGroup,
        "concept__case_id",
        {"": ("concept_id", "field_id", "title", "is_moderated_by_agency")},
    ),
    Bound(
        DiscussionSession,
        "group__concept__case_id",
        {
            "": (
                "group_id", "held_on", "participants", "results", "heard_associations",
                "heard_integration_council", "document_id",
            )
        },
    ),
    Bound(
        Chapter, "concept__case_id", {"": ("concept_id", "position", "title", "attachment_id")}
    ),
    Bound(
        ChapterVersion,
        "chapter__concept__case_id",
        {"": ("chapter_id", "number", "based_on", "is_beside", "stored_id")},
    ),
    Bound(
        ChapterCell,
        "chapter__concept__case_id",
        {"": ("chapter_id", "field_id", "group_id")},
        key=("chapter_id", "field_id", "group_id"),
    ),
    Bound(
        ChapterInvitation,
        "chapter__concept__case_id",
        {"": ("chapter_id", "unit_id")},
        key=("chapter_id", "unit_id"),
    ),
    Bound(
        ChapterComment,
        "chapter__concept__case_id",
        {
            "": (
                "chapter_id", "version", "organisation", "text", "made_by_id", "made_at",
            ),
            "answer": ("outcome", "answer", "answered_by_id", "answered_at"),
        },
    ),
)  # fmt: skip
