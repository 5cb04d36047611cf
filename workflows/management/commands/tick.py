"""`manage.py tick`: what the worker does every minute, e.g. from a systemd timer."""

from django.core.management.base import BaseCommand, CommandError

from ...jobs import TickError, tick


class Command(BaseCommand):
    help = "Lets passed deadlines take effect, delivers messages and seals the trail once a day."

    def handle(self, **_options: object) -> None:
        try:
            self.stdout.write(tick())
        except TickError as error:
            raise CommandError(f"Failed, see the log: {error}.") from error
