"""The agency is reminded of its monthly report before and after its day (domain 2.5).

First the agency, which writes it; the secretariat, which asks for it, and whoever stands above are
told by the ladder of its task.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from workflows.definitions import Post
from workflows.enums import DeskFunction as F
from workflows.machine import act
from workflows.subjects import key_in

from ...decisions.flows.values import day
from ...decisions.rules import posts
from ..enums import WRITING
from ..models import AgencyReport
from .work import ConceptWork


@act(_("remind the agency of its report"))
def remind_agency(work: ConceptWork) -> None:
    """Three working days before, and the day after; then the lead hears that it is late.

    Who has handed in, or works no longer, is reminded of nothing.
    """
    row, commission = _awaited(work), work.look.commission
    if row is None or commission is None or work.case.state not in WRITING:
        return
    is_late = row.due_on < work.today
    month, until = row.month.isoformat(), row.due_on.isoformat()
    if commission.unit_id:
        agency = Post((F.OBSERVER,), unit=commission.unit_id)
        if is_late:
            work.tell("report_overdue", [agency], month=month, until=until)
        else:
            work.tell("report_due", [agency], month=month, until=until)
    if is_late:
        work.tell("agency_is_late", posts.lead_staff(work.look), month=month, until=until)
    work.note(month=row.month, late=is_late)


def _awaited(work: ConceptWork) -> AgencyReport | None:
    """The report of the month that the deadline names, if the agency still owes it."""
    month: date | None = day(key_in(str(work.call.data.get("subject"))))
    commission = work.look.commission
    if commission is None or month is None or commission.terminated_on is not None:
        return None
    return commission.reports.filter(month=month, received_on=None, handed_at=None).first()
