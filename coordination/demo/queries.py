"""Whether this database is a demo, and whom its login page may let in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from workflows.models import Case, CaseAudience, Desk, DeskHolder, User

from .models import DemoSeed

BOARD_OFFICE = "executive_board_office-board_secretary"
"""The desk of the board's office in the city file."""
MAYOR, INTEGRATION = "mayor-mayor", "division_3-integration_deputy"
"""The desks of the mayor and of the deputy mayor for integration in the city file."""


class Filling(Enum):
    """What a database holds."""

    EMPTY = auto()
    DEMO = auto()
    FOREIGN = auto()


def is_demo() -> bool:
    """Whether the database carries the demo's marker; without it nobody gets in by a click."""
    return DemoSeed.objects.exists()


def filling() -> Filling:
    """What the database holds: nothing yet, a whole demo, or anybody else's data.

    A demo is seeded in one transaction whose last row is the marker, so there is no half one.
    """
    if is_demo():
        return Filling.DEMO
    is_empty = not User.objects.exists() and not Case.objects.exists()
    return Filling.EMPTY if is_empty else Filling.FOREIGN


@dataclass(frozen=True, slots=True)
class Role:
    """A person to log in as, with the desks that they hold."""

    person: User
    desks: tuple[Desk, ...]


# The functions in the order of the process; each once on the short list.
_SHORT_LIST = (
    "integration_centre-clerk",
    "youth-clerk",
    "youth-head",
    "school-head",
    "finance-cosigner",
    "division_3-deputy_mayor",
    "division_4-deputy_mayor",
    BOARD_OFFICE,
    "mayor-mayor",
    "council_office-council_secretary",
    "organisation-organisation",
    "council-observer",
    "awo-observer",
    "agency-observer",
)


def roles(*, on: date) -> list[Role]:
    """Everybody who holds a desk on that day, by their first desk in the order of the units."""
    desks: dict[int, list[Desk]] = {}
    people: dict[int, User] = {}
    held = DeskHolder.objects.in_force(on=on).filter(
        desk__closed_on=None, person__deactivated_at=None
    )
    for row in held.select_related("desk__unit", "person").order_by("desk_id", "id"):
        people.setdefault(row.person_id, row.person)
        desks.setdefault(row.person_id, []).append(row.desk)
    return [Role(person, tuple(desks[pk])) for pk, person in people.items()]


def with_something(everybody: list[Role]) -> list[Role]:
    """Those of whose desks at least one sees a case; one statement."""
    desks = {desk.pk for role in everybody for desk in role.desks}
    seeing = CaseAudience.objects.filter(desk__in=desks).order_by().values("desk").distinct()
    seen = set(seeing.values_list("desk", flat=True))
    return [role for role in everybody if any(desk.pk in seen for desk in role.desks)]


def short_list(everybody: list[Role]) -> list[Role]:
    """One person for each role of the process, in its order."""
    by_desk: dict[str, Role] = {}
    for role in everybody:
        for desk in role.desks:
            by_desk.setdefault(desk.key, role)
    return [by_desk[key] for key in _SHORT_LIST if key in by_desk]
