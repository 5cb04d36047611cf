"""Why somebody sees a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.enums import DeskFunction
from workflows.models import CaseAudience, User, desks_held
from workflows.queries.acting.audience import beyond_tasks

REASONS: Mapping[str, Any] = {
    "lead": _("it belongs to the office that has the lead"),
    "author": _("the measure was proposed from it"),
    "secretariat": _("it accompanies all measures from the preliminary check on"),
    "task": _("it has or had a task in this matter"),
    "final_signature": _("it prepares the signature and the council"),
    "council_office": _("it prepares the deliberation"),
    "stock": _("it records what the bodies resolve on measures that were taken over"),
    "council": _("members of the council see what is being deliberated"),
    "escalation": _("it was told that something in this matter is late"),
    "contribution": _("it is asked for a contribution to the answer of an office"),
    "draft": _("it drafts the answer of its office"),
    "named": _("it was named for this matter"),
}


OWN = ("lead", "author")
"""Why those see a case who write it; a restriction is theirs."""


def who_would_lose_sight(case: int) -> list[str]:
    """The desks that would no longer see a case if it were restricted, by name."""
    rows = beyond_tasks(case, keeping=OWN).select_related("desk__unit").order_by("desk__name", "pk")
    return [f"{row.desk.name} ({row.desk.unit.short_name})" for row in rows]


@dataclass(frozen=True, slots=True)
class Sight:
    """How a person sees a case: the desks with the reasons in words.

    `is_inside`: not only as somebody who observes, such as a member of the council.
    """

    desks: Sequence[tuple[str, str]]
    is_inside: bool


def sight_of(viewer: User, case: int, *, at: datetime) -> Sight:
    """Through which desks a person sees a case, and how much of it."""
    desks = desks_held(viewer, at=at).values("desk")
    found = CaseAudience.objects.filter(case=case, desk__in=desks).select_related("desk__unit")
    rows = list(found.order_by("desk__name"))
    return Sight(
        [
            (
                f"{row.desk.name} ({row.desk.unit.short_name})",
                str(REASONS.get(row.reason, REASONS["named"])),
            )
            for row in rows
        ],
        is_inside=any(row.desk.function != DeskFunction.OBSERVER for row in rows),
    )
