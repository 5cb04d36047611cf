"""The pages of targets that the engine serves: one for each act."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.panels import CasePages
from workflows.models import User
from workflows.refusals import Unmet

from ..forms.running import PANELS
from ..models import Target
from ..queries.targets import target_seen_by


def _find(person: User, case: int, at: datetime) -> Target:
    return target_seen_by(person, case, at=at)


def _mends(case: int, unmet: Unmet) -> str:
    """Every field is written on one page."""
    if not unmet.field or unmet.code == "only_by_resolution":
        return ""
    return f"{reverse('coordination:target_edit', args=[case])}#id_{unmet.field}"


TARGET_PAGES = CasePages(
    kind="target",
    address="ziele",
    panels=PANELS,
    find=_find,
    list_url="coordination:targets",
    list_label=_("Targets"),
    edit_url="coordination:target_edit",
    name="target",
    mends=_mends,
    aside="coordination/targets/_aside.html",
)
