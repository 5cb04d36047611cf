"""The town's own days off, beside the holidays of the Land."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ...models import DayOff
from ...refusals import Unmet
from .entry import Entry

if TYPE_CHECKING:
    from .flow import OrganisationFlow


def can_add(flow: OrganisationFlow) -> Iterable[Unmet]:
    """At least one day, each with a name and not yet in the list."""
    entry, seen = flow.entry, set[date]()
    rows = entry.table("days")
    if not rows:
        entry.note("missing", _("Please enter at least one day."), "days")
    taken = set(DayOff.objects.values_list("day", flat=True))
    for index, row in enumerate(rows):
        part = Entry(row)
        day = part.day("day")
        part.text("name", longest=100)
        if day and (day in taken or day in seen):
            text = _("%(day)s is already in the list.") % {"day": f"{day:%d.%m.%Y}"}
            part.note("twice", text, "day")
        if day:
            seen.add(day)
        entry.take(part, f"days.{index}." if len(rows) > 1 else "")
    return entry.unmet


def add(flow: OrganisationFlow) -> None:
    rows = [(Entry(row).day("day"), row["name"]) for row in flow.entry["days"]]
    days = {day: " ".join(name.split()) for day, name in rows if day}
    DayOff.objects.bulk_create(DayOff(day=day, name=name) for day, name in days.items())
    flow.work.note(days={str(day): name for day, name in days.items()})


def can_remove(flow: OrganisationFlow) -> Iterable[Unmet]:
    """A day of the list that is still to come: deadlines counted it until now."""
    entry = flow.entry
    day = entry.day("day")
    if day and not DayOff.objects.filter(day=day).exists():
        entry.note("unknown", _("This day is no longer in the list."), "day")
    elif day and day <= flow.call.today:
        text = _("This day is over or has begun. Only days to come can be removed.")
        entry.note("past", text, "day")
    return entry.unmet


def remove(flow: OrganisationFlow) -> None:
    row = DayOff.objects.get(day=flow.entry["day"])
    flow.work.note(days={str(row.day): row.name})
    row.delete()
