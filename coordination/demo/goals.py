"""The target of the council: taken over, measured quarter by quarter, served by measures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from workflows.calendars import local_date
from workflows.models import Desk, Task
from workflows.subjects import thing
from workflows.untyped import Json

from ..city.rules import LEADERS
from ..targets.actions.targets import open_target
from ..targets.models import Objective, Target
from .journey import Steps
from .plot import OFFICE, back, plot, unit
from .stage import Stage

FIRST = 199
"""Working days before today on which the council has resolved it; every story begins later."""


def target(stage: Stage) -> Steps:
    """The council office takes over what was resolved; the offices measure."""
    said = plot()["target"]
    resolved = stage.today - timedelta(days=8)
    outcome = open_target(fields=_fields(stage, said), by=stage.person(OFFICE), at=stage.now)
    stage.do(
        outcome.case, "take_over_decided", OFFICE, resolved_on=str(resolved),
        paper=f"DS {resolved:%y}-0031",
    )  # fmt: skip
    found = Target.objects.get(case=outcome.case)
    yield from _measured(stage, found, said["objectives"])


def _fields(stage: Stage, said: Json) -> dict[str, object]:
    ends = local_date(stage.ends)
    rows = [
        {
            **{name: one[name] for name in ("text", "indicator", "unit", "baseline", "goal")},
            "rhythm": one["rhythm"],
            "baseline_on": str(stage.today - timedelta(days=20)),
            "due_on": str(ends + timedelta(days=one["in_days"])),
            "office": unit(one["office"]),
        }
        for one in said["objectives"]
    ]
    return {
        **{name: said[name] for name in ("title", "facts", "proposal")},
        "lead": unit(said["lead"]),
        "starts_on": str(stage.today),
        "ends_on": str(ends + timedelta(days=max(one["in_days"] for one in said["objectives"]))),
        "objectives": rows,
    }


def _measured(stage: Stage, found: Target, objectives: list[Mapping[str, Any]]) -> Steps:
    """Every value on its day, by the office that measures."""
    rows = dict(zip(found.objectives.order_by("position"), objectives, strict=True))
    values = sorted(
        (-days, row.pk, value, note)
        for row, said in rows.items()
        for days, value, note in said["values"]
    )
    for days, key, value, note in values:
        yield stage.at(back(stage, -days))
        row = Objective.objects.get(pk=key)
        stage.do(
            found.case_id, "record_reading", _desk(row), text=note, objective=key, value=value,
            measured_on=str(stage.today),
        )  # fmt: skip


def _desk(row: Objective) -> str:
    """Who was asked for the value, else whoever leads the office."""
    asked = Task.objects.filter(
        case=row.target.case_id, status="open", step__key="objective_reading",
        step__subject=thing("objective", row.pk),
    ).select_related("desk")  # fmt: skip
    first = asked.order_by("pk").first()
    if first is not None:
        return first.desk.key
    heads = Desk.objects.filter(unit=row.office, function__in=LEADERS, closed_on=None)
    return heads.order_by("pk")[0].key
