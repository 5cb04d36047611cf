"""What the acts on the organisation have in common: telling those concerned."""

from __future__ import annotations

from collections.abc import Iterable

from ...actions.acting.lasting import LastingWork


class OrganisationWork(LastingWork):
    """Writes the organisation and its trail."""

    def tell_concerned(self, template: str, people: Iterable[int], **data: object) -> None:
        """Tell the people concerned, but not whoever did it."""
        others = {person for person in people if person != self.call.actor.person}
        self.tell_people(template, others, **data)
