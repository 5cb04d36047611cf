"""The bodies of the council from the city file, with their legal size and their seats."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.models import User

from ...city.file import City
from ...city.file.schema import Body
from ...city.models import District
from ...council.models import Membership, Organization, OrganizationSize


def load_bodies(city: City) -> int:
    """Enter the bodies of a file, and give those that are there its names; returns how many new.

    Size and seats are taken where a body has none yet: afterwards the council office keeps them.
    """
    districts = dict(District.objects.values_list("key", "pk"))
    district_of = {district.body: districts[district.key] for district in city.districts}
    made = 0
    for body in city.bodies:
        _row, is_made = Organization.objects.update_or_create(
            key=body.key,
            defaults={
                "name": body.name,
                "short_name": body.short_name,
                "type": body.kind,
                "district_id": district_of.get(body.key),
            },
            create_defaults={
                "name": body.name,
                "short_name": body.short_name,
                "type": body.kind,
                "district_id": district_of.get(body.key),
                "member_count": body.members,
                "start_date": city.valid_from,
            },
        )
        made += is_made
    _load_sizes(city)
    _load_seats(city)
    return made


def _load_sizes(city: City) -> None:
    rows = {body.key: body for body in Organization.objects.filter(sizes=None)}
    OrganizationSize.objects.bulk_create(
        OrganizationSize(
            organization=rows[body.key], members=body.members, start_date=city.valid_from
        )
        for body in city.bodies
        if body.key in rows
    )


def _load_seats(city: City) -> None:
    rows = {body.key: body for body in Organization.objects.filter(memberships=None)}
    people = {email.casefold(): key for email, key in User.objects.values_list("email", "pk")}
    Membership.objects.bulk_create(
        seat
        for body in city.bodies
        if body.key in rows
        for seat in _seats(city, body, rows[body.key], people)
    )


def _seats(
    city: City, body: Body, row: Organization, people: dict[str, int]
) -> Iterator[Membership]:
    for seats in body.seats:
        for _number in range(seats.count):
            yield Membership(
                organization=row,
                person_id=people.get(seats.person.casefold()),
                role=seats.role,
                voting_right=seats.voting,
                on_behalf_of=seats.group,
                start_date=city.valid_from,
            )
