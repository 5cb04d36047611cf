"""The one case of the mandates, and the one way to act on it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.acts import Request, act
from workflows.actions.acting.lasting import LastingCase
from workflows.calendars import local_date
from workflows.enums import DeskFunction
from workflows.models import Desk, Task

from .flows import RECORD
from .models import Mandate
from .queries import KIND, forsaken, lead_on

_REGISTER = LastingCase(KIND, _("Lead of integration"))

keep_register = _REGISTER.keep
change = _REGISTER.change


def end_with_the_office(*, at: datetime) -> int:
    """End the mandates of those who have left the desk for integration; returns how many."""
    rows = list(forsaken(on=local_date(at)))
    for row in rows:
        data = {"subject": str(row.pk)}
        act(Request(row.case_id, "lapse_mandate", by=None, at=at, data=data), system=True)
    return len(rows)


def ask_who_leads(*, at: datetime) -> bool:
    """Ask the mayor for a mandate where nobody leads, will lead, or is asked already.

    A city without a desk for integration has nobody who could lead.
    """
    desks = Desk.objects.filter(function=DeskFunction.INTEGRATION_DEPUTY, closed_on=None)
    if not desks.exists():
        return False
    case, today = keep_register(at=at), local_date(at)
    if lead_on(today).mandate or Mandate.objects.not_over(on=today).exists():
        return False
    if Task.objects.filter(case=case, step__key=RECORD.key, closed_at=None).exists():
        return False
    act(Request(case, "ask_for_mandate", by=None, at=at), system=True)
    return True
