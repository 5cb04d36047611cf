"""Somebody leaves the city: desks, deputies and account in one act, and nothing is left unowned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...actions.acting.lasting import LastingLook
from ...enums import DeskFunction
from ...machine import act
from ...machine.entry import Entry
from ...models import Desk, DeskHolder, Substitution, User
from ...queries.people.accounts import works_outside
from ...queries.people.leaving import Hanging, HeldDesk, hanging_on
from ...queries.people.office import keepers
from ...refusals import Stale, Unmet
from ...untyped import Json
from .accounts import close_account
from .appointments import seat
from .base import OrganisationWork
from .substitutions import tell_of_substitution, tell_who_is_left


@dataclass(frozen=True, slots=True)
class _Takeover:
    """Who takes over a desk; nobody: its work stays there or goes up."""

    held: HeldDesk
    successor: User | None


def can_leave(look: LastingLook) -> Iterable[Unmet]:
    """An active account; for each desk somebody is there afterwards; the office remains."""
    entry, today = look.entry, look.call.today
    active = User.objects.filter(deactivated_at=None, is_superuser=False)
    person = entry.row("person", active)
    heir = entry.row("heir", active, needed=False)
    rows = entry.table("successors")
    if person is None:
        return entry.unmet
    hanging = hanging_on(person.pk, on=today)
    seen = look.call.data.get("seen")
    if seen and seen != hanging.seen:
        raise Stale(state=look.case.state, version=look.case.version)
    entry.make("hanging", hanging)
    entry.make("takeovers", _takeovers(entry, rows, hanging, person))
    _check_heir(entry, hanging, person, heir, today)
    _check_office(entry, hanging, person, today)
    return entry.unmet


@act(gettext_lazy("let somebody leave"), guards=[can_leave])
def let_leave(work: OrganisationWork) -> None:
    """End all appointments with yesterday, seat the successors, replace the deputy, close the
    account; whoever takes over hears of it.
    """
    entry = work.look.entry
    person, heir, hanging = entry["person"], entry["heir"], entry["hanging"]
    takeovers: Sequence[_Takeover] = entry["takeovers"]
    work.note(
        person=person.pk,
        heir=heir.pk if heir else None,
        left=[one.held.desk.pk for one in takeovers],
        successors=[one.successor.pk if one.successor else None for one in takeovers],
    )
    seated = [
        seat(work, one.held.desk, one.successor, first=max(work.today, one.held.since)).pk
        for one in takeovers
        if one.successor is not None
    ]
    work.note(appointments=seated, ended=_end_appointments(work, person))
    _replace_deputy(work, person, heir, hanging)
    close_account(work, person)
    if heir is not None:
        work.tell_concerned("left_to_you", [heir.pk], represented=person.pk)


def _takeovers(
    entry: Entry, rows: Iterable[Json], hanging: Hanging, leaver: User
) -> list[_Takeover]:
    named = {row["desk"]: row.get("person") for row in rows if isinstance(row.get("desk"), int)}
    others = User.objects.filter(deactivated_at=None, is_superuser=False).exclude(pk=leaver.pk)
    found = []
    for held in hanging.desks:
        part, field = Entry({"person": named.get(held.desk.pk)}), f"successor_{held.desk.pk}"
        successor = part.row("person", others, needed=False)
        for fault in part.unmet:
            entry.note(fault.code, fault.text, field)
        if successor and any(successor == other for other in held.others):
            text = _("This person holds the desk already. Leave the field empty.")
            entry.note("overlap", text, field)
        elif successor and _will_hold(held.desk, successor):
            text = _("This person is appointed to the desk already, from a later day on.")
            entry.note("overlap", text, field)
        if successor is None and not part.unmet and held.needs_somebody:
            text = _("Nobody stands above this desk. Please name who takes it over.")
            entry.note("successor_missing", text, field)
        found.append(_Takeover(held, successor))
    return found


def _will_hold(desk: Desk, person: User) -> bool:
    return DeskHolder.objects.filter(desk=desk, person=person, valid_until=None).exists()


def _check_heir(
    entry: Entry, hanging: Hanging, leaver: User, heir: User | None, today: date
) -> None:
    if heir is None:
        if hanging.needs_heir and not entry.given("heir"):
            text = _("Others use views of this person. Please name who keeps them from now on.")
            entry.note("heir_missing", text, "heir")
        return
    if heir == leaver:
        entry.note("oneself", _("Please name somebody who stays."), "heir")
    elif works_outside(heir.pk, on=today) and not works_outside(leaver.pk, on=today):
        text = _("This person is not of the administration. Please choose a colleague.")
        entry.note("outside", text, "heir")


def _check_office(entry: Entry, hanging: Hanging, leaver: User, today: date) -> None:
    """Somebody keeps the organisation afterwards."""
    is_keeper = any(held.desk.function == DeskFunction.ORGANISATION for held in hanging.desks)
    if not is_keeper or keepers(on=today).exclude(person=leaver).exists():
        return
    named = any(
        one.successor and one.held.desk.function == DeskFunction.ORGANISATION
        for one in entry["takeovers"]
    )
    if not named:
        text = _("Then nobody would keep the organisation. Please appoint somebody else first.")
        entry.note("last_of_the_office", text, "person")


def _end_appointments(work: OrganisationWork, person: User) -> list[int]:
    """With yesterday; those that have not had a day by then are withdrawn. Their keys."""
    yesterday = work.today - timedelta(days=1)
    running = list(DeskHolder.objects.not_over(on=work.today).filter(person=person).order_by("pk"))
    keys = [held.pk for held in running]
    work.remove([held for held in running if held.valid_from > yesterday])
    for held in running:
        if held.valid_from <= yesterday:
            held.valid_until = yesterday
            work.store(held)
    return keys


def _replace_deputy(
    work: OrganisationWork, person: User, heir: User | None, hanging: Hanging
) -> None:
    """What others did for the person is over; for whom the person stood in, the heir does now."""
    taken = [row for row in hanging.for_others if heir and _may_stand_in(heir, row)]
    left = [row for row in hanging.for_others if row not in taken]
    if left and not taken:
        # Asked before the rows are revoked: afterwards nobody knows any more for whom it was.
        last = max(row.ends_on for row in left)
        tell_who_is_left(work, person.pk, first=work.today, last=last)
    fresh = [_instead(work, row, heir) for row in taken if heir]
    for row in (*hanging.own, *hanging.for_others):
        row.revoked_at = work.call.at
        work.store(row)
        people = {row.represented_id, row.deputy_id} - {person.pk}
        tell_of_substitution(work, "substitution_revoked", row, sorted(people))
    for row in fresh:
        work.store(row)
        tell_of_substitution(work, "substitution_entered", row, [row.represented_id, row.deputy_id])
    work.note(
        revoked=[row.pk for row in (*hanging.own, *hanging.for_others)],
        entered=[row.pk for row in fresh],
    )


def _may_stand_in(heir: User, row: Substitution) -> bool:
    """Not for themselves, and not where they are a deputy of that time already."""
    if heir.pk == row.represented_id:
        return False
    same = Substitution.objects.filter(
        represented=row.represented_id, deputy=heir, revoked_at=None,
        starts_on__lte=row.ends_on, ends_on__gte=row.starts_on,
    )  # fmt: skip
    return not same.exists()


def _instead(work: OrganisationWork, row: Substitution, heir: User) -> Substitution:
    return Substitution(
        represented_id=row.represented_id,
        deputy=heir,
        starts_on=max(row.starts_on, work.today),
        ends_on=row.ends_on,
        rank=row.rank,
        steps=row.steps,
        entered_by_id=work.call.actor.person,
        entered_at=work.call.at,
    )
