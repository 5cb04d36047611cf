"""Who may instruct whom: a directive down the line or under the mandate, else a request.

The answer to “niemandem gegenüber weisungsberechtigte Stabsstelle” (domain 2.0).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from workflows.definitions import Capacity
from workflows.enums import DeskFunction as F
from workflows.enums import UnitKind

from ...city.rules import INTEGRATION_CENTRE, LEADERS, MAYOR, OUTSIDE
from ...mandates.enums import Standing
from ..enums import OrderKind, Right

GIVING = (*LEADERS, F.GENERAL_DEPUTY, F.INTEGRATION_DEPUTY)
"""The desks from which an order can be given at all."""


class Held(Protocol):
    """A desk as a rule sees it."""

    @property
    def function(self) -> str: ...

    @property
    def unit_function(self) -> str: ...


def reads_load(desks: Iterable[Held]) -> bool:
    """Who sees what offices carry: whoever gives orders, the centre, the organisation office."""
    return any(
        desk.function in (*GIVING, F.ORGANISATION) or desk.unit_function == INTEGRATION_CENTRE
        for desk in desks
    )


class Receiver(Protocol):
    """The office that shall do it, as a rule sees it."""

    pk: int
    kind: str
    ancestors: list[int]


def may_give(giver: Capacity) -> bool:
    """Whether somebody gives orders; the integration centre drafts and reminds, and gives none."""
    is_centre = any(function == INTEGRATION_CENTRE for _, function in giver.units)
    return giver.function in GIVING and not is_centre


def right_of(giver: Capacity, receiver: Receiver, *, standing: Standing) -> Right | None:
    """By which right an order goes from one to the other; None: it cannot be given.

    `standing`: how the giver stands to the mandate in this matter. Nobody instructs whom stands
    above everybody, and a mandate that is not recorded gives no right.
    """
    if not may_give(giver):
        return None
    if receiver.kind in OUTSIDE:
        return Right.OUTSIDE
    if _is_above(giver, receiver):
        return Right.LINE
    leads = giver.function == F.INTEGRATION_DEPUTY and standing == Standing.LEADS
    return Right.MANDATE if leads and receiver.kind != UnitKind.MAYOR else Right.NONE


def of_the_group(right: Right, *, is_decided: bool, is_member: bool) -> Right:
    """What the group has decided binds the offices that are in it, whoever gives it on.

    Whom the giver may instruct anyway is instructed, and what lies outside is agreed.
    """
    return Right.GROUP if right == Right.NONE and is_decided and is_member else right


def _is_above(giver: Capacity, receiver: Receiver) -> bool:
    """Whether the giver leads the office or one above it; the mayor leads all of them."""
    if giver.function in MAYOR.functions:
        return True
    led = {unit for unit, _ in giver.units}
    return giver.function in LEADERS and bool(led & {receiver.pk, *receiver.ancestors})


def best_right(
    givers: Iterable[tuple[Capacity, Standing]], receiver: Receiver
) -> tuple[Right, Capacity] | None:
    """The strongest right that somebody has, of all the desks as which they act."""
    found = [
        (right, giver)
        for giver, standing in givers
        if (right := right_of(giver, receiver, standing=standing)) is not None
    ]
    return min(found, key=lambda pair: _STRENGTH.index(pair[0]), default=None)


_STRENGTH = (Right.LINE, Right.MANDATE, Right.OUTSIDE, Right.NONE)

KIND_OF: dict[Right, OrderKind] = {
    Right.LINE: OrderKind.DIRECTIVE,
    Right.MANDATE: OrderKind.DIRECTIVE,
    Right.NONE: OrderKind.REQUEST,
    Right.OUTSIDE: OrderKind.AGREEMENT,
    Right.GROUP: OrderKind.RESOLUTION,
}
"""What an order is, by the right with which it is given."""

MAY_BE_DECLINED = frozenset({OrderKind.REQUEST, OrderKind.AGREEMENT})
"""What the office may decline; of a directive or a resolution it can say who is responsible."""
