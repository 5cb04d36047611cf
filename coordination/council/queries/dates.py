"""Lines of dates as people type them, and calendar files, as sessions to be entered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from icalendar import Calendar

from workflows.calendars import BERLIN
from workflows.forms.fields import GermanDateField
from workflows.spelling import one_line, tidied

from ..models import Organization

MOST = 400
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:\s*Uhr)?|(\d{1,2})\s*Uhr", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A session that somebody wants to enter: local begin, body, place."""

    body: Organization
    starts_at: datetime
    location: str


class UnreadableFileError(ValueError):
    """A file that is no calendar; its text says so to whoever sent it."""


def read_lines(
    text: str, *, bodies: Sequence[Organization], body: Organization | None, at: time, place: str
) -> tuple[list[Wanted], list[str]]:
    """The sessions that the lines name, and what is wrong with which line.

    A line is day, time, body and place with semicolons between; what it leaves out is given.
    """
    found, problems = [], []
    lines = [line for line in tidied(text).splitlines() if line.strip()]
    if len(lines) > MOST:
        return [], [_("Please enter %(most)s sessions at most.") % {"most": MOST}]
    for number, line in enumerate(lines, start=1):
        try:
            found.append(_wanted(line, bodies, body, at, place))
        except ValidationError as error:
            words = {"number": number, "problem": " ".join(error.messages)}
            problems.append(_("Line %(number)s: %(problem)s") % words)
    return found, problems


def _wanted(
    line: str, bodies: Sequence[Organization], body: Organization | None, at: time, place: str
) -> Wanted:
    parts = [one_line(part) for part in line.replace("\t", ";").split(";")]
    said = parts[0].split(" ", 1)
    day = GermanDateField().clean(said[0])
    hour = said[1] if len(said) > 1 else ""
    rest = parts[1:]
    if rest and not hour and _TIME.fullmatch(rest[0]):
        hour = rest.pop(0)
    moment = _time(hour) if hour else at
    named = rest.pop(0) if rest else ""
    if named:
        body = body_named(named, bodies)
        if body is None:
            raise ValidationError(_("There is no body called “%(name)s”.") % {"name": named})
    if body is None:
        raise ValidationError(_("The body is missing."))
    where = rest[0] if rest and rest[0] else place
    return Wanted(body, datetime.combine(day, moment, tzinfo=BERLIN), where)


def _time(text: str) -> time:
    found = _TIME.fullmatch(text.strip())
    try:
        if found:
            return time(int(found[1] or found[3]), int(found[2] or 0))
    except ValueError:
        pass
    raise ValidationError(_("“%(text)s” is no time. Please write it like 15:00.") % {"text": text})


def body_named(text: str, bodies: Sequence[Organization]) -> Organization | None:
    """The body that a text names: by its key or names, else the longest name that it contains."""
    plain = one_line(text).casefold()
    for body in bodies:
        if plain in {body.key.casefold(), body.name.casefold(), body.short_name.casefold()}:
            return body
    inside = [
        (len(name), body)
        for body in bodies
        for name in (body.name, body.short_name)
        if re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", plain)
    ]
    return max(inside, key=lambda pair: pair[0])[1] if inside else None


def lines_of(content: bytes, *, bodies: Sequence[Organization]) -> list[str]:
    """The events of a calendar file as lines; UnreadableFileError where it is none.

    Moments are turned into the time of Berlin; those without a time zone are of Berlin. What is
    cancelled in the file is left out, a series gives its first day only.
    """
    try:
        calendar = Calendar.from_ical(content)
    except (ValueError, IndexError, KeyError):
        text = _("This is no calendar file (.ics).")
        raise UnreadableFileError(text) from None
    return [line for _moment, line in sorted(_events(calendar, bodies))][:MOST]


def _events(calendar: Calendar, bodies: Sequence[Organization]) -> Iterator[tuple[str, str]]:
    for event in calendar.walk("VEVENT"):
        begins = getattr(event.get("DTSTART"), "dt", None)
        if not isinstance(begins, date) or str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        name = one_line(str(event.get("SUMMARY", ""))).replace(";", ",")
        body = body_named(name, bodies)
        place = one_line(str(event.get("LOCATION", ""))).replace(";", ",")
        if isinstance(begins, datetime):
            local = begins.astimezone(BERLIN) if begins.tzinfo else begins
            said = f"{local:%d.%m.%Y};{local:%H:%M}"
        else:
            said = f"{begins:%d.%m.%Y}"
        yield begins.isoformat(), f"{said};{body.short_name if body else name};{place}".rstrip(";")
