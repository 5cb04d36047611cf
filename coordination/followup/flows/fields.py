"""What the council office records of an item: read, checked and taken field by field."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from workflows.machine.values import amount, day, line
from workflows.refusals import Unmet
from workflows.untyped import Json

from ..enums import ENDINGS, FollowUpKind, Rhythm
from ..models import IN_WORDS, FollowUp

ENDED = frozenset(ending.value for ending in ENDINGS)

LINES = {"title": 300, "mover": 200, "paper": 40}
TEXTS = ("asked", "needed")
DAYS = ("asked_on", "deadline_on")
CHOICES = {"kind": FollowUpKind, "rhythm": Rhythm}
OBLIGATORY = ("kind", "title", "asked_on", "asked")
EDITABLE = (*LINES, *TEXTS, *DAYS, *CHOICES, "planned", "is_public")
PUBLIC = frozenset({"title", "mover", "paper", "asked", "asked_on", "kind", "deadline_on"})
"""Of these the public reads something."""

EARLIEST = date(1990, 1, 1)
FARTHEST = timedelta(days=20 * 366)


def problems(data: Json, *, today: date, partial: bool = False) -> Iterator[Unmet]:
    """What is wrong with the fields that are said; all of them, unless it is a correction."""
    for name in OBLIGATORY:
        if (name in data or not partial) and not str(data.get(name) or "").strip():
            yield Unmet(f"{name}_missing", _("Please fill in this field."), name)
    for name, longest in {**LINES, **dict.fromkeys(TEXTS, IN_WORDS)}.items():
        if len(str(data.get(name) or "")) > longest:
            text = _("Please shorten this text to %(count)s characters.")
            yield Unmet("too_long", text % {"count": longest}, name)
    for name, choices in CHOICES.items():
        if data.get(name) and data[name] not in choices.values:
            yield Unmet(f"{name}_unknown", _("There is no such choice."), name)
    if data.get("planned") not in (None, "") and not _is_sum(data["planned"]):
        yield Unmet("planned_invalid", _("Please enter a sum that is not negative."), "planned")
    yield from _day_problems(data, today)


def _day_problems(data: Json, today: date) -> Iterator[Unmet]:
    for name in DAYS:
        if not data.get(name):
            continue
        found = day(data[name])
        if found is None or not EARLIEST <= found <= today + FARTHEST:
            yield Unmet(f"{name}_invalid", _("Please enter a day that can be right."), name)
        elif name == "asked_on" and found > today:
            yield Unmet("asked_on_future", _("The day lies in the future."), name)


def _is_sum(value: object) -> bool:
    found = amount(value)
    return found is not None and 0 <= found < Decimal(10) ** 12


def take(item: FollowUp, data: Json) -> list[str]:
    """Set what is said and differs; returns the names of the fields."""
    changed = []
    for name in EDITABLE:
        if name in data and getattr(item, name) != (value := _value(name, data[name])):
            setattr(item, name, value)
            changed.append(name)
    if "title" in changed:
        item.name_it(item.title)
        changed.append("title_key")
    return changed


def _value(name: str, said: object) -> object:
    if name in LINES:
        return line(said, longest=LINES[name])
    if name in TEXTS:
        return str(said or "").strip()
    if name in DAYS:
        return day(said)
    if name == "planned":
        return amount(said)
    if name == "is_public":
        return said is not False
    return str(said or CHOICES[name].values[0])
