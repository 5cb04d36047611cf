"""A calendar that any program reads (iCalendar, RFC 5545): whole days, no moments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, Timezone, vDuration, vText

_ASKED_AGAIN = timedelta(hours=1)
"""How often programs are to read the calendar anew."""

_LEGAL_TIME = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class DayEvent:
    """Something on one day; `uid` stays the same as long as it is the same thing."""

    uid: str
    day: date
    summary: str
    description: str = ""
    url: str = ""


def calendar(name: str, events: Iterable[DayEvent], *, at: datetime, product: str) -> bytes:
    """The calendar as a file, made at `at`."""
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", _text(f"-//{product}//DE"))
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _text(name))
    made.add("refresh-interval", _ASKED_AGAIN, parameters={"VALUE": "DURATION"})
    # Outlook knows only this one.
    made.add("x-published-ttl", vDuration(_ASKED_AGAIN))
    # Whole days need no time zone, but a calendar without any component is invalid (3.6).
    made.add_component(Timezone.from_ical(_LEGAL_TIME))
    for event in events:
        made.add_component(_component(event, at))
    content: bytes = made.to_ical()
    return content


def _component(event: DayEvent, at: datetime) -> Event:
    made = Event()
    made.add("uid", _text(event.uid))
    made.add("dtstamp", at.astimezone(UTC))
    made.add("dtstart", event.day)
    made.add("dtend", event.day + timedelta(days=1))
    made.add("summary", _text(event.summary))
    if event.description:
        made.add("description", _text(event.description))
    if event.url:
        made.add("url", event.url)
    # A deadline takes nobody's time.
    made.add("transp", "TRANSPARENT")
    return made


def _text(value: str) -> vText:
    """A text, with a space for each control character: the format has no way to write them."""
    return vText(_CONTROL.sub(" ", value.replace("\r\n", "\n").replace("\r", "\n")))
