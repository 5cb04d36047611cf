"""Which rows of the city events bind: texts, papers, results, plans, reports, attachments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from workflows.queries.proof.bound import Bound

from ...council.models import (
    ChainWaiver,
    Consultation,
    HandOver,
    Objection,
    Paper,
    PaperFile,
    UrgentDecision,
)
from ...decisions.models import (
    Attachment,
    AttachmentVersion,
    CirculationEntry,
    DocumentRequest,
    TextVersion,
    UrgencyRequest,
)
from ...implementing.models import EarlierReport, Evaluation, Milestone, StatusReport
from ..models import IMPACTS, Measure, MeasureTemplate, TemplateUse, TemplateVersion
from .texts import BUDGETED, CITYWIDE, DATES, LINKS, NO_IMPACT, PLAIN, PUBLIC_WORDS, SUMS

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
            "no impact": (NO_IMPACT,),
            "place": (CITYWIDE,),
            "supplement": ("supplements_id",),
            "public": PUBLIC_WORDS,
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
        EarlierReport,
        "measure__case_id",
        {
            "": (
                "measure_id", "year", "state", "light", "text", "spent", "figures", "source",
                "taken_by_id", "taken_at",
            )
        },
        # A new one has no other name yet when its act writes it.
        key=("measure_id", "year"),
    ),
    Bound(
        Evaluation,
        "measure__case_id",
        {
            "": (
                "measure_id", "indicators", "conclusion", "written_by_id", "written_at",
                "released_by_id", "released_at",
            )
        },
        # A new one has no other name yet when its act writes it.
        key=("measure_id",),
    ),
    Bound(
        DocumentRequest,
        "case_id",
        {
            "": (
                "case_id", "item_id", "round", "unit_id", "desk_id", "asked_by_id", "asked_at",
                "text", "limit_on",
            ),
            "end": ("end", "ended_at", "ended_by_id", "answer"),
        },
    ),
    Bound(
        CirculationEntry,
        "case_id",
        {
            "": ("case_id", "round", "unit_id", "participation", "due_on", "words", "sent_at"),
            "spared": ("spared_at", "spared_by_id", "spared_because"),
        },
    ),
    Bound(
        UrgencyRequest,
        "case_id",
        {
            "": ("case_id", "desk_id", "asked_by_id", "in_name_of_id", "asked_at", "reason"),
            "round": ("round",),
            "put": ("decide_by",),
            "end": ("end", "ended_at", "ended_by_id", "answer"),
        },
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
            ),
            "number": ("numbering", "council_reference"),
        },
    ),
    Bound(
        PaperFile,
        "paper__case_id",
        {"": ("paper_id", "edition", "sha256", "size", "made_at")},
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
            "correction": ("correction", "correction_reason", "is_unsettled"),
            "majority": ("majority_rule", "lacks_quorum", "referred_to_id"),
        },
        # Why an item is not public is said when the city releases its data.
        frozenset({"secrecy_reason"}),
    ),
    Bound(
        HandOver,
        "consultation__case_id",
        {
            "": (
                "consultation_id", "system", "handed_at", "scheduled_at", "decided_at",
                "returned_at", "accepted_at",
            )
        },
    ),
    Bound(
        Objection,
        "case_id",
        {
            "": (
                "case_id", "resolution_id", "kind", "filed_on", "filed_by_id", "objectors",
                "held_in", "outcome", "settled_on", "referred_on", "ruling",
            )
        },
    ),
    Bound(
        ChainWaiver,
        "case_id",
        {"": ("case_id", "demand", "reason", "given_at", "given_by_id")},
    ),
    Bound(
        UrgentDecision,
        "case_id",
        {
            "": (
                "case_id", "stage", "organization_id", "why_not_organ", "why_not_committee",
                "harm", "made_by_id", "made_on", "signed_by_id", "member", "decided_on",
                "approval_id", "rights_of_others",
            )
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
    Bound(
        MeasureTemplate,
        "case_id",
        {"": ("case_id", "unit_id", "name", "about", "version", "ended_at")},
    ),
    Bound(
        TemplateVersion,
        "case_id",
        {"": ("case_id", "template_id", "number", "content", "written_at", "written_by_id")},
    ),
    Bound(TemplateUse, "case_id", {"": ("case_id", "measure_id", "version_id")}),
)  # fmt: skip
"""Not bound: bodies and their sessions, the catalogue of fields, imports, visits."""
