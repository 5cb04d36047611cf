"""When a matter reaches which body: the earliest chain, or what a wished session would cost."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workflows.calendars import PeriodError, WorkingCalendar
from workflows.queries.people.routes import working_calendar

from ...city.enums import OrganizationType
from ...city.file import CityFileError
from ...council.models import CouncilRule
from ...council.planning import Body, PlannedSession, Planner, Shortcut, Way, cuts_for
from ...council.planning.calendar_file import read_calendar
from ...council.planning.sessions import SessionCalendar
from ...council.planning.words import as_data, in_lines, in_words
from ...council.queries.planning import known_bodies, regular_planner, sessions_from
from ...council.queries.rulebook import Rulebook, Rules, rules_on
from ...council.queries.shipped import rows_of

_LARGEST = 5_000_000
"""Bytes of a calendar file; the sessions of a large city for ten years take a fifth of it."""


@dataclass(frozen=True)
class _City:
    """What the plan is made with: from the database, else the law and the holidays of the Land."""

    calendar: WorkingCalendar
    rules: Rules
    bodies: Mapping[str, Body]


class Command(BaseCommand):
    help = "Say which session a matter can reach that begins on a day, and by when what is due."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="start", type=_date, help="work begins (2026-11-30)")
        parser.add_argument("--wish", type=_date, help="day of the session that is wished for")
        parser.add_argument("--body", help="key of the body that decides; default: the council")
        parser.add_argument("--calendar", type=Path, help="plan with the sessions of this file")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: object, **options: Any) -> None:  # as argparse made them
        start: date = options["start"] or timezone.localdate()
        wish: date | None = options["wish"]
        if wish is not None and wish <= start:
            text = _("The wished day has to lie after the day on which work begins.")
            raise CommandError(text)
        try:
            planner = _planner(start, options["body"], options["calendar"])
            self._answer(planner, start, wish, as_json=options["json"])
        except PeriodError as error:
            raise CommandError(str(error)) from None

    def _answer(self, planner: Planner, start: date, wish: date | None, *, as_json: bool) -> None:
        earliest = planner.earliest(start)
        if wish is None:
            data = as_data(earliest, reachable=earliest is not None, shortcut=None)
            self._say(data if as_json else None, _words_of_earliest(planner, earliest, start))
            return
        wished = planner.session_on(wish)
        if wished is None:
            raise CommandError(_no_session(planner, wish))
        regular, shortcut = planner.way_to(wished, start), cuts_for(planner, wished, start)
        reachable = regular is not None and planner.is_reachable(regular, start)
        shown = regular or (shortcut.way if shortcut else None)
        data = as_data(shown, reachable=reachable, shortcut=shortcut)
        data["suffices"] = reachable or bool(shortcut and shortcut.suffices)
        data["earliest"] = as_data(earliest, reachable=earliest is not None, shortcut=None)
        lines = list(_words_of_wish(wished, regular if reachable else None, shortcut))
        if not reachable:
            lines += _words_of_earliest(planner, earliest, start)
        self._say(data if as_json else None, lines)

    def _say(self, data: Mapping[str, object] | None, lines: list[str]) -> None:
        if data is not None:
            self.stdout.write(json.dumps(data, ensure_ascii=False))
            return
        for line in lines:
            self.stdout.write(line)


def _planner(start: date, body: str | None, file: Path | None) -> Planner:
    city = _city(start, is_needed=file is None)
    sessions = _from_file(file, city.bodies) if file else sessions_from(start)
    return regular_planner(city.calendar, sessions, _decides(sessions, body), city.rules)


def _city(day: date, *, is_needed: bool) -> _City:
    """The city's own calendar, rules and bodies. A file of sessions can be planned without them."""
    try:
        city = _City(working_calendar(), rules_on(day), known_bodies())
    except Error:
        if is_needed:
            text = _("The database is not there. Please start it, or plan with --calendar.")
            raise CommandError(text) from None
        city = _City(WorkingCalendar(settings.LAND), Rules(day, []), {})
    if city.rules.rows:
        return city
    rows = [CouncilRule(**row) for row in rows_of(settings.LAND)]
    return _City(city.calendar, Rulebook(rows).on(day), city.bodies)


def _from_file(path: Path, bodies: Mapping[str, Body]) -> SessionCalendar:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        details = {"file": path, "reason": error.strerror}
        text = _("The file “%(file)s” cannot be read: %(reason)s")
        raise CommandError(text % details) from None
    if len(content) > _LARGEST:
        raise CommandError(_("The file is larger than 5 MB. Please give fewer years."))
    try:
        return read_calendar(content, bodies)
    except CityFileError as error:
        head = _("The calendar cannot be used:")
        raise CommandError("\n".join([head, *(f"- {one}" for one in error.problems)])) from None


def _decides(sessions: SessionCalendar, key: str | None) -> Body:
    """The body that decides. Raises CommandError with those that there are."""
    if key is None:
        found = sessions.of_type(OrganizationType.COUNCIL)
        if len(found) == 1:
            return found[0]
    elif key in sessions.bodies:
        return sessions.bodies[key]
    known = ", ".join(sorted(sessions.bodies)) or _("none")
    if key is None:
        text = _("Please name the body that decides with --body. Bodies with sessions: %(known)s.")
    else:
        text = _("The body “%(key)s” has no sessions. Bodies with sessions: %(known)s.")
    raise CommandError(text % {"key": key, "known": known})


def _no_session(planner: Planner, wish: date) -> str:
    later = next(planner.sessions.after(planner.decides.key, wish), None)
    text = _("“%(body)s” does not meet on %(day)s.")
    details = {"body": planner.decides.name, "day": _day(wish)}
    if later:
        text += " " + _("The next session is on %(next)s.")
        details["next"] = _day(later.held_on)
    return text % details


def _words_of_wish(
    wished: PlannedSession, regular: Way | None, shortcut: Shortcut | None
) -> Iterator[str]:
    details = {"body": wished.body.name, "day": _day(wished.held_on)}
    if regular is not None:
        yield _("“%(body)s” on %(day)s is reached on the regular way.") % details
        yield from in_lines(regular)
    else:
        yield _("“%(body)s” on %(day)s is not reached on the regular way.") % details
    if shortcut is None:
        return
    yield _("What would have to be cut:")
    yield from (f"  - {in_words(cut)}" for cut in shortcut.cuts)
    yield from in_lines(shortcut.way)
    if not shortcut.suffices:
        yield _("Even all of it together is not enough.")


def _words_of_earliest(planner: Planner, way: Way | None, start: date) -> list[str]:
    if way is None:
        text = _("No session of “%(body)s” can be reached from %(day)s. Please plan more sessions.")
        return [text % {"body": planner.decides.name, "day": _day(start)}]
    text = _("Earliest from %(day)s: “%(body)s” on %(session)s")
    details = {
        "day": _day(start),
        "body": way.decides.body.name,
        "session": _day(way.decides.held_on),
    }
    return [text % details, *in_lines(way)]


def _day(day: date) -> str:
    return date_format(day, "D d.m.Y")


def _date(text: str) -> date:
    return date.fromisoformat(text)
