"""The pages of measures that the engine serves: one for each act."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.panels import CasePages
from workflows.models import User

from ..forms.registry import PANELS
from ..models import Measure
from ..queries.measures import measure_seen_by


def _find(person: User, case: int, at: datetime) -> Measure:
    return measure_seen_by(person, case, at=at)


MEASURE_PAGES = CasePages(
    kind="measure",
    address="massnahmen",
    panels=PANELS,
    find=_find,
    list_url="coordination:measures",
    list_label=_("Measures"),
    edit_url="coordination:measure_edit",
    name="measure",
    aside="coordination/measures/_aside.html",
)
