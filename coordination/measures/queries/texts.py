"""The text of a measure as JSON values."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from ...implementing.models import Milestone
from ..models import IMPACTS, Measure

if TYPE_CHECKING:
    pass

PLAIN = (
    "title",
    "external_partners",
    "facts",
    "goal",
    "proposal",
    "priority",
    "decision_path",
    "is_urgent",
    "council_public",
    "cost_type",
    "cover",
    "product",
    "staff_effects",
    "equality_effects",
    "climate_effects",
    "inclusion_effects",
)
"""Fields of a measure whose value is itself a JSON value."""

SUMS = ("cost", "annual_cost", "revenue")
BUDGETED = ("staff_cost", "material_cost", "budget", "updated_budget")
"""How the cost is made up, and what the budget provides for it."""
PUBLIC_WORDS = ("public_summary", "participation", "participation_words")
"""What is said to the public, and how it takes part."""
NO_IMPACT = "impact_none"
"""The explicit answer that nothing of the impact check applies."""
CITYWIDE = "is_citywide"
"""The explicit answer that a measure is limited to no district."""
DATES = ("starts_on", "ends_on")
LINKS = {
    "partners": "unit_id",
    "fields_of_action": "fieldofaction_id",
    "target_groups": "targetgroup_id",
    "districts": "district_id",
    "serves": "objective_id",
}
"""The links of a measure and the columns of their tables."""


def measure_text(measure: Measure) -> dict[str, object]:
    """Everything in a measure that people sign, as JSON values: sums as text, links as ids.

    The keys are those of the act `edit`; what is read here can be written there.
    """
    text: dict[str, Any] = {name: getattr(measure, name) for name in (*PLAIN, *PUBLIC_WORDS)}
    text["lead"] = measure.lead_id
    text |= {name: _text(getattr(measure, name)) for name in (*SUMS, *BUDGETED, *DATES)}
    text |= {f"impact_{name}": getattr(measure, f"impact_{name}") for name in IMPACTS}
    text[NO_IMPACT] = measure.impact_none
    text[CITYWIDE] = measure.is_citywide
    return text | _related(measure)


def _related(measure: Measure) -> dict[str, object]:
    """The links and milestones of a measure in one statement."""
    sql, params = _question()
    with connection.cursor() as cursor:
        cursor.execute(sql, [measure.pk if value == _ANY else value for value in params])
        *links, stones = cursor.fetchone() or ([],) * (len(LINKS) + 1)
    found = {name: list(keys) for name, keys in zip(LINKS, links, strict=True)}
    return {**found, "milestones": [json.loads(stone) for stone in stones]}


_ANY = -2_000_000_011
"""Stands in for the measure where the question is put together."""


@cache
def _question() -> tuple[str, tuple[int | str, ...]]:
    """Put together once: every act that freezes or digests a text asks it."""
    links = {
        name: ArraySubquery(
            getattr(Measure, name)
            .through.objects.filter(measure=OuterRef("pk"))
            .order_by(column)
            .values(column)
        )
        for name, column in LINKS.items()
    }
    stones = (
        Milestone.objects.filter(measure=OuterRef("pk"))
        .order_by("position")
        .values(
            json=JSONObject(id="pk", title="title", due_on="due_on", after="predecessor__position")
        )
    )
    names = (*LINKS, "milestones")
    annotated = Measure.objects.annotate(
        **{f"all_{name}": links[name] for name in LINKS}, all_milestones=ArraySubquery(stones)
    )
    rows = annotated.filter(pk=_ANY).values_list(*(f"all_{name}" for name in names))
    sql, params = rows.query.get_compiler(connection.alias).as_sql()
    return str(sql), tuple(params)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
