"""A calendar of sessions as a TOML file: `[[session]]` with `body`, `starts` and `closes`.

A city can plan with it before it has entered a single session.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from workflows.calendars import BERLIN, local_date

from ...city.enums import OrganizationType
from ...city.file import CityFileError
from ...city.file.problems import Problem
from ...city.file.tables import Table
from ...city.file.toml import read_toml
from .sessions import Body, PlannedSession, SessionCalendar

_SIGNS: Final = (
    (OrganizationType.INTEGRATION_COUNCIL, ("integration", "migration", "auslaender")),
    (OrganizationType.YOUTH_COMMITTEE, ("jugend", "jha", "youth")),
    (OrganizationType.MAIN_COMMITTEE, ("haupt", "hfa", "main", "finanz")),
    (OrganizationType.DISTRICT_COUNCIL, ("bezirk", "bv", "district")),
    (OrganizationType.ADVISORY, ("beirat", "advisory", "senioren")),
    (OrganizationType.COMMITTEE, ("ausschuss", "committee")),
    (OrganizationType.COUNCIL, ("rat", "council")),
)
"""Parts of a key by which the kind of a body is known that no table knows."""


def read_calendar(content: bytes, known: Mapping[str, Body]) -> SessionCalendar:
    """The sessions of a file; bodies that the city has are known by their key.

    Raises CityFileError with every fault: of the TOML, of each session, of a session given twice.
    """
    problems: list[Problem] = []
    file = Table(read_toml(content), _("The file"), problems)
    found: list[PlannedSession] = []
    taken: set[tuple[str, date]] = set()
    for entry in file.tables("session", _("Session")):
        session = _session(entry, known)
        if session is None:
            continue
        if (session.body.key, session.held_on) in taken:
            entry.note(_("The body meets twice on this day."))
        taken.add((session.body.key, session.held_on))
        found.append(session)
    file.finish()
    if not found and not problems:
        file.note(_("There is no session in it. Please begin each one with [[session]]."))
    if problems:
        raise CityFileError(problems)
    return SessionCalendar(found)


def _session(entry: Table, known: Mapping[str, Body]) -> PlannedSession | None:
    key = entry.key("body")
    name = entry.text("name", default=key)
    starts = _day(entry, "starts")
    closes = _day(entry, "closes") if entry.has("closes") else None
    entry.finish()
    if not key or starts is None:
        return None
    if closes is not None and closes > starts:
        entry.note(_("“closes” lies after “starts”."))
    return PlannedSession(known.get(key) or Body(key, name, kind_of(key)), starts, closes)


def _day(entry: Table, key: str) -> date | None:
    value = entry.raw(key)
    if value is None:
        entry.note(_("“%(key)s” is missing."), key=key)
        return None
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            value = None
    if isinstance(value, datetime):
        return local_date(value if value.tzinfo else value.replace(tzinfo=BERLIN))
    if isinstance(value, date):
        return value
    entry.note(_("“%(key)s” must be a day or a moment such as YYYY-MM-DDTHH:MM:SS."), key=key)
    return None


def kind_of(key: str) -> str:
    """The kind of a body by its key; a committee where nothing speaks for another one."""
    parts = key.replace("_", "-").split("-")
    for kind, signs in _SIGNS:
        if any(part.startswith(sign) or part.endswith(sign) for part in parts for sign in signs):
            return kind
    return OrganizationType.COMMITTEE
