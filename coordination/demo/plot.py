"""What the demo tells of the coordination of integration: read from a file, no code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from workflows.calendars import local_date
from workflows.models import Unit

from ..city.models import FieldOfAction, TargetGroup
from ..targets.models import Objective
from .stage import Stage
from .stories import FILES

BGI = "division_3-integration_deputy"
CENTRE, SECRETARIAT = "integration_centre-head", "integration_centre-clerk"
OFFICE = "council_office-council_secretary"


@cache
def plot() -> dict[str, Any]:
    """The file; it is written by hand, and what it lacks is a KeyError."""
    return tomllib.loads((FILES / "coordination.toml").read_text(encoding="utf-8"))


def unit(key: str) -> int:
    """The id of a unit."""
    return Unit.objects.values_list("pk", flat=True).get(key=key)


def fields(keys: Iterable[str]) -> list[int]:
    """The ids of fields of action, in the order of the city."""
    rows = FieldOfAction.objects.filter(key__in=list(keys)).order_by("position", "pk")
    return list(rows.values_list("pk", flat=True))


def groups() -> list[TargetGroup]:
    """The target groups that nothing may leave out."""
    return list(TargetGroup.objects.filter(is_mandatory=True).order_by("pk"))


def back(stage: Stage, working_days: int) -> date:
    """So many working days before the present; negative ones lie ahead."""
    return stage.calendar.add_working_days(local_date(stage.ends), -working_days)


def served_by(fields_of_action: object) -> list[int]:
    """The objectives that a measure of these fields of action serves; none before the target."""
    if not isinstance(fields_of_action, list):
        return []
    rows = FieldOfAction.objects.filter(pk__in=fields_of_action)
    keys = set(rows.values_list("key", flat=True))
    said = plot()["target"]["objectives"]
    wanted = [one["text"] for one in said if keys & {*one["fields"]}]
    return list(Objective.objects.filter(text__in=wanted).values_list("pk", flat=True))
