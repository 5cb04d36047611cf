"""Who is told of a late matter: the rules (b), (c), (i) and (k) of domain 2.9, case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from workflows.queries.people.staff import Absence, Asked, DeskRow, StaffDay

DAY = date(2026, 3, 10)
MAYOR, INTEGRATION, DIVISION, HEAD, CLERK, PARTNER, BOARD, ORGANISATION = range(1, 9)
# Each desk is held by the person of the same number times ten; desk, function, superior.
DESKS = {
    desk: DeskRow(desk, desk, function, superior)
    for desk, function, superior in (
        (MAYOR, "mayor", None),
        (INTEGRATION, "integration_deputy", MAYOR),
        (DIVISION, "deputy_mayor", MAYOR),
        (HEAD, "head", DIVISION),
        (CLERK, "clerk", HEAD),
        (PARTNER, "cosigner", None),
        (BOARD, "board_secretary", HEAD),
        (ORGANISATION, "organisation", DIVISION),
    )
}
TOWN = StaffDay(
    desks=DESKS,
    holders={desk: (desk * 10,) for desk in DESKS},
    absences={},
    by_function={row.function: (row.id,) for row in DESKS.values()},
)
RESPONSIBLE, DUE, HIGHER = ("responsible",), ("responsible", "deputy"), ("head",)
DIVISIONS, TOP = ("division", "integration"), ("board",)


def away(*pairs: tuple[int, int], steps: tuple[str, ...] = ()) -> StaffDay:
    """The town with these persons absent, each with a deputy, the first choice first."""
    absences: dict[int, tuple[Absence, ...]] = {}
    for person, deputy in pairs:
        row = Absence(person, deputy, DAY, DAY, steps)
        absences[person] = (*absences.get(person, ()), row)
    return replace(TOWN, absences=absences)


def vacant(*desks: int) -> StaffDay:
    held = {desk: people for desk, people in TOWN.holders.items() if desk not in desks}
    return replace(TOWN, holders=held)


@pytest.mark.parametrize(
    ("staff", "desk", "recipients", "expected"),
    [
        # The ladder as it stands: clerk, head, both deputy mayors, mayor and office of the board.
        (TOWN, CLERK, RESPONSIBLE, (50,)),
        (TOWN, CLERK, DUE, (50,)),
        (TOWN, CLERK, HIGHER, (40,)),
        (TOWN, CLERK, DIVISIONS, (20, 30)),
        (TOWN, CLERK, TOP, (10, 70)),
        # (b) absent: the deputy at once; from the due day both.
        (away((50, 99)), CLERK, RESPONSIBLE, (99,)),
        (away((50, 99)), CLERK, DUE, (50, 99)),
        (away((40, 98)), CLERK, HIGHER, (98,)),
        # Several deputies: the first who is there; none is there: next higher, no chains.
        (away((50, 99), (50, 97), (99, 96)), CLERK, RESPONSIBLE, (97,)),
        (away((50, 99), (99, 96)), CLERK, RESPONSIBLE, (40,)),
        (away((50, 40), (40, 50)), CLERK, RESPONSIBLE, (30,)),
        # (c) the same person on two levels: next higher; vacant: next higher.
        (TOWN, HEAD, HIGHER, (30,)),
        (TOWN, HEAD, DIVISIONS, (10, 20)),
        (vacant(CLERK), CLERK, RESPONSIBLE, (40,)),
        (vacant(CLERK), CLERK, HIGHER, (30,)),
        (vacant(HEAD), CLERK, HIGHER, (30,)),
        (vacant(HEAD, DIVISION), CLERK, HIGHER, (10,)),
        (away((40, 50)), CLERK, HIGHER, (30,)),
        # Nobody stands above the mayor: rather again than nobody.
        (TOWN, MAYOR, HIGHER, (10,)),
        (TOWN, MAYOR, TOP, (10, 70)),
        # (i) from outside the way leads over the deputy mayor for integration.
        (TOWN, PARTNER, HIGHER, (20,)),
        (TOWN, PARTNER, TOP, (10, 70)),
        (vacant(PARTNER), PARTNER, RESPONSIBLE, (20,)),
        # Never nobody: at last the office that keeps the desks.
        (vacant(MAYOR, INTEGRATION, DIVISION, HEAD, CLERK), CLERK, RESPONSIBLE, (80,)),
    ],
)
def test_each_level_reaches_somebody(
    staff: StaffDay, desk: int, recipients: tuple[str, ...], expected: tuple[int, ...]
) -> None:
    assert staff.told((Asked(desk),), recipients) == expected


def test_whoever_claimed_the_task_is_told_alone() -> None:
    both = replace(TOWN, holders={**TOWN.holders, CLERK: (50, 51)})
    assert both.told((Asked(CLERK),), RESPONSIBLE) == (50, 51)
    assert both.told((Asked(CLERK, 51),), RESPONSIBLE) == (51,)
    # On the due day the colleague at the desk hears of it too.
    assert both.told((Asked(CLERK, 51),), DUE) == (50, 51)


def test_who_left_the_unit_leaves_the_task_to_the_desk() -> None:
    """(k): a claim of somebody who no longer works there means nothing."""
    assert TOWN.told((Asked(CLERK, 77),), RESPONSIBLE) == (50,)


def test_a_deputy_for_other_steps_is_none() -> None:
    limited = away((50, 99), steps=("cosign",))
    assert limited.told((Asked(CLERK),), RESPONSIBLE, step="cosign") == (99,)
    assert limited.told((Asked(CLERK),), RESPONSIBLE, step="milestone") == (40,)


def test_superiors_that_go_round_in_a_circle_end() -> None:
    desks = {**DESKS, HEAD: replace(DESKS[HEAD], superior=CLERK)}
    circle = replace(TOWN, desks=desks)
    assert circle.told((Asked(CLERK),), DIVISIONS) == (20,)
