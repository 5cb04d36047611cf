"""Which rows of drafts, contributions and the offices' practice events bind."""

from collections.abc import Sequence

from workflows.queries.proof.bound import Bound

from ..models import AnswerDraft, Contribution, LeadTime, OfficePractice, SignedOver

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
        Contribution,
        "case_id",
        {
            "": (
                "case_id", "item_id", "parent_id", "unit_id", "wanted_on", "question", "text",
                "over", "given_by_id", "given_at", "is_live",
            ),
        },
    ),
    Bound(
        SignedOver, "case_id", {"": ("case_id", "item_id", "reason", "signed_by_id", "signed_at")}
    ),
    Bound(
        OfficePractice, "case_id", {"": ("case_id", "unit_id", "days", "four_eyes", "valid_from")}
    ),
    Bound(LeadTime, "case_id", {"": ("case_id", "unit_id", "days", "valid_from")}),
)  # fmt: skip
