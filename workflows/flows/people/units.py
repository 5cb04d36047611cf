"""Units: made, changed, moved in the tree, ended."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ...actions.acting.lasting import LastingLook
from ...enums import UnitKind
from ...machine import act, registered_flows
from ...machine.entry import differences, named
from ...models import (
    Case,
    CosignatureItem,
    CosignRule,
    Desk,
    RouteVersion,
    Unit,
    din5007_key,
)
from ...queries.people.keys import free_key
from ...refusals import Unmet
from .base import OrganisationWork

_PLAIN = ("name", "short_name", "kind", "function")

# Whoever answers for the unit from now on sees the running matters that it saw.
_SEE_INSTEAD = """
INSERT INTO workflows_caseaudience (case_id, desk_id, reason)
SELECT DISTINCT a.case_id, d.id, 'successor'
  FROM workflows_desk o
  JOIN workflows_caseaudience a ON a.desk_id = o.id
  JOIN workflows_case c ON c.id = a.case_id AND c.closed_at IS NULL AND c.access = 'normal'
  JOIN workflows_desk d ON d.unit_id = %(successor)s AND d.closed_on IS NULL
   AND (d.function = o.function
        OR o.function = 'head' AND d.function IN ('deputy_mayor', 'mayor'))
 WHERE o.unit_id = %(unit)s
ON CONFLICT (case_id, desk_id) DO NOTHING
"""

# The new way from the root takes the place of the old one, in the whole subtree.
_MOVE_SUBTREE = """
UPDATE workflows_unit SET ancestors = %(new)s::bigint[] || ancestors[%(cut)s:]
 WHERE %(unit)s = ANY(ancestors)
"""


def can_create(look: LastingLook) -> Iterable[Unmet]:
    """A key of its own, names, a parent in force, a function that no other unit has."""
    entry = look.entry
    key = entry.slug("key", longest=60, needed=False)
    if key and Unit.objects.filter(key=key).exists():
        entry.note("key_taken", _("There is already a unit with this key."), "key")
    entry.day("valid_from")
    _check_names(look)
    if not key:
        entry.make("key", free_key(Unit, entry["name"], longest=60))
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


def can_change(look: LastingLook) -> Iterable[Unmet]:
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


def can_end(look: LastingLook) -> Iterable[Unmet]:
    """In force, neither a unit nor an open desk left in it, leading nothing.

    Another unit takes its place where a rule, a district or a co-signature refers to it.
    """
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
    if led := led_by(unit.pk):
        text = _("It still leads these matters: %(names)s. Please transfer the lead first.")
        entry.note("leads", text % {"names": named(led.values())}, "unit")
    _check_successor(look, unit)
    return entry.unmet


def _check_successor(look: LastingLook, unit: Unit) -> None:
    entry = look.entry
    others = Unit.objects.in_force(on=look.call.today).filter(valid_until=None)
    successor = entry.row("successor", others.exclude(pk=unit.pk), needed=False)
    ties = ties_of(unit)
    if successor is None and ties and not look.call.data.get("successor"):
        text = _("These refer to it: %(names)s. Please choose the unit that takes its place.")
        entry.note("successor_missing", text % {"names": named(ties)}, "successor")


@act(gettext_lazy("end unit"), guards=[can_end])
def end_unit(work: OrganisationWork) -> None:
    """What refers to the unit, or to one whose place it has taken, means its successor now."""
    entry = work.look.entry
    unit, successor = entry["unit"], entry["successor"]
    unit.valid_until, unit.successor = entry["last_day"], successor
    work.store(unit)
    if successor:
        for predecessor in Unit.objects.filter(successor=unit):
            predecessor.successor = successor
            work.store(predecessor)
        work.execute(_SEE_INSTEAD, {"unit": unit.pk, "successor": successor.pk})
        work.note(successor=successor.pk)
    work.note(unit=unit.pk, last_day=str(unit.valid_until))


def can_transfer(look: LastingLook) -> Iterable[Unmet]:
    """A unit, ended or not, that leads running matters, and another one in force."""
    entry = look.entry
    unit = entry.row("unit", Unit.objects.all())
    others = Unit.objects.in_force(on=look.call.today).filter(valid_until=None)
    entry.row("lead", others.exclude(pk=unit.pk if unit else 0))
    if unit is not None and not led_by(unit.pk):
        entry.note("leads_nothing", _("This unit leads no running matter."), "unit")
    return entry.unmet


@act(gettext_lazy("transfer all leads"), guards=[can_transfer])
def transfer_leads(work: OrganisationWork) -> None:
    """Note which matters get another lead; each moves its own tasks, in its own trail."""
    unit, lead = work.look.entry["unit"], work.look.entry["lead"]
    work.note(unit=unit.pk, lead=lead.pk, cases=sorted(led_by(unit.pk)))


def led_by(unit: int) -> dict[int, str]:
    """The running cases of all kinds that a unit leads, by their numbers."""
    return {
        case: number for flow in registered_flows() for case, number in flow.led_by(unit).items()
    }


def ties_of(unit: Unit) -> list[str]:
    """What refers to a unit, or to those whose place it has taken, in words."""
    found = [tie for flow in registered_flows() for tie in flow.ties(unit.pk)]
    newest = RouteVersion.objects.order_by("kind", "-number").distinct("kind").values("pk")
    in_use = Q(route__in=newest) | Q(route__in=Case.objects.filter(closed_at=None).values("route"))
    if unit.function and CosignRule.objects.filter(in_use, unit_function=unit.function).exists():
        found.append(_("the rules of a route"))
    open_ones = CosignatureItem.objects.filter(
        unit=unit, case__closed_at=None, round=F("case__round")
    )
    if number := open_ones.count():
        text = ngettext("%(count)s co-signature", "%(count)s co-signatures", number)
        found.append(text % {"count": number})
    if predecessors := list(unit.predecessors.all()):
        text = _("the place of %(names)s")
        found.append(text % {"names": named(predecessors)})
    return found


def way_below(parent: Unit | None) -> list[int]:
    """The ancestors of a unit below `parent`, from the root down."""
    return [*parent.ancestors, parent.pk] if parent else []


def _check_names(look: LastingLook, unit: Unit | None = None) -> None:
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
