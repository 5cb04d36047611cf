"""More offices for the town, as many as a test wants to ask at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coordination.measures.models import Measure
from tests.town import FOUNDED, Town
from workflows.models import CosignatureItem, Desk, DeskHolder, Task, Unit, User


@dataclass(frozen=True)
class Office:
    """An office with one desk and one person who co-signs for it."""

    unit: int
    desk: int
    person: User


def add_offices(town: Town, number: int) -> list[Office]:
    """Offices of division 4 that nothing is asked of by itself; name them as partners."""
    above = Unit.objects.get(pk=town.units["division_4"])
    superior = town.desks["division_4-deputy_mayor"]
    first = Unit.objects.filter(key__startswith="office-").count()
    return [_add(number, above, superior) for number in range(first + 1, first + number + 1)]


def _add(number: int, above: Unit, superior: int) -> Office:
    key = f"office-{number}"
    unit = Unit.objects.create(
        key=key,
        name=f"Office {number}",
        short_name=key,
        kind="staff_unit",
        parent=above,
        ancestors=[*above.ancestors, above.pk],
        valid_from=FOUNDED,
        sort_key=key,
    )
    desk = Desk.objects.create(
        unit=unit, key=f"{key}-head", name=key, function="head", superior_id=superior
    )
    person = User.objects.create_user(
        email=f"{key}@town.example", given_name="Alex", family_name="Probe"
    )
    DeskHolder.objects.create(desk=desk, person=person, valid_from=FOUNDED)
    return Office(unit.pk, desk.pk, person)


def asked(town: Town, offices: list[Office], **fields: Any) -> Measure:
    """A measure of the social office about which exactly these offices must sign."""
    measure = town.propose(
        "social-clerk",
        lead=town.units["social"],
        partners=[office.unit for office in offices],
        **fields,
    )
    town.do(measure, "submit", "social-head")
    town.do(measure, "pass_check", "centre-clerk")
    needed = CosignatureItem.objects.filter(case=measure.case_id, participation="cosign")
    assert needed.count() == len(offices)
    return measure


def tasks_of(measure: Measure, offices: list[Office]) -> dict[int, Task]:
    """The open co-signature task of each office, by its desk."""
    desks = [office.desk for office in offices]
    found = Task.objects.filter(case=measure.case_id, desk__in=desks, status="open")
    return {task.desk_id: task for task in found}
