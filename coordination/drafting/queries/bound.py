"""Which rows of drafts and of the offices' practice events bind."""

from collections.abc import Sequence

from workflows.queries.proof.bound import Bound

from ..models import AnswerDraft, LeadTime, OfficePractice

TABLES: Sequence[Bound] = (
    Bound(
        AnswerDraft,
        "case_id",
        {
            "": (
                "case_id", "item_id", "unit_id", "desk_id", "wanted_on", "choice", "text",
                "conditions", "names_unit_id", "drafter_id", "drafter_for_id", "written_at",
                "is_live",
            ),
        },
    ),
    Bound(
        OfficePractice, "case_id", {"": ("case_id", "unit_id", "days", "four_eyes", "valid_from")}
    ),
    Bound(LeadTime, "case_id", {"": ("case_id", "unit_id", "days", "valid_from")}),
)  # fmt: skip
