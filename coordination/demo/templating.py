"""The templates of the demo city, and a draft that was begun with one of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from workflows.calendars import local_date
from workflows.enums import DeskFunction
from workflows.models import DeskHolder, User
from workflows.untyped import Json

from ..city.models import TargetGroup
from ..measures.actions.templates import begin_with, create_template
from ..measures.models import TemplateVersion
from .plot import fields, plot, unit

_WRITTEN = timedelta(hours=5)
_BEGUN = timedelta(hours=1)
_STARTS_IN = timedelta(days=120)
_SAME = ("title", "goal", "facts", "proposal", "cover", "days")


def keep_templates(*, at: datetime) -> None:
    """Each by a clerk of its office; where the plot says so, a draft begins with it."""
    for said in plot()["templates"]:
        clerk = _clerk(said["unit"], at)
        key = create_template(
            unit=unit(said["unit"]), name=said["name"], about=said["about"],
            content=_content(said), by=clerk.pk, at=at - _WRITTEN,
        )  # fmt: skip
        if title := said.get("begun"):
            version = TemplateVersion.objects.select_related("template__unit__successor")
            begin_with(
                version.get(template=key), fields={"title": title, "lead": unit(said["unit"])},
                begins_on=local_date(at + _STARTS_IN), by=clerk, at=at - _BEGUN,
            )  # fmt: skip


def _content(said: Json) -> dict[str, object]:
    groups = TargetGroup.objects.filter(key__in=said["groups"]).order_by("position", "pk")
    return {
        **{name: said[name] for name in _SAME},
        "council_public": True,
        "priority": "medium",
        "decision_path": "council",
        "fields_of_action": fields(said["fields"]),
        "target_groups": list(groups.values_list("pk", flat=True)),
        "offices": [unit(key) for key in said["offices"]],
        "milestones": [
            {"title": title, "days": days, "after": after or None}
            for title, days, after in said["milestones"]
        ],
    }


def _clerk(office: str, at: datetime) -> User:
    held = DeskHolder.objects.in_force(on=local_date(at))
    rows = held.filter(desk__unit__key=office, desk__function=DeskFunction.CLERK)
    return rows.select_related("person").order_by("pk")[0].person
