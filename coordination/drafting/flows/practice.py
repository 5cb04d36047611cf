"""The register of how offices work inside: one case for ever, an act for each change."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.lasting import LastingFlow, LastingLook, LastingState, LastingWork
from workflows.definitions import Capacity, Post
from workflows.machine import At, Rule, Stage, act
from workflows.models import Unit
from workflows.refusals import Unmet

from ...city.rules import LEADERS
from ..models import MOST_DAYS, MOST_LEAD_DAYS, LeadTime, OfficePractice
from ..queries.practice import KIND


def _leads(look: LastingLook, capacity: Capacity) -> bool:
    unit = look.call.data.get("unit")
    return isinstance(unit, int) and capacity.fits(Post(LEADERS, unit=unit))


leader: Rule[LastingLook] = Rule(_("head of the office"), _leads)


def practice_fits(look: LastingLook) -> Iterator[Unmet]:
    """An office in force, a number of days, a day from which on that is not over."""
    entry, today = look.entry, look.call.today
    entry.row("unit", Unit.objects.in_force(on=today))
    entry.flag("four_eyes")
    days, first = entry.given("days"), entry.day("valid_from")
    if not isinstance(days, int) or not 0 <= days <= MOST_DAYS:
        text = gettext("Please enter a number from 0 to %(most)s.") % {"most": MOST_DAYS}
        entry.note("days", text, "days")
    entry.make("days", days)
    needed = entry.given("lead_days")
    if needed is not None and not (isinstance(needed, int) and 0 <= needed <= MOST_LEAD_DAYS):
        text = gettext("Please enter a number from 0 to %(most)s.") % {"most": MOST_LEAD_DAYS}
        entry.note("lead_days", text, "lead_days")
    if first and first < today:
        entry.note("past", gettext("The day is over already."), "valid_from")
    yield from entry.unmet


@act(_("set how the office works"), guards=[practice_fits])
def set_practice(work: LastingWork) -> None:
    """From a day on; what held before stays known. The same day again replaces what was said."""
    entry = work.look.entry
    unit, first = entry["unit"], entry["valid_from"]
    row = OfficePractice.objects.filter(unit=unit, valid_from=first).first()
    row = row or OfficePractice(case_id=work.case.pk, unit=unit, valid_from=first)
    row.days, row.four_eyes = entry["days"], entry["four_eyes"]
    work.store(row)
    work.note(unit=unit.pk, days=row.days, four_eyes=row.four_eyes, valid_from=first)
    needed = entry.given("lead_days")
    if isinstance(needed, int):
        time = LeadTime.objects.filter(unit=unit, valid_from=first).first()
        time = time or LeadTime(case_id=work.case.pk, unit=unit, valid_from=first)
        time.days = needed
        work.store(time)
        work.note(lead_days=needed)


class PracticeFlow(LastingFlow):
    """How the offices work inside."""

    kind = KIND
    label = _("how offices work inside")
    url_name = "coordination:practice_case"
    stages = (Stage({LastingState.IN_FORCE: At(acts=(set_practice.by(leader),))}),)
