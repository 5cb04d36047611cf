"""Who may look over the work of others, and how far: named rules over the desks of a person.

They only say how much of the house a page covers; which cases somebody sees in it is another
matter, and decided by the audience of each case alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from ...enums import DeskFunction as F
from ...untyped import SqlParams
from ..people.desks import HeldDesk

if TYPE_CHECKING:
    from ...definitions import Text


@dataclass(frozen=True, slots=True)
class Reach:
    """These units with all below them; None: the whole city."""

    units: frozenset[int] | None

    # For SQL that knows the unit as `u`.
    SQL: ClassVar[str] = (
        "(%(units)s::bigint[] IS NULL OR u.id = ANY(%(units)s::bigint[])"
        " OR u.ancestors && %(units)s::bigint[])"
    )

    def params(self) -> SqlParams:
        """The parameter that `SQL` names."""
        return {"units": None if self.units is None else sorted(self.units)}


@dataclass(frozen=True, slots=True)
class Oversight:
    """Who oversees what: desks of these functions the whole city, of those their own branch.

    `centres` are function keys of units all of whose desks see the whole. `role` is what a refused
    person is told. A deputy has it too, unless they stand in for some kinds of task only.
    """

    role: Text
    city: frozenset[str]
    branch: frozenset[str] = frozenset()
    centres: set[str] = field(default_factory=set)

    def reach(self, desks: Iterable[HeldDesk]) -> Reach | None:
        """How far somebody with these desks sees; None: they see nothing at all."""
        held = [desk for desk in desks if desk.scope.covers("")]
        if any(desk.function in self.city or desk.unit_function in self.centres for desk in held):
            return Reach(None)
        units = frozenset(desk.unit_id for desk in held if desk.function in self.branch)
        return Reach(units) if units else None


_BOARD = frozenset({F.MAYOR, F.GENERAL_DEPUTY, F.BOARD_SECRETARY, F.INTEGRATION_DEPUTY})

escalation_readers = Oversight(
    _("executive board and its office"), city=_BOARD, branch=frozenset({F.DEPUTY_MAYOR})
)
"""Who reads the escalation list: the board and its office; a deputy mayor for their division."""

overseers = Oversight(
    _("heads of offices, deputy mayors, executive board"),
    city=_BOARD,
    branch=frozenset({F.DEPUTY_MAYOR, F.HEAD}),
)
"""Who sees what is stuck where: a head for the own office and what lies below, and so on."""
