"""A concept in force: valid for three years, renewed in time (TIntG NRW)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.calendars import local_date
from workflows.machine import act
from workflows.subjects import thing

from ...decisions.rules import posts
from ...targets.flows.drafting import resolution_problems
from .look import ConceptLook
from .work import RENEW, ConceptWork, close_phases

VALID_YEARS = 3
REMINDED_MONTHS = (12, 6, 3)
"""Before its end lead, secretariat and deputy mayor are reminded (domain 2.5)."""
REMINDER, END = "concept_reminder", "concept_end"


def years_later(day: date, years: int) -> date:
    """The same day of a later year; 28 February for one that does not have it."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month; the last of a month that does not have it."""
    place = day.year * 12 + day.month - 1 - months
    year, month = divmod(place, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


def at_once(_look: ConceptLook) -> bool:
    """What is resolved waits for nothing."""
    return True


@act(_("the concept is in force"), when=at_once, legal_basis="TIntG NRW")
def come_into_force(work: ConceptWork) -> None:
    """Valid for three years from the day of the resolution."""
    concept, resolution = work.look.subject, work.look.resolution
    if concept.resolved_on is not None:
        return
    held = resolution.meeting if resolution is not None else None
    concept.resolved_on = local_date(held.starts_at) if held is not None else work.today
    concept.valid_until = years_later(concept.resolved_on, VALID_YEARS)
    work.store_subject("resolved_on", "valid_until")


def watch_the_validity(work: ConceptWork) -> None:
    """Reminders twelve, six and three months before the end, and the end itself."""
    if work.goes_on:
        return
    close_phases(work)
    until = work.look.subject.valid_until
    assert until is not None, "set by come_into_force"
    for months in REMINDED_MONTHS:
        on = months_before(until, months)
        if on > work.today:
            work.set_deadline(
                REMINDER,
                subject=thing("months", months),
                effect="remind_of_renewal",
                due_on=on,
            )
    work.set_deadline(END, effect="fall_due", due_on=until)


@act(_("remind of the renewal"))
def remind_of_renewal(work: ConceptWork) -> None:
    """Lead, secretariat and deputy mayor hear of it; with the first the lead has the task."""
    concept = work.look.subject
    concerned = [*posts.lead_staff(work.look), posts.SECRETARIAT, posts.INTEGRATION_DEPUTY]
    work.tell("concept_ends", concerned, until=str(concept.valid_until))
    if not work.scene.tasks_of(RENEW.key):
        work.open(Opening(RENEW, due_on=concept.valid_until))


@act(_("the concept is three years old"))
def fall_due(work: ConceptWork) -> None:
    """It is older than the funding allows: its renewal is due."""
    concerned = [*posts.lead_staff(work.look), posts.INTEGRATION_DEPUTY, posts.MAYOR]
    work.tell("concept_ends", concerned, until=str(work.look.subject.valid_until))


@act(_("replace by another concept"), guards=[resolution_problems])
def replace_concept(work: ConceptWork) -> None:
    """The council has resolved the next concept."""
    work.note(resolved_on=str(work.call.data["resolved_on"]), paper=str(work.call.data["paper"]))
