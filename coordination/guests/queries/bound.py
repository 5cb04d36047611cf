"""Which rows of accesses events bind."""

from collections.abc import Sequence

from workflows.queries.proof.bound import Bound

from ..models import GuestAccess

TABLES: Sequence[Bound] = (
    Bound(GuestAccess, "case_id", {"": ("case_id", "person_id", "unit_id", "until", "purpose")}),
)
