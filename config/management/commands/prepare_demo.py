"""`manage.py prepare_demo`: the step of the demo between its database and its web server."""

from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Brings the demo's database up to date and seeds it once."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="seed anew")

    def handle(self, *, reset: bool, **_options: object) -> None:
        if not settings.DEMO:
            raise CommandError("This is not the demo: DEMO=1 is not set.")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("seed_demo", reset=reset)
        # A demo may have rested for weeks.
        call_command("accept_clock", stdout=StringIO())
