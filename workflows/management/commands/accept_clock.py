"""`manage.py accept_clock`: somebody has looked at the clock, and it is right."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from ...actions.time.heartbeats import forget_signs
from ...queries.time.health import database_clock


class Command(BaseCommand):
    help = "Says that the clock is right after a leap or a week without a tick; ticks then go on."

    def handle(self, **_options: object) -> None:
        forget_signs()
        now = timezone.localtime(database_clock())
        self.stdout.write(_("Taken as right: %(now)s") % {"now": f"{now:%d.%m.%Y %H:%M}"})
