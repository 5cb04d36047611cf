"""What a mandate needs to be recorded, and what whoever lacks one is told."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from workflows.calendars import Period, PeriodUnit
from workflows.definitions import Post
from workflows.enums import DeskFunction as F
from workflows.machine.entry import Entry

from ..city.rules import MAYOR
from .enums import MAY_ACT, Basis, Standing
from .queries import Lead

RECORDERS = (MAYOR, Post((F.ORGANISATION,)))
"""The mayor gives the mandate; the organisation office may write down what the mayor has signed or
the council resolved (GO NRW §§ 62, 73). The integration centre may neither.
"""

LONGEST = 8
"""Years: a deputy mayor is elected for as many (GO NRW § 71)."""

WARNING = timedelta(days=42)
"""So long before its end both sides are warned."""

TO_RECORD = Period(20, PeriodUnit.WORKING_DAYS)
"""A city without a mandate is asked for one, and has so long."""


def why_barred(lead: Lead, standing: Standing) -> str:
    """What somebody at the desk for integration is told who does not lead; "" for who may act."""
    if standing in MAY_ACT:
        return ""
    who = _("The mayor or the general deputy decides in this place.")
    if standing == Standing.NOBODY:
        return _("Nobody has a valid mandate to lead integration today.") + " " + who
    if standing == Standing.UNCOVERED:
        return _("The mandate to lead integration does not cover this matter.") + " " + who
    leader = str(lead.mandate.person) if lead.mandate else ""
    text = _("The mandate to lead integration was given to somebody else: %(name)s.")
    return text % {"name": leader} + " " + who


def check_period(entry: Entry, *, today: date) -> None:
    """A last day, not before the first, ahead, and at most eight years later."""
    first, last = entry.values.get("valid_from"), entry.values.get("valid_until")
    if not (first and last):
        return
    if last < first:
        entry.note("order", _("The end lies before the beginning."), "valid_until")
    elif last < today:
        entry.note("over", _("This mandate would be over already."), "valid_until")
    elif last > _years_after(first, LONGEST):
        text = _("Please choose an end within %(years)s years: nobody is elected for longer.")
        entry.note("too_long", text % {"years": LONGEST}, "valid_until")


def check_basis(entry: Entry, *, today: date) -> None:
    """The act of the mayor or council has a kind, a number and a day that is not ahead."""
    entry.choice("basis", Basis)
    entry.text("reference", longest=120)
    signed = entry.day("basis_on")
    if signed and signed > today:
        entry.note("future", _("The day lies in the future."), "basis_on")


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        # The 29th of February.
        return day.replace(year=day.year + years, day=28)
