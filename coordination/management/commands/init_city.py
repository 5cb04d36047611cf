"""Set up the city from its file: units, desks, accounts, bodies, sessions, routes."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...city.file import CityFileError, read_city
from ...founding.actions import LoadedCity, load_city

# Sessions are planned this far ahead unless --until says otherwise.
_DAYS_AHEAD = 550


class Command(BaseCommand):
    help = "Set up the city from a TOML file; the same file twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the city's file, e.g. city.toml")
        parser.add_argument(
            "--until",
            type=date.fromisoformat,
            help="plan sessions up to this day (2027-12-31); default: a year and a half ahead",
        )

    def handle(self, *_args: object, **options: Any) -> None:  # as argparse made them
        now = timezone.now()
        until = options["until"] or timezone.localdate(now) + timedelta(days=_DAYS_AHEAD)
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            message = _("The file “%(file)s” cannot be read: %(reason)s")
            details = {"file": options["file"], "reason": error.strerror}
            raise CommandError(message % details) from None
        try:
            loaded = load_city(read_city(content), at=now, sessions_until=until)
        except CityFileError as error:
            raise CommandError(self._listed(error)) from None
        self.stdout.write(self._summary(loaded))

    def _listed(self, error: CityFileError) -> str:
        count = len(error.problems)
        head = ngettext(
            "Nothing was written. %(count)d problem:",
            "Nothing was written. %(count)d problems:",
            count,
        )
        return "\n".join([head % {"count": count}, *(f"- {one}" for one in error.problems)])

    def _summary(self, loaded: LoadedCity) -> str:
        if not any((loaded.units, loaded.bodies, loaded.sessions)):
            return _("The city stands already; nothing was changed.")
        message = _(
            "Set up: %(units)d units, %(desks)d desks, %(people)d accounts, "
            "%(bodies)d bodies, %(sessions)d sessions."
        )
        return message % {
            "units": loaded.units,
            "desks": loaded.desks,
            "people": loaded.people,
            "bodies": loaded.bodies,
            "sessions": loaded.sessions,
        }
