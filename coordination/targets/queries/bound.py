"""Which rows of targets events bind."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.queries.proof.bound import Bound

from ..models import Objective, Reading, Target

TABLES: Sequence[Bound] = (
    Bound(
        Target,
        "case_id",
        {
            "": (
                "case_id", "reference", "title", "lead_id", "facts", "proposal", "starts_on",
                "ends_on", "council_public", "resolved_on", "resolved_by", "paper",
            )
        },
    ),
    Bound(
        Objective,
        "target__case_id",
        {
            "": (
                "target_id", "position", "text", "indicator", "unit", "baseline", "baseline_on",
                "goal", "due_on", "rhythm", "office_id", "status", "noted_on",
            )
        },
    ),
    Bound(
        Reading,
        "objective__target__case_id",
        {
            "": (
                "objective_id", "measured_on", "value", "note", "recorded_by_id", "recorded_at",
            )
        },
    ),
)  # fmt: skip
