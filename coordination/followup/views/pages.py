"""The pages of items that the engine serves: one for each act."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.panels import CasePages
from workflows.models import User

from ..forms import answering, keeping
from ..models import FollowUp
from ..queries.items import item_seen_by


def _find(person: User, case: int, at: datetime) -> FollowUp:
    return item_seen_by(person, case, at=at)


FOLLOWUP_PAGES = CasePages(
    kind="followup",
    address="beschlusskontrolle",
    panels=(*answering.PANELS, *keeping.PANELS),
    find=_find,
    list_url="coordination:followups",
    list_label=_("Follow-up of the council"),
    name="item",
    aside="coordination/followup/_aside.html",
)
