"""What the acts on the organisation have in common: their data, and telling those concerned."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django.db.models import Model

from ...actions.acting.work import Work
from ...machine import Look
from ...queries.people.seen import fingerprint
from ...refusals import Stale
from .entry import Entry


class OrganisationLook(Look):
    """The organisation as a call meets it."""

    @cached_property
    def entry(self) -> Entry:
        """The data of the call, read once by its guard and used by its effect."""
        return Entry(self.call.data)

    def check_seen(self, row: Model) -> None:
        """Raise Stale if the form was filled in over another state of the row."""
        seen = self.call.data.get("seen")
        if seen and seen != fingerprint(row):
            raise Stale(state=self.case.state, version=self.case.version)


class OrganisationWork(Work):
    """Writes the organisation and its trail."""

    look: OrganisationLook

    def tell_concerned(self, template: str, people: Iterable[int], **data: object) -> None:
        """Tell the people concerned, but not whoever did it."""
        others = {person for person in people if person != self.call.actor.person}
        self.tell_people(template, others, **data)
