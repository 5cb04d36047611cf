"""The inbox as a list that can be saved, and the form of a saved view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from ...actions.inbox.saved import LONGEST_NAME
from ...calendars import local_date
from ...models import User
from ...queries.inbox import INBOX, Due, Holder, Place, Progress, Sort, View
from ...queries.inbox.listing import keys_at
from ...queries.inbox.rows import step_label
from ...queries.people.desks import HeldDesk, held_by
from ...refusals import GuardsUnmet
from ..options import Data, FormOptions
from .filters import InboxFilter
from .lists import Reading, SavableList
from .steps import kinds, sensible

MOST_MATCHES = 1000


class SavedViewForm(forms.Form):
    """What a view is called, who has it, and what one does with it oneself."""

    name = forms.CharField(label=_("Name of the view"), max_length=LONGEST_NAME)
    desk = forms.TypedChoiceField(
        label=_("Who has this view"), coerce=int, empty_value=None, required=False
    )
    is_default = forms.BooleanField(label=_("Begin the list with this view"), required=False)
    is_subscribed = forms.BooleanField(
        label=_("Tell me in the morning when something new is in it"), required=False
    )

    def __init__(
        self, data: Data = None, *, desks: Sequence[HeldDesk], **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        self.use_required_attribute = False
        field = self.fields["desk"]
        assert isinstance(field, forms.TypedChoiceField)
        shared = [(str(d.id), f"{d.name} ({d.unit})") for d in desks if d.is_own]
        field.choices = [("", _("only I")), *shared]

    def show_unmet(self, refusal: GuardsUnmet) -> None:
        """Put each problem to its field."""
        for problem in refusal.unmet:
            field = problem.field if problem.field in self.fields else None
            self.add_error(field, problem.text)


def _place(query: str, desks: Sequence[HeldDesk]) -> Place:
    """The place that an address names today, on its first page."""
    place = sensible(Place.parse(query)).at(choose="")
    if place.desk and int(place.desk) not in {desk.id for desk in desks}:
        place = place.at(desk="")
    if place.kind and place.kind not in {key for key, _label in kinds()}:
        place = place.at(kind="", step="")
    place = place if place.view else place.at(view=View.TODO)
    return place.at(view=View.TODO) if place.view == View.RESUBMISSION else place


def _read(query: str, person: User, at: datetime) -> Reading:
    desks = held_by(person.pk, on=local_date(at))
    place = _place(query, desks)
    return Reading(place.query(), dict(_words(place, desks)))


def _words(place: Place, desks: Sequence[HeldDesk]) -> Iterator[tuple[str, str]]:
    known: Mapping[str, Mapping[str, object]] = {
        "view": dict(View.choices),
        "kind": dict(kinds()),
        "step": {place.step: step_label(place.kind, place.step)} if place.kind else {},
        "due": dict(Due.choices),
        "desk": {str(desk.id): f"{desk.name} ({desk.unit})" for desk in desks},
        "holder": dict(Holder.choices),
        "progress": dict(Progress.choices),
        "sort": dict(Sort.choices),
    }
    labels = {name: field.label for name, field in InboxFilter.base_fields.items()}
    labels["view"] = _("View")
    for name, label in labels.items():
        if value := getattr(place, name):
            yield name, f"{label}: {known.get(name, {}).get(value, value)}"


def _matches(query: str, person: User, at: datetime) -> list[str]:
    desks = held_by(person.pk, on=local_date(at))
    place = _place(query, desks)
    return keys_at(place, person=person.pk, desks=desks, at=at, most=MOST_MATCHES)


INBOX_LIST = SavableList(INBOX, _("Inbox"), "workflows:inbox", _read, _matches)
