"""`manage.py demo`: the demo city in one foreground process."""

import os
import sys

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Runs the demo (PORT=, RESET=1, DATABASE_URL= in the environment). Ctrl-C ends it."
    requires_system_checks: list[str] = []

    def handle(self, **_options: object) -> None:
        # The supervisor does without Django and so without its memory.
        os.execv(sys.executable, [sys.executable, "-m", "config.demo", "run"])  # noqa: S606 - this very interpreter
