"""What the rules of an entry look at, and who does what."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from workflows.definitions import Capacity, Post
from workflows.enums import DeskFunction as F
from workflows.machine import Look, Rule, fact

from ...city.rules import COUNCIL_OFFICE, LEADERS, SECRETARIAT
from ..models import PublicEntry


class EntryLook(Look):
    """An entry as a call meets it."""

    @fact
    def subject(self) -> PublicEntry:
        """The entry of the case with its matter."""
        return PublicEntry.objects.select_related("matter", "office").get(case=self.case.pk)


PREPARING = frozenset({F.CLERK, F.HEAD, F.COUNCIL_SECRETARY})
"""The functions of the desks from which an entry may be prepared."""


def writes_for(capacity: Capacity, office: int) -> bool:
    """Council office, integration centre, and the office that leads the matter."""
    posts = (COUNCIL_OFFICE, SECRETARIAT, Post((*LEADERS, F.CLERK), unit=office))
    return any(capacity.fits(post) for post in posts)


def announces(capacities: Iterable[Capacity], office: int) -> bool:
    """Whether a link to a new entry is of use to whoever acts so; it needs a whole deputy."""
    return any(one.scope.covers("") and writes_for(one, office) for one in capacities)


preparer: Rule[Look] = Rule(
    _("lead office, integration centre, council office"),
    lambda _look, capacity: capacity.function in PREPARING,
)
writer: Rule[EntryLook] = Rule(
    _("lead office, integration centre, council office"),
    lambda look, capacity: writes_for(capacity, look.subject.office_id),
)
council_office: Rule[EntryLook] = Rule(
    _("council office"), lambda _look, capacity: capacity.fits(COUNCIL_OFFICE)
)
