"""Granted, then ended: withdrawn at any time, or over by itself after its last day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Work
from workflows.definitions import Post, Tie
from workflows.enums import DeskFunction as F
from workflows.machine import At, CaseFlow, Look, Rule, Stage, act, fact, system
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet

from ...city.rules import INTEGRATION_DEPUTY, SECRETARIAT
from ...decisions.flows.values import day
from ..enums import GuestState as S
from ..models import GuestAccess

LONGEST = timedelta(days=366)
"""An access holds for a year at most; whoever is needed longer is prolonged."""
PERIOD = "guest_access"

OFFICE = Post((F.ORGANISATION,))
DATA_PROTECTION = Post((F.HEAD, F.CLERK), unit_function="data_protection")
READERS = (SECRETARIAT, INTEGRATION_DEPUTY, OFFICE, DATA_PROTECTION)
"""Who sees the accesses and what guests have read."""


class GuestSight(Look):
    """An access as a call meets it."""

    @fact
    def subject(self) -> GuestAccess:
        """The access of the case."""
        return GuestAccess.objects.get(case=self.case.pk)


class GuestWork(Work):
    """The unit of work on an access."""

    look: GuestSight


inviting: Rule[GuestSight] = Rule(
    _("integration centre, organisation office"),
    lambda _look, capacity: capacity.fits(SECRETARIAT) or capacity.fits(OFFICE),
)


def until_problems(until: date | None, *, today: date) -> Iterator[Unmet]:
    """A last day that is not over and not too far."""
    if until is None:
        yield Unmet("until_missing", gettext("Please enter the last day."), "until")
    elif until < today:
        yield Unmet("until_past", gettext("The day is over already."), "until")
    elif until > today + LONGEST:
        text = gettext("An access holds for %(days)s days at most. Please choose an earlier day.")
        yield Unmet("until_far", text % {"days": LONGEST.days}, "until")


def new_day_fits(look: GuestSight) -> Iterator[Unmet]:
    """The new last day."""
    yield from until_problems(day(look.call.data.get("until")), today=look.call.today)


def wait_for_the_end(work: GuestWork) -> None:
    """It ends by itself when its last day is over."""
    work.set_deadline(PERIOD, effect="access_over", due_on=work.look.subject.until)


@act(_("set another last day"), guards=[new_day_fits])
def move_the_end(work: GuestWork) -> None:
    """Longer or shorter; the guest's room says the day."""
    row, until = work.look.subject, day(work.call.data["until"])
    assert until is not None, "guarded by new_day_fits"
    row.until = until
    work.store(row, "until")
    work.end_deadline(kind=PERIOD, status="lifted")
    work.set_deadline(PERIOD, effect="access_over", due_on=until)
    work.note(until=until)


@act(_("withdraw the access"), guards=[reason_given])
def withdraw_access(work: GuestWork) -> None:
    """At once, with a reason: the next page that the guest opens is none."""
    work.end_deadline(kind=PERIOD, status="lifted")


@act(_("access over"))
def access_over(work: GuestWork) -> None:
    """Its last day is over."""
    work.end_deadline(kind=PERIOD, status="expired")


class GuestFlow(CaseFlow):
    """A person of an association or the agency has a room of their own for a time."""

    kind = "guest"
    label = _("access of a guest")
    states = S
    initial = S.GRANTED
    final = frozenset({S.ENDED})
    opener = inviting
    look = GuestSight
    work = GuestWork
    url_name = "coordination:guest"
    fixed_deadlines = frozenset({PERIOD})
    stages = (
        Stage(
            {
                S.GRANTED: At(
                    enters=(wait_for_the_end,),
                    acts=(
                        move_the_end.by(inviting),
                        withdraw_access.by(inviting, to=S.ENDED),
                        access_over.by(system, to=S.ENDED),
                    ),
                )
            }
        ),
    )

    @classmethod
    def hangs_on(cls, person: int, *, on: date) -> Sequence[Tie]:
        """Guests whom somebody has invited, and their own access if they are one."""
        rows = GuestAccess.objects.filter(case__state=S.GRANTED, until__gte=on)
        both = rows.filter(Q(case__opened_by=person) | Q(person=person))
        found = list(both.values_list("person", "unit__name").order_by("unit__sort_key", "pk"))
        own = [unit for guest, unit in found if guest == person]
        invited = [unit for guest, unit in found if guest != person]
        kept = gettext(
            "Hold up to their day: the integration centre and the organisation office keep them."
        )
        return [
            Tie(gettext("Guests whom the person has invited"), len(invited), kept, invited),
            Tie(gettext("Access as a guest"), len(own), gettext("Ends with the account."), own),
        ]
