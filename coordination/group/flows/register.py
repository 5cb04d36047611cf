"""The group itself: members, what comes again, capacities; one state, an act for each change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.lasting import LastingFlow, LastingLook, LastingState, LastingWork
from workflows.definitions import Capacity, Post
from workflows.enums import DeskFunction as F
from workflows.machine import At, Rule, Stage, act, system
from workflows.machine.entry import Entry
from workflows.models import Unit
from workflows.refusals import Unmet

from ...city.models import FieldOfAction
from ...city.rules import INTEGRATION_DEPUTY, MAYOR, OUTSIDE, SECRETARIAT
from ..enums import Again
from ..models import GroupMember, OfficeCapacity, OrderTemplate, StatutoryWork
from ..models.load import MOST
from ..queries.register import KIND
from .fields import read_unit, read_words

LONGEST_DAYS = 366


def _keeps_group(_look: LastingLook, capacity: Capacity) -> bool:
    return any(capacity.fits(post) for post in (SECRETARIAT, INTEGRATION_DEPUTY, MAYOR))


def _keeps_figures(_look: LastingLook, capacity: Capacity) -> bool:
    figures = (Post((F.ORGANISATION,)), INTEGRATION_DEPUTY, MAYOR)
    return any(capacity.fits(post) for post in figures)


secretariat: Rule[LastingLook] = Rule(
    _("integration centre, deputy mayor for integration, mayor"), _keeps_group, system=True
)
figures: Rule[LastingLook] = Rule(
    _("organisation office, deputy mayor for integration, mayor"), _keeps_figures, system=True
)


def _amount(entry: Entry, name: str, *, most: int, least: int = 0) -> None:
    said = entry.given(name)
    if isinstance(said, int) and not isinstance(said, bool) and least <= said <= most:
        entry.make(name, said)
        return
    text = gettext("Please enter a whole number from %(least)s to %(most)s.")
    entry.note("invalid", text % {"least": least, "most": most}, name)


def _inside(look: LastingLook) -> None:
    unit = look.entry.row("unit", Unit.objects.in_force(on=look.call.today))
    if unit is not None and unit.kind in OUTSIDE:
        text = gettext("This is no office of the administration. Please choose another one.")
        look.entry.note("outside", text, "unit")


def can_add_member(look: LastingLook) -> Iterator[Unmet]:
    """An office or partner that is no member yet, for at least one field of action."""
    entry = look.entry
    unit = entry.row("unit", Unit.objects.in_force(on=look.call.today))
    entry.day("valid_from")
    known = set(FieldOfAction.objects.values_list("pk", flat=True))
    said = entry.given("fields_of_action") or []
    keys = said if isinstance(said, list) else [None]
    if not keys or not known.issuperset(keys):
        text = gettext("Please choose at least one field of action.")
        entry.note("missing", text, "fields_of_action")
    entry.make("fields_of_action", sorted(known & {*keys}))
    if unit and GroupMember.objects.filter(unit=unit, valid_until=None).exists():
        entry.note("twice", gettext("This office is a member already."), "unit")
    yield from entry.unmet


@act(_("add a member"), guards=[can_add_member])
def add_member(work: LastingWork) -> None:
    """The office is in the group for these fields from its first day on."""
    names = ("unit", "fields_of_action", "valid_from")
    row = GroupMember(case_id=work.case.pk, **{name: work.look.entry[name] for name in names})
    work.store(row)
    work.note(member=row.pk, unit=row.unit_id, day=row.valid_from)


def can_end_member(look: LastingLook) -> Iterator[Unmet]:
    """A member, with a last day that is not over."""
    row = look.entry.row("member", GroupMember.objects.filter(valid_until=None))
    _last_day(look, row.valid_from if row else None)
    yield from look.entry.unmet


def _last_day(look: LastingLook, first: date | None) -> None:
    last = look.entry.day("valid_until")
    if last is None:
        return
    if last < look.call.today:
        text = gettext("This day is over. Please choose a later one.")
        look.entry.note("past", text, "valid_until")
    elif first is not None and last < first:
        look.entry.note("order", gettext("The end lies before the beginning."), "valid_until")


@act(_("end a membership"), guards=[can_end_member])
def end_member(work: LastingWork) -> None:
    """A field of action that has no member then is flagged."""
    row = work.look.entry["member"]
    row.valid_until = work.look.entry["valid_until"]
    work.store(row, "valid_until")
    work.note(member=row.pk, unit=row.unit_id, day=row.valid_until)


def can_add_template(look: LastingLook) -> Iterator[Unmet]:
    """An order and how often it comes."""
    entry, today = look.entry, look.call.today
    entry.text("title", longest=300)
    read_words(entry, "words")
    read_unit(entry, today=today)
    entry.choice("rhythm", Again)
    _amount(entry, "days", most=LONGEST_DAYS, least=1)
    first = entry.day("next_on")
    if first and first < today:
        text = gettext("This day is over. Please choose a later one.")
        entry.note("past", text, "next_on")
    yield from entry.unmet


@act(_("let an order come again"), guards=[can_add_template])
def add_template(work: LastingWork) -> None:
    """From its first day on a draft lies ready each time, for whoever gives it."""
    names = ("title", "words", "unit", "rhythm", "days", "next_on")
    row = OrderTemplate(
        case_id=work.case.pk, valid_from=work.today,
        **{name: work.look.entry[name] for name in names},
    )  # fmt: skip
    work.store(row)
    work.note(template=row.pk, name=row.title, day=row.next_on)


def can_end_template(look: LastingLook) -> Iterator[Unmet]:
    """One that still comes again."""
    look.entry.row("template", OrderTemplate.objects.filter(valid_until=None))
    yield from look.entry.unmet


@act(_("let an order come no more"), guards=[can_end_template])
def end_template(work: LastingWork) -> None:
    """What was drafted of it stays."""
    row = work.look.entry["template"]
    row.valid_until = work.today
    work.store(row, "valid_until")
    work.note(template=row.pk, name=row.title)


@act(_("the order is drafted again"))
def advance_template(work: LastingWork) -> None:
    """A draft was made: the next one comes a rhythm later."""
    row = OrderTemplate.objects.get(pk=work.call.data["template"])
    months = Again(row.rhythm).months
    while row.next_on <= work.today:
        row.next_on = _months_on(row.next_on, months)
    work.store(row, "next_on")
    work.note(template=row.pk, day=row.next_on)


def _months_on(day: date, months: int) -> date:
    """The same day of a later month; its last day where the month has none so late."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day  # noqa: PLR2004 - months count from 0
    return date(year, month + 1, min(day.day, last))


def can_set_capacity(look: LastingLook) -> Iterator[Unmet]:
    """So many open items from a day on, each day once; never for days that are over."""
    entry = look.entry
    _inside(look)
    _amount(entry, "items", most=MOST)
    entry.text("note", longest=200, needed=False)
    first = entry.day("valid_from")
    unit = entry.values.get("unit")
    if first and first < look.call.today:
        text = gettext("This day is over. Please choose a later one.")
        entry.note("past", text, "valid_from")
    elif first and OfficeCapacity.objects.filter(unit=unit, valid_from=first).exists():
        text = gettext("A figure from this day on is entered already.")
        entry.note("twice", text, "valid_from")
    yield from entry.unmet


@act(_("set the capacity of an office"), guards=[can_set_capacity])
def set_capacity(work: LastingWork) -> None:
    """Earlier figures hold for the days before."""
    names = ("unit", "items", "note", "valid_from")
    row = OfficeCapacity(case_id=work.case.pk, **{name: work.look.entry[name] for name in names})
    work.store(row)
    work.note(unit=row.unit_id, items=row.items, day=row.valid_from)


def can_add_statutory(look: LastingLook) -> Iterator[Unmet]:
    """A duty with its norm, what it takes, from when and perhaps until when."""
    entry = look.entry
    _inside(look)
    entry.text("title", longest=200)
    entry.text("norm", longest=200)
    _amount(entry, "items", most=MOST, least=1)
    first, last = entry.day("valid_from"), entry.day("valid_until", needed=False)
    if first and last and last < first:
        entry.note("order", gettext("The end lies before the beginning."), "valid_until")
    yield from entry.unmet


@act(_("add statutory work"), guards=[can_add_statutory])
def add_statutory(work: LastingWork) -> None:
    """What the law makes an office do takes of its capacity for that time."""
    names = ("unit", "title", "norm", "items", "valid_from", "valid_until")
    row = StatutoryWork(case_id=work.case.pk, **{name: work.look.entry[name] for name in names})
    work.store(row)
    work.note(unit=row.unit_id, name=row.title, items=row.items, day=row.valid_from)


def can_end_statutory(look: LastingLook) -> Iterator[Unmet]:
    """Statutory work that goes on, with a last day that is not over."""
    later = look.call.today - timedelta(days=1)
    row = look.entry.row("statutory", StatutoryWork.objects.not_over(on=later))
    _last_day(look, row.valid_from if row else None)
    yield from look.entry.unmet


@act(_("end statutory work"), guards=[can_end_statutory])
def end_statutory(work: LastingWork) -> None:
    """Its capacity is free after that day."""
    row = work.look.entry["statutory"]
    row.valid_until = work.look.entry["valid_until"]
    work.store(row, "valid_until")
    work.note(unit=row.unit_id, name=row.title, day=row.valid_until)


KEEPING = (
    add_member.by(secretariat),
    end_member.by(secretariat),
    add_template.by(secretariat),
    end_template.by(secretariat),
    advance_template.by(system),
    set_capacity.by(figures),
    add_statutory.by(figures),
    end_statutory.by(figures),
)


class GroupFlow(LastingFlow):
    """The coordination group “Integration und Asyl”."""

    kind = KIND
    label = _("coordination group")
    url_name = "coordination:group_case"
    route_of = "measure"
    look = LastingLook
    work = LastingWork
    stages = (Stage({LastingState.IN_FORCE: At(acts=KEEPING)}),)
