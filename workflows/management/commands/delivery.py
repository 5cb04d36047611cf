"""`manage.py delivery`: what waits to be delivered; hold it, or let it leave."""

from argparse import ArgumentParser
from datetime import datetime
from typing import cast

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from ...actions.telling.holding import hold_delivery, release_delivery
from ...queries.telling.held import held_since, would_leave


class Command(BaseCommand):
    help = "Shows what waits to be delivered; after a restore it waits until `release`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["show", "hold", "release"], nargs="?", default="show")

    def handle(self, *, what: str, **_options: object) -> None:
        if what == "hold":
            hold_delivery(at=timezone.now())
        for row in would_leave():
            self.stdout.write(
                f"{row['count']:6} {row['channel']:7} {row['template']}"
                f" ({row['people']}, {timezone.localtime(cast('datetime', row['since'])):%d.%m.%Y})"
            )
        if what == "release":
            release_delivery()
        held = held_since()
        self.stdout.write(_("Delivery is held.") if held else _("Delivery is not held."))
