"""Which rows of the follow-up events bind."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.queries.proof.bound import Bound

from ..models import FollowUp, FollowUpAnswer

TABLES: Sequence[Bound] = (
    Bound(
        FollowUp,
        "case_id",
        {
            "": (
                "case_id", "reference", "kind", "title", "body_id", "meeting_id", "asked_on",
                "mover", "paper", "consultation_id", "matter_id", "asked", "needed", "provided",
                "office_id", "is_public", "deadline_on", "rhythm", "state", "reason", "new_date",
                "planned", "spent", "public_note", "internal_note", "next_report_on",
                "answered_on", "noted_on", "publication", "published_at",
            ),
        },
        # When the public's text changed, and where an import found the item.
        frozenset({"title_key", "grams", "renewed_at", "source", "source_number"}),
    ),
    Bound(
        FollowUpAnswer,
        "item__case_id",
        {
            "": (
                "item_id", "number", "status", "state", "provided", "reason", "new_date", "spent",
                "public_note", "internal_note", "next_report_on", "written_by_id", "written_at",
                "given_by_id", "given_at",
            ),
        },
    ),
)  # fmt: skip
