"""`manage.py seed_demo`: fill an empty database with the demo city, once."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from workflows.actions.proof.sealing import forget_note

from ...demo.queries import Filling, filling
from ...demo.seed import MONTHS, seed


class Command(BaseCommand):
    help = "Fills an empty database with the demo city and replays its last ten months, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="begin with a new city")

    def handle(self, *, reset: bool, **_options: object) -> None:
        if not settings.DEMO:
            raise CommandError(_("This is not the demo: DEMO=1 is not set."))
        found = filling()
        if found is Filling.FOREIGN:
            raise CommandError(
                _("This database holds data that is not the demo's. Nothing was changed.")
            )
        if found is Filling.DEMO and not reset:
            return
        if found is Filling.DEMO:
            self._empty()
        self._seed(timezone.now())

    def _empty(self) -> None:
        """Drop everything and migrate anew: the trail refuses to be emptied row by row."""
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
            cursor.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")  # as a new database has it
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)

    def _seed(self, now: datetime) -> None:
        forget_note()
        console = Console(stderr=True)
        begins = now - MONTHS
        self.stderr.write(_("Ten months of the demo city are being replayed …"))
        with Progress(
            TextColumn("{task.fields[day]}"),
            BarColumn(),
            console=console,
            disable=not console.is_terminal,
        ) as bar:
            task = bar.add_task("", total=MONTHS.days, day="")

            def tell(moment: datetime) -> None:
                day = f"{timezone.localdate(moment):%d.%m.%Y}"
                bar.update(task, completed=(moment - begins).days, day=day)

            seed(at=now, tell=tell)
        self.stderr.write(_("The demo city stands."))
