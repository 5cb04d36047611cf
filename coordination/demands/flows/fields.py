"""What the acts of a demand say: read and checked once."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils.translation import gettext as _

from workflows.calendars import BERLIN
from workflows.enums import UnitKind
from workflows.machine.entry import Entry
from workflows.models import Desk, Unit

from ...city.models import FieldOfAction
from ...city.rules import LEADERS, OUTSIDE
from ...group.flows.fields import FARTHEST, TITLE, read_words
from ..enums import DemandKind, Way
from ..models import Demand

EVIDENCE = 300
TEXT = ("kind", "title", "words", "dated_on", "received_on", "way", "evidence")
"""What a demand says, as it was written down."""


def read_demand(entry: Entry, *, today: date) -> None:
    """Kind, title, words, days, way, evidence; every fault is noted."""
    entry.choice("kind", DemandKind)
    entry.text("title", longest=TITLE)
    read_words(entry, "words")
    dated = read_past(entry, "dated_on", today=today)
    received = read_past(entry, "received_on", today=today, needed=False) or dated
    entry.make("received_on", received)
    if dated and received and received < dated:
        text = _("It cannot have been received before the day on which it is dated.")
        entry.note("before_date", text, "received_on")
    entry.choice("way", Way)
    entry.text("evidence", longest=EVIDENCE, needed=False)


def read_sender(entry: Entry, *, today: date) -> None:
    """An association: a partner outside that is known to the organisation office."""
    rows = Unit.objects.in_force(on=today).filter(kind=UnitKind.PARTNER)
    entry.row("sender", rows)


def read_past(
    entry: Entry, name: str, *, today: date, needed: bool = True, since: date | None = None
) -> date | None:
    """A day that is not ahead, and not before another one."""
    day = entry.day(name, needed=needed)
    if day is None:
        return None
    if day > today:
        entry.note("future", _("The day lies in the future."), name)
    elif day.year < today.year - 50:
        entry.note("too_early", _("Please choose a day within the last 50 years."), name)
    elif since is not None and day < since:
        text = _("This day lies before the demand was received.")
        entry.note("before", text, name)
    else:
        return day
    return None


def read_fields_of_action(entry: Entry) -> None:
    """At least one, of those that there are."""
    known = set(FieldOfAction.objects.values_list("pk", flat=True))
    said = entry.given("fields_of_action") or []
    keys = said if isinstance(said, list) else [None]
    if not keys:
        text = _("Please choose at least one field of action.")
        entry.note("missing", text, "fields_of_action")
    elif not known.issuperset(keys):
        text = _("Please choose one of the values offered.")
        entry.note("invalid", text, "fields_of_action")
    entry.make("fields_of_action", sorted(known & {*keys}))


def read_original(entry: Entry, demand: Demand) -> None:
    """The demand that is repeated: of the same sender, older, and neither fulfilled nor taken
    back.
    """
    rows = Demand.objects.exclude(pk=demand.pk)
    original = entry.row("repeats", rows, needed=False)
    if original is None:
        return
    if original.sender_id != demand.sender_id:
        text = _("Only a demand of the same sender can be repeated.")
        entry.note("other_sender", text, "repeats")
    elif original.state in ("confirmed", "withdrawn"):
        text = _("This demand was fulfilled or taken back. Please register a new one.")
        entry.note("original_over", text, "repeats")
    elif original.dated_on > demand.dated_on or _leads_to(original, demand):
        text = _("A demand repeats an earlier one. Please choose one that is older.")
        entry.note("not_older", text, "repeats")


def _leads_to(start: Demand, target: Demand) -> bool:
    """Whether going back from one repetition to the next one arrives at the demand itself."""
    one: Demand | None = start
    while one is not None:
        if one.pk == target.pk:
            return True
        one = one.repeats
    return False


def read_office(entry: Entry, *, today: date) -> None:
    """An office of the city that somebody leads."""
    unit = entry.row("office", Unit.objects.in_force(on=today))
    if unit is None:
        return
    led = Desk.objects.filter(unit=unit, function__in=LEADERS, closed_on=None)
    if unit.kind in OUTSIDE:
        text = _("Please choose an office of the city: a partner outside examines no demand.")
        entry.note("outside", text, "office")
    elif not led.exists():
        text = _("Nobody leads this office. Please choose another one.")
        entry.note("unled", text, "office")


def read_ahead(entry: Entry, name: str, *, today: date) -> None:
    """A day ahead and not too far, if one is said."""
    day = entry.day(name, needed=False)
    if day is None:
        return
    if day <= today:
        text = _("This day is not in the future. Please choose a later day.")
        entry.note("past", text, name)
    elif day > today + FARTHEST:
        entry.note("too_far", _("Please choose a day within three years."), name)


def read_moment(entry: Entry) -> datetime | None:
    """Day and time of day, in the city's own time."""
    day = entry.day("meets_on")
    said = str(entry.given("meets_from") or "")
    try:
        hour = time.fromisoformat(said)
    except ValueError:
        text = _("Please write the time like 14:30.") if said else _("Please fill in this field.")
        entry.note("invalid" if said else "missing", text, "meets_from")
        return None
    return datetime.combine(day, hour.replace(tzinfo=None), BERLIN) if day else None


def read_word(entry: Entry, demand: Demand, *, today: date, is_recorded: bool) -> None:
    """What a sender said and when; where it is recorded for them, by which way and where it is."""
    if not is_recorded:
        entry.make("said_on", today)
        entry.make("said_way", Way.ONLINE.value)
        entry.make("evidence", "")
        return
    since = demand.received_on
    entry.make("said_on", read_past(entry, "said_on", today=today, since=since))
    entry.choice("said_way", Way)
    entry.text("evidence", longest=EVIDENCE)
