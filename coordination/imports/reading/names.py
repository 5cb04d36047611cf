"""From the names in a list to the units and entries of the city."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from django.db.models import Q

from workflows.enums import UnitKind
from workflows.models import DeskHolder, Unit
from workflows.spelling import folded

from ...city.enums import OrganizationType
from ...city.models import District, FieldOfAction, TargetGroup
from ...council.models import Organization
from ...targets.queries.targets import objectives_in_force
from .problems import CellError

OUTSIDE = frozenset({UnitKind.PARTNER, UnitKind.COUNCIL})
"""Kinds of units that neither lead a measure nor co-sign it."""

DECIDERS: Mapping[str, tuple[str, ...]] = {
    OrganizationType.COUNCIL: ("Rat", "Rat der Stadt", "Stadtrat"),
    OrganizationType.MAIN_COMMITTEE: ("Hauptausschuss",),
    OrganizationType.INTEGRATION_COUNCIL: ("Integrationsrat",),
    OrganizationType.YOUTH_COMMITTEE: ("Jugendhilfeausschuss",),
}
"""What lists call a body of which a city has one."""


class Register:
    """Entries that can be called by key, name or short name, in this order."""

    def __init__(
        self,
        entries: Iterable[tuple[int, str, Sequence[str]]],
        *,
        unknown: str,
        gone: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        """`entries` are id, name and the ways to call it, the surest first.

        `gone`: what there is no more, by the ways to call it, with its last `day` and `successor`.
        """
        self._gone = gone or {}
        self._names: dict[int, str] = {}
        self._ways: list[dict[str, set[int]]] = []
        self._unknown = unknown
        for pk, name, ways in entries:
            self._names[pk] = name
            for rank, way in enumerate(ways):
                if len(self._ways) <= rank:
                    self._ways.append({})
                self._ways[rank].setdefault(folded(way), set()).add(pk)
        self._guesses: dict[str, str] = {}

    def find(self, text: str) -> int:
        """The id of the entry; CellError if there is none or more than one."""
        sought = folded(text)
        for ways in self._ways:
            found = ways.get(sought, set())
            if len(found) > 1:
                raise CellError("ambiguous", value=text)
            if found:
                return next(iter(found))
        if over := self._gone.get(sought):
            code = f"{self._unknown}_over" if over["successor"] else f"{self._unknown}_closed"
            raise CellError(code, value=text, **over)
        guess = self._guess(sought)
        if guess:
            raise CellError(f"{self._unknown}_guess", value=text, guess=guess)
        raise CellError(self._unknown, value=text)

    def name(self, pk: int) -> str:
        """The name of an entry."""
        return self._names[pk]

    def _guess(self, sought: str) -> str:
        # Remembered: the same wrong name may stand in each of ten thousand rows.
        if sought not in self._guesses:
            known = {way: ids for ways in self._ways for way, ids in ways.items()}
            close = get_close_matches(sought[:200], known, n=1, cutoff=0.7)
            self._guesses[sought] = self._names[next(iter(known[close[0]]))] if close else ""
        return self._guesses[sought]


NOBODY = Register((), unknown="person_unknown")


@dataclass(frozen=True, slots=True)
class Names:
    """All that a list may name, as it is valid on a day."""

    units: Register
    outside: frozenset[int]
    others: Mapping[str, Register]
    # Earlier days are refused; None for a stock of what was decided already.
    not_before: date | None = None
    # The day of the reading; a stock says what was decided before it.
    today: date | None = None
    is_stock: bool = False
    # Who holds a desk, and in which units; only for a stock.
    people: Register = NOBODY
    staff: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def unit(self, text: str) -> int:
        """The id of a unit of the administration; CellError."""
        pk = self.units.find(text)
        if pk in self.outside:
            raise CellError("unit_leads", value=text)
        return pk


def read_names(*, on: date, is_stock: bool = False) -> Names:
    """The names of the city on that day; eight statements, nine for a stock.

    A list of what is still to be decided may have no day before it, a stock of measures that were
    decided already may (`is_stock`).
    """
    units = list(Unit.objects.in_force(on=on))
    people, staff = _people(on) if is_stock else (NOBODY, {})
    return Names(
        not_before=None if is_stock else on,
        today=on,
        is_stock=is_stock,
        units=Register(
            [(unit.pk, unit.name, (unit.key, unit.name, unit.short_name)) for unit in units],
            unknown="unit_unknown",
            gone=_gone(on),
        ),
        outside=frozenset(unit.pk for unit in units if unit.kind in OUTSIDE),
        others=_others(on, units),
        people=people,
        staff=staff,
    )


def _gone(on: date) -> dict[str, dict[str, str]]:
    """Units that there are no more, by their names, and who has taken their place."""
    over = Unit.objects.filter(valid_until__lt=on).select_related("successor")
    return {
        folded(way): {
            "day": f"{unit.valid_until:%d.%m.%Y}",
            "successor": unit.successor.name if unit.successor else "",
        }
        for unit in over.order_by("valid_until")
        for way in (unit.key, unit.name, unit.short_name)
    }


def _people(on: date) -> tuple[Register, dict[int, frozenset[int]]]:
    """Who holds a desk that day, by address and name, and the units of their desks."""
    held = DeskHolder.objects.in_force(on=on).filter(
        person__deactivated_at=None, desk__closed_on=None
    )
    units: dict[int, set[int]] = {}
    names: dict[int, tuple[int, str, tuple[str, ...]]] = {}
    for holder in held.select_related("person", "desk"):
        person = holder.person
        units.setdefault(person.pk, set()).add(holder.desk.unit_id)
        name = person.get_full_name()
        turned = f"{person.family_name}, {person.given_name}"
        names[person.pk] = (person.pk, name, (person.email, name, turned))
    register = Register(names.values(), unknown="person_unknown")
    return register, {pk: frozenset(found) for pk, found in units.items()}


def _others(on: date, units: Sequence[Unit]) -> dict[str, Register]:
    """Fields of action, target groups, districts, partners of that day; bodies, objectives."""
    valid = Q(valid_until=None) | Q(valid_until__gte=on)
    catalogues = (
        ("fields_of_action", FieldOfAction),
        ("target_groups", TargetGroup),
        ("districts", District),
    )
    found: dict[str, list[tuple[int, str, tuple[str, ...]]]] = {
        field: [
            (entry.pk, entry.name, (entry.key, entry.name))
            for entry in model._default_manager.filter(valid)  # noqa: SLF001 - any of three
        ]
        for field, model in catalogues
    }
    found["sender"] = [
        (unit.pk, unit.name, (unit.key, unit.name, unit.short_name))
        for unit in units
        if unit.kind == UnitKind.PARTNER
    ]
    bodies = list(Organization.objects.all())
    found["body"] = [
        (body.pk, body.name, (body.key, body.name, body.short_name)) for body in bodies
    ]
    alone = {kind for kind, many in Counter(body.type for body in bodies).items() if many == 1}
    found["decider"] = [
        (pk, name, (*ways, *(DECIDERS.get(body.type, ()) if body.type in alone else ())))
        for body, (pk, name, ways) in zip(bodies, found["body"], strict=True)
    ]
    found["serves"] = [
        (one.pk, one.text, (f"{one.target.reference}/{one.position}", one.text))
        for one in objectives_in_force()
    ]
    return {
        name: Register(rows, unknown="body_unknown" if name == "decider" else "entry_unknown")
        for name, rows in found.items()
    }
