"""Why somebody sees a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.models import CaseAudience, User, desks_held

REASONS: Mapping[str, Any] = {
    "lead": _("it belongs to the office that has the lead"),
    "author": _("the measure was proposed from it"),
    "secretariat": _("it accompanies all measures from the preliminary check on"),
    "task": _("it has or had a task in this matter"),
    "final_signature": _("it prepares the signature and the council"),
    "council": _("members of the council see what is being deliberated"),
    "named": _("it was named for this matter"),
}


def why_seen(viewer: User, case: int, *, at: datetime) -> list[tuple[str, str]]:
    """The desks through which a person sees a case, each with the reason in words."""
    desks = desks_held(viewer, at=at).values("desk")
    rows = CaseAudience.objects.filter(case=case, desk__in=desks).select_related("desk__unit")
    return [
        (
            f"{row.desk.name} ({row.desk.unit.short_name})",
            str(REASONS.get(row.reason, REASONS["named"])),
        )
        for row in rows.order_by("desk__name")
    ]
