"""Who does the acts of an entry."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening, Work
from workflows.calendars import Period, PeriodUnit
from workflows.definitions import Post, Step

from ...city.rules import COUNCIL_OFFICE, LEADERS, MAYOR, SECRETARIAT, clerks_of
from .look import EntryLook

WITHIN = Period(5, PeriodUnit.WORKING_DAYS)
"""Within which the council office releases an entry or gives it back."""


def _council_office(_look: EntryLook) -> Sequence[Post]:
    return [COUNCIL_OFFICE]


RELEASE = Step(
    "release_entry",
    _("Release the entry for the public"),
    _council_office,
    acts=("release_entry", "decline_entry"),
)


class EntryWork(Work):
    """The unit of work on an entry."""

    look: EntryLook

    def keep_entry(self, *names: str) -> None:
        """Write these fields of the entry; the look knows them afterwards."""
        self.store(self.look.subject, *names)
        self.look = self.look.knowing(self.look.subject)

    def show_to_the_house(self) -> None:
        """Council office, integration centre, mayor and the office that leads the matter see it."""
        office = self.look.subject.office_id
        self.admit([COUNCIL_OFFICE, SECRETARIAT, MAYOR], "council_office")
        self.admit([Post(LEADERS, unit=office), clerks_of(office)], "lead")


def ask_for_release(work: EntryWork) -> None:
    """The council office is asked, once."""
    if not work.scene.tasks_of(RELEASE.key):
        work.open(Opening(RELEASE, subject="entry", period=WITHIN))
