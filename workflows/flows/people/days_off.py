"""The town's own days off, beside the holidays of the Land."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...actions.acting.lasting import LastingLook
from ...machine import act
from ...machine.entry import Entry
from ...models import DayOff
from ...refusals import Unmet
from .base import OrganisationWork


def can_add(look: LastingLook) -> Iterable[Unmet]:
    """At least one day, each with a name and not yet in the list."""
    entry, seen = look.entry, set[date]()
    rows = entry.table("days")
    if not rows:
        entry.note("missing", _("Please enter at least one day."), "days")
    taken = set(DayOff.objects.values_list("day", flat=True))
    for index, row in enumerate(rows):
        part = Entry(row)
        day = part.day("day")
        part.text("name", longest=100)
        part.flag("is_public_holiday")
        if day and (day in taken or day in seen):
            text = _("%(day)s is already in the list.") % {"day": f"{day:%d.%m.%Y}"}
            part.note("twice", text, "day")
        if day:
            seen.add(day)
        entry.take(part, f"days.{index}." if len(rows) > 1 else "")
    return entry.unmet


@act(gettext_lazy("add days off"), guards=[can_add])
def add_days_off(work: OrganisationWork) -> None:
    rows = work.store_new(_day_off(Entry(row)) for row in work.look.entry["days"])
    made = [row for row in rows if isinstance(row, DayOff)]
    work.note(days={str(row.day): row.name for row in made})
    holidays = [str(row.day) for row in made if row.is_public_holiday]
    if holidays:
        work.note(holidays=holidays)


def _day_off(entry: Entry) -> DayOff:
    name = " ".join(str(entry.given("name")).split())
    day, is_holiday = entry.day("day"), entry.flag("is_public_holiday")
    assert day is not None, "guarded by can_add"
    return DayOff(day=day, name=name, is_public_holiday=is_holiday)


def can_remove(look: LastingLook) -> Iterable[Unmet]:
    """A day of the list that is still to come: deadlines counted it until now."""
    entry = look.entry
    day = entry.day("day")
    if day and not DayOff.objects.filter(day=day).exists():
        entry.note("unknown", _("This day is no longer in the list."), "day")
    elif day and day <= look.call.today:
        text = _("This day is over or has begun. Only days to come can be removed.")
        entry.note("past", text, "day")
    return entry.unmet


@act(gettext_lazy("remove day off"), guards=[can_remove])
def remove_day_off(work: OrganisationWork) -> None:
    row = DayOff.objects.get(day=work.look.entry["day"])
    work.note(days={str(row.day): row.name})
    work.remove([row])
