"""Which rows of entries for the public events bind."""

from collections.abc import Sequence

from workflows.queries.proof.bound import Bound

from ..models import PublicEntry

TABLES: Sequence[Bound] = (
    Bound(
        PublicEntry,
        "case_id",
        {
            "": (
                "case_id", "matter_id", "topic", "reference", "office_id", "title", "summary",
                "participation", "participation_words", "released", "publication",
                "published_at", "renewed_at", "ended_at",
            ),
            # A part of its own: entries from before it were bound without it.
            "answer": ("answer",),
        },
    ),
)  # fmt: skip
