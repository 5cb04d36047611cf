"""Units: made, changed, moved in the tree, ended."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...enums import UnitKind
from ...machine import act
from ...models import Desk, Unit, din5007_key
from ...refusals import Unmet
from .base import OrganisationLook, OrganisationWork
from .entry import differences, named

_PLAIN = ("name", "short_name", "kind", "function")

# The new way from the root takes the place of the old one, in the whole subtree.
_MOVE_SUBTREE = """
UPDATE workflows_unit SET ancestors = %(new)s::bigint[] || ancestors[%(cut)s:]
 WHERE %(unit)s = ANY(ancestors)
"""


def can_create(look: OrganisationLook) -> Iterable[Unmet]:
    """A key of its own, names, a parent in force, a function that no other unit has."""
    entry = look.entry
    key = entry.slug("key", longest=60)
    if key and Unit.objects.filter(key=key).exists():
        entry.note("key_taken", _("There is already a unit with this key."), "key")
    entry.day("valid_from")
    _check_names(look)
    return entry.unmet


@act(gettext_lazy("create unit"), guards=[can_create])
def create_unit(work: OrganisationWork) -> None:
    entry = work.look.entry
    unit = Unit(
        key=entry["key"],
        parent=entry["parent"],
        ancestors=way_below(entry["parent"]),
        valid_from=entry["valid_from"],
        sort_key=din5007_key(entry["name"]),
        **{name: entry[name] for name in _PLAIN},
    )
    work.store(unit)
    work.note(unit=unit.pk, key=unit.key, name=unit.name, parent=unit.parent_id)


def can_change(look: OrganisationLook) -> Iterable[Unmet]:
    """A unit in force; below neither itself nor a unit that is below it."""
    entry = look.entry
    unit = entry.row("unit", Unit.objects.all())
    _check_names(look, unit)
    if unit is not None:
        look.check_seen(unit)
        parent = entry["parent"]
        if parent and (parent.pk == unit.pk or unit.pk in parent.ancestors):
            text = _("A unit cannot lie below itself. Please choose another unit above it.")
            entry.note("cycle", text, "parent")
    return entry.unmet


@act(gettext_lazy("change unit"), guards=[can_change])
def change_unit(work: OrganisationWork) -> None:
    entry, unit = work.look.entry, work.look.entry["unit"]
    parent = entry["parent"]
    after = {name: entry[name] for name in _PLAIN} | {"parent_id": parent.pk if parent else None}
    changes = differences(unit, after)
    for name, value in after.items():
        setattr(unit, name, value)
    unit.sort_key = din5007_key(unit.name)
    if "parent_id" in changes:
        _move(unit, parent)
    work.store(unit)
    work.note(unit=unit.pk, changes=changes)


def can_end(look: OrganisationLook) -> Iterable[Unmet]:
    """In force, and neither a unit nor an open desk left in it."""
    entry = look.entry
    unit = entry.row("unit", Unit.objects.filter(valid_until=None))
    last_day = entry.day("last_day")
    if unit is None:
        return entry.unmet
    if last_day and last_day < unit.valid_from:
        text = _("The last day must not lie before the first one.")
        entry.note("ends_before_start", text, "last_day")
    below = Unit.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=last_day or look.call.today)
    )
    if children := list(below.filter(parent=unit)):
        text = _("These units still belong to it: %(names)s. Please move or end them first.")
        entry.note("has_units", text % {"names": named(children)}, "unit")
    if desks := list(Desk.objects.filter(unit=unit, closed_on=None)):
        text = _("These desks are still open: %(names)s. Please close them first.")
        entry.note("has_desks", text % {"names": named(desks)}, "unit")
    return entry.unmet


@act(gettext_lazy("end unit"), guards=[can_end])
def end_unit(work: OrganisationWork) -> None:
    unit, last_day = work.look.entry["unit"], work.look.entry["last_day"]
    unit.valid_until = last_day
    work.store(unit)
    work.note(unit=unit.pk, last_day=str(last_day))


def way_below(parent: Unit | None) -> list[int]:
    """The ancestors of a unit below `parent`, from the root down."""
    return [*parent.ancestors, parent.pk] if parent else []


def _check_names(look: OrganisationLook, unit: Unit | None = None) -> None:
    entry = look.entry
    entry.text("name", longest=200)
    entry.text("short_name", longest=60)
    entry.choice("kind", UnitKind)
    function = entry.slug("function", longest=60, needed=False)
    same = Unit.objects.filter(function=function, valid_until=None).exclude(
        pk=unit.pk if unit else 0
    )
    if function and (other := same.first()):
        text = _("“%(name)s” already has this function key. Only one unit may have it.")
        entry.note("function_taken", text % {"name": other}, "function")
    entry.row("parent", Unit.objects.not_over(on=look.call.today), needed=False)


def _move(unit: Unit, parent: Unit | None) -> None:
    old, unit.ancestors = unit.ancestors, way_below(parent)
    with connection.cursor() as cursor:
        cursor.execute(_MOVE_SUBTREE, {"new": unit.ancestors, "cut": len(old) + 1, "unit": unit.pk})
