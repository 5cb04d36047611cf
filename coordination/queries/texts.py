"""The text of a matter as JSON values, its frozen versions and their digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..models import IMPACTS, Measure, TextVersion

if TYPE_CHECKING:
    from workflows.models import Case

PLAIN = (
    "title", "external_partners", "facts", "goal", "proposal", "priority", "decision_path",
    "is_urgent", "council_public", "cost_type", "cover", "product", "staff_effects",
    "equality_effects", "climate_effects", "inclusion_effects",
)  # fmt: skip
"""Fields of a measure whose value is itself a JSON value."""

SUMS = ("cost", "annual_cost", "revenue")
DATES = ("starts_on", "ends_on")
LINKS = ("partners", "fields_of_action", "target_groups", "districts")


def measure_text(measure: Measure) -> dict[str, Any]:
    """Everything in a measure that people sign, as JSON values: sums as text, links as ids.

    The keys are those of the act `edit`; what is read here can be written there.
    """
    text: dict[str, Any] = {name: getattr(measure, name) for name in PLAIN}
    text["lead"] = measure.lead_id
    text |= {name: _text(getattr(measure, name)) for name in (*SUMS, *DATES)}
    text |= {f"impact_{name}": getattr(measure, f"impact_{name}") for name in IMPACTS}
    for name in LINKS:
        related = getattr(measure, name)
        text[name] = sorted(related.values_list("pk", flat=True)) if measure.pk else []
    text["milestones"] = (
        [
            {"id": stone.pk, "title": stone.title, "due_on": stone.due_on.isoformat()}
            for stone in measure.milestones.all()
        ]
        if measure.pk
        else []
    )
    return text


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def digest_of(content: Mapping[str, Any]) -> bytes:
    """The sha256 of a text in canonical JSON."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).digest()


def text_version(
    case: Case, *, number: int, occasion: str, content: dict[str, Any], by: int | None, at: datetime
) -> TextVersion:
    """An unsaved version of a case's text."""
    return TextVersion(
        case_id=case.pk,
        number=number,
        round=case.round,
        occasion=occasion,
        content=content,
        digest=digest_of(content),
        made_by_id=by,
        made_at=at,
    )
