"""Which rows of the city events bind: texts, papers, results, plans, reports, attachments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from workflows.queries.proof.bound import Bound

from ...council.models import Consultation, Paper
from ...decisions.models import Attachment, AttachmentVersion, TextVersion
from ...implementing.models import Milestone, StatusReport
from ..models import IMPACTS, Measure
from .texts import BUDGETED, DATES, LINKS, PLAIN, SUMS

if TYPE_CHECKING:
    from django.db import models


def _links(name: str, column: str) -> ArraySubquery:
    through: type[models.Model] = getattr(Measure, name).through
    rows = through._base_manager.filter(measure=OuterRef("pk"))  # noqa: SLF001 - all rows
    return ArraySubquery(rows.order_by(column).values(column))


TABLES: Sequence[Bound] = (
    Bound(
        Measure,
        "case_id",
        {
            "": (
                "case_id", "reference", "lead_id", *PLAIN, *SUMS, *DATES,
                *(f"impact_{name}" for name in IMPACTS), "is_current_administration",
                "head_agreed_version", "responsible_id", "funds_confirmed_at",
                "funds_confirmed_by_id", "predecessor_id",
            ),
            "budget": BUDGETED,
            **{name: (f"all_{name}",) for name in LINKS},
        },
        # Kept by triggers, computed, or where an import found it.
        frozenset(
            {"state", "title_sort_key", "words", "source", "source_number", "source_digest",
             "source_version"}
        ),
        related={f"all_{name}": _links(name, column) for name, column in LINKS.items()},
    ),
    Bound(
        Milestone,
        "measure__case_id",
        {
            "": (
                "measure_id", "position", "title", "due_on", "predecessor_id", "done_at",
                "done_by_id", "evidence", "late_reason", "dropped_reason",
            ),
            "rest": ("is_paused",),
        },
        # A new one has no other name yet when its act writes it.
        key=("measure_id", "position"),
    ),
    Bound(
        StatusReport,
        "measure__case_id",
        {
            "": (
                "measure_id", "period_start", "period_end", "status", "done", "next_steps",
                "risks", "spent", "forecast", "light", "light_reason", "is_final",
                "written_by_id", "written_at", "released_by_id", "released_at",
            )
        },
        frozenset({"has_own_light"}),
    ),
    Bound(
        TextVersion,
        "case_id",
        {
            "": (
                "case_id", "number", "round", "occasion", "content", "digest", "made_by_id",
                "made_at",
            )
        },
    ),
    Bound(
        Paper,
        "case_id",
        {
            "": (
                "case_id", "type", "reference", "name", "lead_id", "is_public", "text", "digest",
                "signed_by_id", "signed_for_id", "signature_mark", "dated", "supplements_id",
            )
        },
    ),
    Bound(
        Consultation,
        "case_id",
        {
            "": (
                "case_id", "position", "attempt", "organization_id", "meeting_id", "role",
                "is_public",
            ),
            "paper": ("paper_id",),
            "result": (
                "result", "result_text", "yes", "no", "abstentions", "invalid", "biased",
                "present", "resolution_text", "recorded_at", "recorded_by_id",
            ),
        },
    ),
    Bound(
        Attachment,
        "case_id",
        {"": ("case_id", "title", "is_public", "removed_at"), "paper": ("paper_id",)},
    ),
    Bound(
        AttachmentVersion,
        "attachment__case_id",
        {
            "": (
                "attachment_id", "number", "sha256", "name", "media_type", "size", "added_by_id",
                "added_at",
            )
        },
    ),
)  # fmt: skip
"""Not bound: bodies and sessions, the catalogue of fields, imports, visits."""
