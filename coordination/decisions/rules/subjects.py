"""What everything that the council decides can say of itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Protocol

from workflows.models import Case, Unit


class DecisionSubject(Protocol):
    """What a domain object must tell so that offices can sign and the council decide on it."""

    pk: Any
    case: Case
    case_id: int
    title: str
    lead_id: int
    lead: Unit
    decision_path: str
    is_urgent: bool
    is_current_administration: bool | None
    council_public: bool
    cost: Decimal | None

    @property
    def total_cost(self) -> Decimal: ...

    def save(self, *, update_fields: list[str]) -> None: ...

    def impacts(self) -> frozenset[str]: ...

    def partner_ids(self) -> tuple[int, ...]: ...

    def operative_partners(self) -> tuple[Unit, ...]: ...

    def district_units(self) -> tuple[int, ...]: ...

    def district_keys(self) -> tuple[str, ...]: ...

    def field_ids(self) -> tuple[int, ...]: ...
