"""How the towns and houses of the tests are founded: from tables, by the deed of a real city."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from workflows.actions import people as organisation


def established(
    *,
    units: Iterable[tuple[str, str, str, str]],
    desks: Sequence[organisation.NewDesk],
    people: Sequence[organisation.NewPerson],
    held: Iterable[tuple[str, str]],
    route: organisation.NewRoute,
    at: datetime,
) -> organisation.Established:
    """An organisation as it has been since the first day of its route.

    A unit is key, kind, function and parent; what is held is desk and address of its holder.
    """
    return organisation.establish(
        units=[
            organisation.NewUnit(key, f"Unit {key}", key, kind, function, parent)
            for key, kind, function, parent in units
        ],
        desks=desks,
        people=people,
        appointments=[organisation.NewAppointment(desk, email) for desk, email in held],
        routes=[route],
        valid_from=route.valid_from,
        at=at,
    )
