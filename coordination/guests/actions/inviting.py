"""Inviting a guest, recording what they read, and closing accounts that nobody needs."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workflows.actions import people
from workflows.actions.acting.acts import Outcome
from workflows.actions.acting.cases import open_case
from workflows.actions.acting.work import Work
from workflows.actions.wire.retry import retried
from workflows.calendars import local_date
from workflows.enums import DeskFunction, SignatureMark
from workflows.machine.reasons import says_something
from workflows.models import Case, Command, Desk, DeskHolder, Unit, User
from workflows.queries.people.accounts import guests
from workflows.refusals import CommandReused, GuardsUnmet, Unmet

from ...city.queries.outside import people_outside
from ..enums import Read
from ..flows.flow import READERS, until_problems
from ..models import GuestAccess, GuestLook
from ..queries.accesses import open_accesses, partners

logger = logging.getLogger(__name__)


def _done_before(command: UUID | None, by: User) -> Outcome | None:
    earlier = Command.objects.filter(pk=command).first() if command is not None else None
    if earlier is None:
        return None
    if earlier.by_id != by.pk:
        raise CommandReused
    return replace(Outcome(**earlier.result), replayed=True)


@retried
def invite(
    *,
    unit: Unit | None,
    email: str,
    given_name: str,
    family_name: str,
    until: date | None,
    purpose: str,
    by: User,
    at: datetime,
    command: UUID | None = None,
) -> Outcome:
    """Let a person of a partner log in up to a day: account, desk, access, all or nothing.

    A new account is invited by a mail with a link that is good once and for a time; a known guest
    of the same partner gets the account back. The organisation's case records account and desk as
    acts of the system, the case of the access who invited and why.

    Raises GuardsUnmet (422) with everything that is missing, NotAllowed (403) for whoever is
    neither the integration centre nor the organisation office.
    """
    today = local_date(at)
    if earlier := _done_before(command, by):
        return earlier
    known = User.objects.filter(email__iexact=email.strip()).first()
    unmet = [*until_problems(until, today=today)]
    if unit is None or not partners(on=today).filter(pk=unit.pk).exists():
        text = _("Please choose a partner. The organisation office enters new ones.")
        unmet.append(Unmet("unit_missing", text, "unit"))
    elif known is not None:
        unmet += _of_known(known, unit, today)
    if not says_something(purpose):
        text = _("Please say what the access is for (at least 10 characters).")
        unmet.append(Unmet("purpose_missing", text, "purpose"))
    if unmet or unit is None or until is None:
        raise GuardsUnmet(unmet)
    with transaction.atomic():
        person = _account(known, email, given_name, family_name, at)
        _seat(person, unit, at)
        return _open(unit, person, until, purpose, by=by, at=at, command=command)


def _of_known(known: User, unit: Unit, today: date) -> list[Unmet]:
    if open_accesses(on=today).filter(person=known).exists():
        text = _("This person has an access already. Please set another last day there.")
        return [Unmet("invited_already", text, "email")]
    held = DeskHolder.objects.filter(person=known)
    elsewhere = held.not_over(on=today).exclude(desk__unit=unit)
    if elsewhere.exists() or not held.filter(desk__unit=unit).exists():
        text = _("This address belongs to another account. Please take another one.")
        return [Unmet("email_taken", text, "email")]
    return []


def _account(known: User | None, email: str, given: str, family: str, at: datetime) -> int:
    if known is None:
        made = people.invite_person(
            email=email, given_name=given, family_name=family, by=None, at=at
        )
        return int(made.facts["person"])
    if known.deactivated_at is not None:
        people.reactivate_person(person=known.pk, by=None, at=at)
    if not known.has_usable_password():
        people.invite_again(person=known.pk, by=None, at=at)
    return known.pk


def _seat(person: int, unit: Unit, at: datetime) -> None:
    """The person holds the partner's desk from today on; it is made where there is none."""
    today = local_date(at)
    if people_outside(unit, on=today).filter(person=person).exists():
        return
    observing = Desk.objects.filter(unit=unit, function=DeskFunction.OBSERVER, closed_on=None)
    desk = observing.order_by("pk").values_list("pk", flat=True).first()
    if desk is None:
        made = people.create_desk(
            unit=unit.pk, name=_("Guests of %(unit)s") % {"unit": unit.name},
            function=DeskFunction.OBSERVER, superior=None, signs=SignatureMark.NONE, by=None, at=at,
        )  # fmt: skip
        desk = int(made.facts["desk"])
    people.appoint(desk=desk, person=person, valid_from=today, by=None, at=at)


def _open(
    unit: Unit,
    person: int,
    until: date,
    purpose: str,
    *,
    by: User,
    at: datetime,
    command: UUID | None,
) -> Outcome:
    def attach(case: Case, work: Work) -> GuestAccess:
        row = GuestAccess(
            case=case, person_id=person, unit=unit, until=until, purpose=purpose.strip()
        )
        work.store(row)
        work.admit(READERS, "secretariat")
        return row

    return open_case(
        kind="guest", title=unit.name, by=by.pk, at=at, attach=attach, command=command,
        data={"unit": unit.pk, "until": str(until)}, text=purpose.strip(),
    )  # fmt: skip


def note_look(access: GuestAccess, *, at: datetime, what: str, name: str = "") -> None:
    """Record a look; whoever keeps the accesses can read who read what, and when."""
    GuestLook.objects.create(access=access, at=at, what=what, name=name[:200])


def note_case(access: GuestAccess, case: int, *, at: datetime) -> None:
    """Record a look at a demand, by its title."""
    title = Case.objects.values_list("title", flat=True).filter(pk=case).first()
    note_look(access, at=at, what=Read.DEMAND, name=title or "")


def close_accounts(*, at: datetime) -> int:
    """End desk and account of guests whose access has ended; the number of accounts.

    The room is shut from the moment of the end anyway. One that fails stops no other.
    """
    today, done = local_date(at), 0
    still = open_accesses(on=today).values("person")
    over = GuestAccess.objects.exclude(case__closed_at=None).exclude(person__in=still)
    ids = over.filter(person__deactivated_at=None).values_list("person", flat=True).distinct()
    for person in ids[:50]:
        try:
            done += _close(person, at)
        except Exception:
            logger.exception("the account of guest %s could not be closed", person)
    return done


@transaction.atomic
def _close(person: int, at: datetime) -> int:
    today = local_date(at)
    if not guests(on=today).filter(pk=person).exists():
        # Somebody of the administration by now.
        return 0
    seats = DeskHolder.objects.not_over(on=today).filter(person=person)
    if seats.filter(valid_from__gte=today).exists():
        # A seat of today would leave no row, and the person would be a guest no longer.
        return 0
    for held in seats:
        people.end_appointment(
            appointment=held.pk, last_day=today - timedelta(days=1), by=None, at=at
        )
    people.deactivate_person(person=person, by=None, at=at)
    return 1
