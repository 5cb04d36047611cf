"""Appointments: who holds a desk, from when, until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...actions.acting.lasting import LastingLook
from ...enums import DeskFunction, UnitKind
from ...machine import act
from ...models import Desk, DeskHolder, User
from ...queries.people.office import keepers
from ...refusals import Unmet
from .base import OrganisationWork


def can_appoint(look: LastingLook) -> Iterable[Unmet]:
    """An open desk, an active account, days in order, not twice at the same time."""
    entry = look.entry
    desk = entry.row("desk", Desk.objects.filter(closed_on=None))
    person = entry.row("person", User.objects.filter(deactivated_at=None, is_superuser=False))
    first, last = entry.day("valid_from"), entry.day("valid_until", needed=False)
    if first and last and last < first:
        text = _("The last day must not lie before the first one.")
        entry.note("ends_before_start", text, "valid_until")
    elif last and last < look.call.today:
        text = _("The last day lies in the past. Please choose a later one.")
        entry.note("past", text, "valid_until")
    if desk and person and first:
        held = DeskHolder.objects.filter(desk=desk, person=person)
        if held.filter(_overlaps(first, last)).exists():
            text = _("This person already holds the desk in this time.")
            entry.note("overlap", text, "person")
    return entry.unmet


@act(gettext_lazy("appoint"), guards=[can_appoint])
def appoint(work: OrganisationWork) -> None:
    entry = work.look.entry
    held = seat(
        work, entry["desk"], entry["person"], first=entry["valid_from"], last=entry["valid_until"]
    )
    work.note(
        appointment=held.pk,
        desk=held.desk_id,
        person=held.person_id,
        first_day=str(held.valid_from),
        last_day=held.valid_until and str(held.valid_until),
    )


def seat(
    work: OrganisationWork, desk: Desk, person: User, *, first: date, last: date | None = None
) -> DeskHolder:
    """Let a person hold a desk, and tell them."""
    held = DeskHolder(desk=desk, person=person, valid_from=first, valid_until=last)
    work.store(held)
    # A guest has no inbox, and their page is the start page.
    template = "guest_appointed" if desk.unit.kind == UnitKind.PARTNER else "appointed"
    work.tell_concerned(template, [held.person_id], desk=held.desk_id)
    return held


def can_end(look: LastingLook) -> Iterable[Unmet]:
    """Not over; at the earliest since yesterday; somebody is left who keeps the organisation."""
    entry, yesterday = look.entry, look.call.today - timedelta(days=1)
    running = DeskHolder.objects.not_over(on=look.call.today).select_related("desk")
    held = entry.row("appointment", running)
    last_day = entry.day("last_day")
    if held is None or last_day is None:
        return entry.unmet
    if last_day < yesterday:
        text = _("An appointment ends at the earliest with yesterday: what was done, was done.")
        entry.note("past", text, "last_day")
    elif held.valid_until and last_day > held.valid_until:
        text = _("The appointment ends earlier already. Please appoint the person again instead.")
        entry.note("ends_earlier", text, "last_day")
    if held.desk.function == DeskFunction.ORGANISATION and not _office_remains(held, last_day):
        text = _("Then nobody would keep the organisation. Please appoint somebody else first.")
        entry.note("last_of_the_office", text, "appointment")
    return entry.unmet


@act(gettext_lazy("end appointment"), guards=[can_end])
def end_appointment(work: OrganisationWork) -> None:
    """End it with the last day; one that has not had a first day by then is withdrawn."""
    held, last_day = work.look.entry["appointment"], work.look.entry["last_day"]
    work.note(appointment=held.pk, desk=held.desk_id, person=held.person_id, last_day=str(last_day))
    if last_day < held.valid_from:
        work.remove([held])
        work.note(withdrawn=True)
    else:
        held.valid_until = last_day
        work.store(held)


def _office_remains(held: DeskHolder, last_day: date) -> bool:
    return keepers(on=last_day + timedelta(days=1)).exclude(pk=held.pk).exists()


def _overlaps(first: date, last: date | None) -> Q:
    begins = Q(valid_from__lte=last) if last else Q()
    return begins & (Q(valid_until=None) | Q(valid_until__gte=first))
