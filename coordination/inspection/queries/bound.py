"""Which rows of inspections events bind."""

from collections.abc import Sequence

from workflows.queries.proof.bound import Bound

from ..models import Inspection

TABLES: Sequence[Bound] = (
    Bound(Inspection, "case_id", {"": ("case_id", "matter_id", "person_id", "until", "reason")}),
)
