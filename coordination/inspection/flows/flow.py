"""Granted, then ended: by hand or by itself on its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Work
from workflows.definitions import Tie
from workflows.machine import At, CaseFlow, Look, Rule, Stage, act, fact, system
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet

from ...city.rules import COUNCIL_OFFICE, MAYOR
from ..enums import InspectionState as S
from ..models import Inspection

LONGEST = timedelta(days=92)
"""A file is open for a quarter at most; who needs longer asks again."""
PERIOD = "inspection"


class InspectionSight(Look):
    """An inspection as a call meets it."""

    @fact
    def subject(self) -> Inspection:
        """The inspection of the case."""
        return Inspection.objects.get(case=self.case.pk)


class InspectionWork(Work):
    """The unit of work on an inspection."""

    look: InspectionSight


granting: Rule[InspectionSight] = Rule(
    _("council office, mayor"),
    lambda _look, capacity: capacity.fits(COUNCIL_OFFICE) or capacity.fits(MAYOR),
)


def until_problems(until: date | None, *, today: date) -> Iterator[Unmet]:
    """A last day that is not over and not too far."""
    if until is None:
        yield Unmet("until_missing", gettext("Please enter the last day."), "until")
    elif until < today:
        yield Unmet("until_past", gettext("The day is over already."), "until")
    elif until > today + LONGEST:
        text = gettext("A file is open for %(days)s days at most. Please choose an earlier day.")
        yield Unmet("until_far", text % {"days": LONGEST.days}, "until")


def wait_for_the_end(work: InspectionWork) -> None:
    """It ends by itself when its last day is over."""
    work.set_deadline(PERIOD, effect="inspection_over", due_on=work.look.subject.until)


@act(_("end the inspection"), guards=[reason_given])
def end_inspection(work: InspectionWork) -> None:
    """Before its day, with a reason."""
    work.end_deadline(kind=PERIOD, status="lifted")


@act(_("inspection over"))
def inspection_over(work: InspectionWork) -> None:
    """Its last day is over."""
    work.end_deadline(kind=PERIOD, status="expired")


class InspectionFlow(CaseFlow):
    """A member of the council reads a file for a time (GO NRW § 55 Abs. 4)."""

    kind = "inspection"
    label = _("inspection of files")
    states = S
    initial = S.GRANTED
    final = frozenset({S.ENDED})
    opener = granting
    look = InspectionSight
    work = InspectionWork
    url_name = "coordination:inspection"
    fixed_deadlines = frozenset({PERIOD})
    stages = (
        Stage(
            {
                S.GRANTED: At(
                    enters=(wait_for_the_end,),
                    acts=(
                        end_inspection.by(granting, to=S.ENDED),
                        inspection_over.by(system, to=S.ENDED),
                    ),
                )
            }
        ),
    )

    @classmethod
    def hangs_on(cls, person: int, *, on: date) -> Sequence[Tie]:
        """The files that somebody may still read."""
        rows = Inspection.objects.filter(person=person, case__state=S.GRANTED, until__gte=on)
        fate = gettext("Ends with the account: nobody reads in the place of another.")
        return [Tie(gettext("Inspection of files"), rows.count(), fate)]
