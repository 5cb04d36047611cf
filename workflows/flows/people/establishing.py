"""A whole city at once, as `init_city` brings it: many rows, one event for each."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy

from ...machine import act
from ...models import Desk, DeskHolder, Unit, User, din5007_key
from .accounts import send_invitation
from .base import OrganisationWork
from .units import way_below


@act(gettext_lazy("establish units"))
def establish_units(work: OrganisationWork) -> None:
    """Units by the keys of their parents, which exist already."""
    above = {unit.key: unit for unit in Unit.objects.all()}
    rows = [
        Unit(
            key=row["key"],
            name=row["name"],
            short_name=row["short_name"],
            kind=row["kind"],
            function=row["function"],
            parent=above.get(row["parent"]),
            ancestors=way_below(above.get(row["parent"])),
            valid_from=date.fromisoformat(row["valid_from"]),
            sort_key=din5007_key(row["name"]),
        )
        for row in work.call.data["units"]
    ]
    Unit.objects.bulk_create(rows)
    for unit in rows:
        work.keep(unit)
        _record(
            work, "create_unit", unit=unit.pk, key=unit.key, name=unit.name, parent=unit.parent_id
        )
    work.note(units=len(rows))


@act(gettext_lazy("establish desks"))
def establish_desks(work: OrganisationWork) -> None:
    """Desks by the keys of their units and superiors, which exist already."""
    unit_ids = dict(Unit.objects.values_list("key", "pk"))
    above = dict(Desk.objects.values_list("key", "pk"))
    rows = [
        Desk(
            key=row["key"],
            unit_id=unit_ids[row["unit"]],
            name=row["name"],
            function=row["function"],
            superior_id=above.get(row["superior"]),
            signs=row["signs"],
        )
        for row in work.call.data["desks"]
    ]
    Desk.objects.bulk_create(rows)
    for desk in rows:
        work.keep(desk)
        _record(
            work, "create_desk", desk=desk.pk, unit=desk.unit_id, key=desk.key, name=desk.name,
            function=desk.function, superior=desk.superior_id,
        )  # fmt: skip
    work.note(desks=len(rows))


@act(gettext_lazy("establish accounts"))
def establish_people(work: OrganisationWork) -> None:
    """Accounts without a password; `invite` writes an invitation to each."""
    rows = [
        User(
            email=row["email"],
            given_name=row["given_name"],
            family_name=row["family_name"],
            language=row["language"],
            password=make_password(None),
        )
        for row in work.call.data["people"]
    ]
    for person in rows:
        person.sort_key = person.order_of_names()
        person.clean_fields(exclude=["password"])
    User.objects.bulk_create(rows)
    if work.call.data["invite"]:
        send_invitation(work, *(person.pk for person in rows))
    for person in rows:
        _record(work, "invite_person", person=person.pk)
    work.note(people=len(rows))


@act(gettext_lazy("establish appointments"))
def establish_appointments(work: OrganisationWork) -> None:
    """Holders by the keys of their desks and their addresses."""
    desk_ids = dict(Desk.objects.values_list("key", "pk"))
    people_ids = {email.casefold(): pk for email, pk in User.objects.values_list("email", "pk")}
    rows = [
        DeskHolder(
            desk_id=desk_ids[row["desk"]],
            person_id=people_ids[row["email"].casefold()],
            valid_from=date.fromisoformat(row["valid_from"]),
        )
        for row in work.call.data["appointments"]
    ]
    DeskHolder.objects.bulk_create(rows)
    for held in rows:
        work.keep(held)
        _record(
            work, "appoint", appointment=held.pk, desk=held.desk_id, person=held.person_id,
            first_day=str(held.valid_from), last_day=None,
        )  # fmt: skip
    work.note(appointments=len(rows))


def _record(work: OrganisationWork, action: str, **facts: object) -> None:
    work.note(**facts)
    work.record(action=action, source=work.case.state)
