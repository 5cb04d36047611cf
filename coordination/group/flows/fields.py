"""What an order says: read and checked once, at its draft and at each change."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from workflows.machine.entry import Entry
from workflows.models import Desk, Unit

from ...city.models import FieldOfAction
from ...city.rules import LEADERS, OUTSIDE
from ..models.orders import IN_WORDS

TITLE = 300
FARTHEST = timedelta(days=3 * 366)


def read_order(entry: Entry, *, today: date) -> None:
    """Title, task, office, day, fields of action; every fault is noted."""
    entry.text("title", longest=TITLE)
    read_words(entry, "words")
    read_unit(entry, today=today)
    read_due(entry, today=today)
    known = set(FieldOfAction.objects.values_list("pk", flat=True))
    said = entry.given("fields_of_action") or []
    keys = said if isinstance(said, list) else [None]
    if not known.issuperset(keys):
        text = _("Please choose one of the values offered.")
        entry.note("invalid", text, "fields_of_action")
    entry.make("fields_of_action", sorted(known & {*keys}))


def read_words(entry: Entry, name: str) -> None:
    """A text of several lines that is needed."""
    words = str(entry.given(name) or "").strip()
    if not words:
        entry.note("missing", _("Please fill in this field."), name)
    elif len(words) > IN_WORDS:
        text = _("Please shorten this text to %(count)s characters.")
        entry.note("too_long", text % {"count": IN_WORDS}, name)
    entry.make(name, words)


def read_unit(entry: Entry, *, today: date) -> None:
    """An office that somebody leads, or a partner outside."""
    unit = entry.row("unit", Unit.objects.in_force(on=today))
    if unit is None or unit.kind in OUTSIDE:
        return
    if not Desk.objects.filter(unit=unit, function__in=LEADERS, closed_on=None).exists():
        text = _("Nobody leads this office. Please choose another one.")
        entry.note("unled", text, "unit")


def read_due(entry: Entry, *, today: date, after: date | None = None) -> None:
    """A day ahead and not too far; later than the present one where there is one."""
    due = entry.day("due_on")
    if due is None:
        return
    if due <= today:
        text = _("This day is not in the future. Please choose a later day.")
        entry.note("past", text, "due_on")
    elif after is not None and due <= after:
        text = _("The new day must be later than the present one.")
        entry.note("not_later", text, "due_on")
    elif due > today + FARTHEST:
        entry.note("too_far", _("Please choose a day within three years."), "due_on")
