"""`manage.py db`: the embedded PostgreSQL. It needs no database."""

import argparse
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...postgres import cli
from ...postgres.errors import PostgresError


class Command(BaseCommand):
    help = "Starts, stops, backs up and restores the embedded PostgreSQL."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        cli.add_arguments(parser, files=str(settings.MEDIA_ROOT))

    def handle(self, **options: object) -> None:
        try:
            code = cli.run(argparse.Namespace(**options), say=self.stdout.write)
        except PostgresError as error:
            raise CommandError(str(error)) from error
        if code:
            sys.exit(code)
