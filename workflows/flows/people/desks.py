"""Desks (Stellen): made, changed, closed; the way up from a desk never comes back to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...actions.acting.lasting import LastingLook
from ...enums import DeskFunction, SignatureMark
from ...machine import act
from ...machine.entry import differences, named
from ...models import Desk, DeskHolder, Unit
from ...queries.people.keys import free_key
from ...queries.people.office import keepers
from ...queries.people.work import has_open_work
from ...refusals import Unmet
from .base import OrganisationWork

_PLAIN = ("name", "function", "signs")
_AT_THE_TOP = (DeskFunction.MAYOR, DeskFunction.OBSERVER)
_ONE_ONLY = (DeskFunction.MAYOR, DeskFunction.INTEGRATION_DEPUTY)
_REPRESENTS = (
    DeskFunction.GENERAL_DEPUTY,
    DeskFunction.DEPUTY_MAYOR,
    DeskFunction.INTEGRATION_DEPUTY,
)


def can_create(look: LastingLook) -> Iterable[Unmet]:
    """A key of its own in a unit in force, a function, a superior, a fitting mark."""
    entry = look.entry
    unit = entry.row("unit", Unit.objects.not_over(on=look.call.today))
    key = entry.slug("key", longest=80, needed=False)
    if key and Desk.objects.filter(key=key).exists():
        entry.note("key_taken", _("There is already a desk with this key."), "key")
    _check_place(look)
    if not key:
        words = f"{unit.key if unit else ''}-{entry['function']}"
        entry.make("key", free_key(Desk, words, longest=80))
    return entry.unmet


@act(gettext_lazy("create desk"), guards=[can_create])
def create_desk(work: OrganisationWork) -> None:
    entry = work.look.entry
    desk = Desk(
        unit=entry["unit"],
        key=entry["key"],
        superior=entry["superior"],
        **{name: entry[name] for name in _PLAIN},
    )
    work.store(desk)
    work.note(
        desk=desk.pk, unit=desk.unit_id, key=desk.key, name=desk.name, function=desk.function,
        superior=desk.superior_id,
    )  # fmt: skip


def can_change(look: LastingLook) -> Iterable[Unmet]:
    """An open desk; its superior is not below it; somebody remains who keeps the organisation."""
    entry = look.entry
    desk = entry.row("desk", Desk.objects.filter(closed_on=None))
    _check_place(look, desk)
    if desk is not None:
        look.check_seen(desk)
        superior = entry["superior"]
        if superior and desk.pk in (above.pk for above in _way_up(superior)):
            text = _("A desk cannot be above itself. Please choose another superior desk.")
            entry.note("cycle", text, "superior")
        if entry["function"] != DeskFunction.ORGANISATION:
            keep_the_office(look, desk, "function")
    return entry.unmet


@act(gettext_lazy("change desk"), guards=[can_change])
def change_desk(work: OrganisationWork) -> None:
    entry, desk = work.look.entry, work.look.entry["desk"]
    superior = entry["superior"]
    after = {name: entry[name] for name in _PLAIN}
    after["superior_id"] = superior.pk if superior else None
    changes = differences(desk, after)
    for name, value in after.items():
        setattr(desk, name, value)
    work.store(desk)
    work.note(desk=desk.pk, changes=changes)


def can_close(look: LastingLook) -> Iterable[Unmet]:
    """Held by nobody, above no other desk, without open work unless that goes to the superior."""
    entry = look.entry
    desk = entry.row("desk", Desk.objects.filter(closed_on=None))
    hand_up = entry.flag("hand_up")
    if desk is None:
        return entry.unmet
    if DeskHolder.objects.not_over(on=look.call.today).filter(desk=desk).exists():
        text = _("The desk is still held or somebody is appointed to it. Please end this first.")
        entry.note("held", text, "desk")
    if below := list(Desk.objects.filter(superior=desk, closed_on=None)):
        text = _("These desks report to it: %(names)s. Please give them another superior first.")
        entry.note("has_subordinates", text % {"names": named(below)}, "desk")
    _check_work(look, desk, hand_up=hand_up)
    keep_the_office(look, desk, "desk")
    return entry.unmet


@act(gettext_lazy("close desk"), guards=[can_close])
def close_desk(work: OrganisationWork) -> None:
    desk = work.look.entry["desk"]
    desk.closed_on = work.call.today
    work.store(desk)
    work.note(desk=desk.pk, hand_up=work.look.entry["hand_up"])


def keep_the_office(look: LastingLook, desk: Desk, field: str) -> None:
    """Note a fault if no other desk of the organisation office would be held any more."""
    if desk.function != DeskFunction.ORGANISATION:
        return
    if not keepers(on=look.call.today).exclude(desk=desk).exists():
        text = _("Then nobody would keep the organisation. Please appoint somebody else first.")
        look.entry.note("last_of_the_office", text, field)


def _check_work(look: LastingLook, desk: Desk, *, hand_up: bool) -> None:
    if not has_open_work(desk.pk):
        return
    if desk.superior is None:
        text = _("There is open work at this desk and no superior desk. Please name a superior.")
        look.entry.note("open_work", text, "desk")
    elif not hand_up:
        text = _("There is open work at this desk. Please pass it on to the superior desk.")
        look.entry.note("open_work", text, "hand_up")


def _check_place(look: LastingLook, desk: Desk | None = None) -> None:
    entry = look.entry
    entry.text("name", longest=200)
    function = entry.choice("function", DeskFunction)
    superior = entry.row("superior", Desk.objects.filter(closed_on=None), needed=False)
    if superior is None and not look.call.data.get("superior") and function not in _AT_THE_TOP:
        text = _("Please choose the superior desk: it gets the work when this desk is vacant.")
        entry.note("superior_missing", text, "superior")
    mark = entry.choice("signs", SignatureMark)
    if mark == SignatureMark.IN_REPRESENTATION and function not in _REPRESENTS:
        text = _("Only the mayor's representatives sign “i. V.”; all others sign “i. A.”.")
        entry.note("mark", text, "signs")
    same = Desk.objects.filter(function=function, closed_on=None).exclude(pk=desk.pk if desk else 0)
    if function in _ONE_ONLY and (other := same.first()):
        text = _("There is already a desk with this function: “%(name)s”.")
        entry.note("function_taken", text % {"name": other}, "function")


def _way_up(desk: Desk) -> Iterator[Desk]:
    seen: set[int] = set()
    here: Desk | None = desk
    while here is not None and here.pk not in seen:
        seen.add(here.pk)
        yield here
        here = here.superior
