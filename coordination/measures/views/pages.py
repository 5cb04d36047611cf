"""The pages of measures that the engine serves: one for each act."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.panels import CasePages
from workflows.models import User
from workflows.refusals import Unmet

from ..forms.registry import PANELS
from ..forms.sections import address_of
from ..models import Measure
from ..queries.measures import measure_seen_by


def _find(person: User, case: int, at: datetime) -> Measure:
    return measure_seen_by(person, case, at=at)


def _mends(case: int, unmet: Unmet) -> str:
    """The page of the missing field; of the question to the head where the agreement is missing."""
    if unmet.code == "head_agreement":
        return reverse("measure:ask_agreement", args=[case])
    if unmet.code == "beyond_limits":
        return reverse("coordination:supplement", args=[case])
    return address_of(case, unmet.field)


MEASURE_PAGES = CasePages(
    kind="measure",
    address="massnahmen",
    panels=PANELS,
    find=_find,
    list_url="coordination:measures",
    list_label=_("Measures"),
    edit_url="coordination:measure_edit",
    name="measure",
    mends=_mends,
    aside="coordination/measures/_aside.html",
)
