"""The page on which the council office adopts new rules, as the engine serves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.panels import CasePages
from workflows.models import Case, User
from workflows.refusals import Invisible

from ..forms.offering import PANELS
from ..queries.calendar import KIND


@dataclass
class Calendar:
    """The council's calendar, as pages of cases want it."""

    case: Case


def _find(_person: User, case: int, _at: datetime) -> Calendar:
    found = Case.objects.filter(pk=case, kind=KIND).first()
    if found is None:
        raise Invisible
    return Calendar(found)


CALENDAR_PAGES = CasePages(
    kind=KIND,
    address="ratskalender",
    panels=PANELS,
    find=_find,
    is_found=False,
    list_url="coordination:council_rules",
    list_label=_("Rules"),
    name="calendar",
)
