"""Templates of the town's offices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from coordination.measures.actions.templates import begin_with, change_templates, create_template
from coordination.measures.models import Measure, MeasureTemplate
from coordination.measures.queries.templates import version_of
from tests.town import Town

AHEAD = timedelta(days=30)
MARK = "[bitte ergänzen: Stadtteil]"
HELD = {
    "title": f"Sprachkurs {MARK}",
    "goal": "Mehr Plätze.",
    "facts": f"In {MARK} fehlen Plätze.",
    "council_public": True,
    "milestones": [
        {"title": "Träger ausgewählt", "days": 30, "after": None},
        {"title": "Kurs begonnen", "days": 60, "after": 1},
    ],
    "days": 365,
}


def kept(
    town: Town, unit: str = "youth", by: str = "", name: str = "Sprachkurs", **content: Any
) -> MeasureTemplate:
    """A template of an office, by its clerk."""
    key = create_template(
        unit=town.units[unit], name=name, about="Kurs für Eltern", content={**HELD, **content},
        by=town.person(by or f"{unit}-clerk").pk, at=town.now, command=uuid4(),
    )  # fmt: skip
    return MeasureTemplate.objects.get(pk=key)


def change(town: Town, act: str, by: str, template: MeasureTemplate, **data: Any) -> None:
    """An act on a template; what a change does not name stays."""
    if act == "change_template":
        same = {"name": template.name, "about": template.about, "seen": template.version}
        content = {**version_of(template).content, **data.pop("content", {})}
        data = {**same, "content": content, **data}
    change_templates(
        act, by=town.person(by).pk, at=town.now, command=uuid4(), template=template.pk, **data
    )
    template.refresh_from_db()


def begun(town: Town, template: MeasureTemplate, by: str = "youth-clerk", **fields: Any) -> Measure:
    """A measure that begins with it thirty days from now."""
    said = {"title": "Sprachkurs Nord", "lead": town.units["youth"], **fields}
    return begin_with(
        version_of(template), fields=said, begins_on=town.now.date() + AHEAD,
        by=town.person(by), at=town.now, command=uuid4(),
    )  # fmt: skip
