"""What the rules of an item look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from workflows.definitions import Post
from workflows.machine import Look, Rule, fact

from ...city.rules import COUNCIL_OFFICE, LEADERS, MAYOR, clerks_of
from ..models import FollowUp, FollowUpAnswer
from ..queries.items import draft_of


class FollowUpLook(Look):
    """An item as a call meets it."""

    @fact
    def subject(self) -> FollowUp:
        """The item of the case with its office and body."""
        rows = FollowUp.objects.select_related("office", "body")
        return rows.get(case=self.case.pk)

    @fact
    def draft(self) -> FollowUpAnswer | None:
        """The answer that waits for the head of the office."""
        return draft_of(self.subject.pk)


def council_desk(_look: FollowUpLook) -> Sequence[Post]:
    """The council office keeps the list."""
    return [COUNCIL_OFFICE]


def office_head(look: FollowUpLook) -> Sequence[Post]:
    """Whoever leads the responsible office answers."""
    return [Post(LEADERS, unit=look.subject.office_id)]


def office_clerks(look: FollowUpLook) -> Sequence[Post]:
    """The clerks of the responsible office draft."""
    return [clerks_of(look.subject.office_id)]


def office_staff(look: FollowUpLook) -> Sequence[Post]:
    """Clerks and head of the responsible office."""
    return [*office_head(look), *office_clerks(look)]


def _holds(
    where: Callable[[FollowUpLook], Sequence[Post]], role: StrOrPromise
) -> Rule[FollowUpLook]:
    return Rule(role, lambda look, capacity: any(capacity.fits(post) for post in where(look)))


council_office = _holds(council_desk, _("council office"))
head = _holds(office_head, _("head of the responsible office"))
staff = _holds(office_staff, _("responsible office"))
mayor = _holds(lambda _look: [MAYOR], _("mayor"))


def leaders_of(unit: int) -> Post:
    """Whoever leads a unit."""
    return Post(LEADERS, unit=unit)
