"""What is said before an office gets more than it can carry: the numbers, and who has room."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from workflows.machine import Look
from workflows.models import Unit
from workflows.refusals import Unmet

from ..queries.load import OfficeLoad, loads, others_with_room


def load_of(look: Look, unit: int) -> OfficeLoad | None:
    """What an office carries now; None for one outside."""
    return next(iter(loads(on=look.call.today, now=look.call.at, units=[unit])), None)


def exceeded(look: Look, unit: int) -> OfficeLoad | None:
    """What an office carries, if one more is more than it can (2.8)."""
    found = load_of(look, unit)
    return found if found is not None and found.load.is_exceeded_by(1) else None


def over_load(look: Look, unit: Unit) -> Iterator[Unmet]:
    """Who gives an office more than it can carry says so, having read the numbers."""
    if look.call.data.get("despite_load") is True:
        return
    found = exceeded(look, unit.pk)
    if found is not None:
        text = " ".join([load_in_words(found), *_others_in_words(look, unit)])
        yield Unmet("over_load", text, "despite_load")


def load_in_words(found: OfficeLoad) -> str:
    """The numbers of an office, or that it is too small for numbers."""
    if not found.is_shown:
        text = gettext("%(office)s has more than it can carry. Shall it get this all the same?")
        return text % {"office": found.name}
    load = found.load
    numbers = gettext(
        "%(office)s has %(open)s open items, %(overdue)s of them overdue, and can carry %(left)s."
    ) % {"office": found.name, "open": load.open, "overdue": load.overdue, "left": load.left}
    said = [numbers]
    if load.statutory:
        taken = ngettext(
            "Statutory work takes the room of %(number)s more.",
            "Statutory work takes the room of %(number)s more.",
            load.statutory,
        )
        said.append(taken % {"number": load.statutory})
    return " ".join([*said, gettext("Shall it get this all the same?")])


def names_with_room(look: Look, unit: Unit) -> list[str]:
    """Offices of the same division that have room, those with most before the others."""
    found = others_with_room(unit, on=look.call.today, now=look.call.at)
    return [one.name for one in found]


def _others_in_words(look: Look, unit: Unit) -> Iterator[str]:
    if names := names_with_room(look, unit):
        text = gettext("These offices of the same division have room: %(offices)s.")
        yield text % {"offices": ", ".join(names)}
