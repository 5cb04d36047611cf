"""The list of measures as a list that people save under a name."""

from __future__ import annotations

from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from workflows.forms.inbox.lists import Reading, SavableList, savable_lists
from workflows.models import User

from ...city.queries.catalogue import catalogue
from ..queries.listing import find
from ..queries.reach import reach_of
from .filters import MeasureFilterForm

MEASURES = "measures"


def _form(query: str) -> MeasureFilterForm:
    return MeasureFilterForm(QueryDict(query), catalogue=catalogue(own=[]))


def reading_of(form: MeasureFilterForm) -> Reading:
    """What of an address this form understands, without the page."""
    kept, said = QueryDict(mutable=True), form.said()
    address = form.data
    assert isinstance(address, QueryDict), "read from an address"
    for name in form.fields:
        if name in said:
            kept.setlist(name, said[name] if name == "col" else address.getlist(name))
    return Reading(kept.urlencode(), form.words())


def _read(query: str, person: User, at: datetime) -> Reading:  # noqa: ARG001 - as lists are read
    return reading_of(_form(query))


def _matches(query: str, person: User, at: datetime) -> list[str]:
    listing = find(reach_of(person, at=at), _form(query).wanted(), at=at)
    return [str(key) for key in listing.keys[: listing.count]]


MEASURE_LIST = SavableList(MEASURES, _("Measures"), "coordination:measures", _read, _matches)


def offer_list() -> None:
    """From now on people may save it."""
    savable_lists[MEASURES] = MEASURE_LIST
