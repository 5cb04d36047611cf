"""`manage.py runworker`: background jobs, crash-only, under a supervisor of its own."""

import os
import sys

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Works on background jobs until it is asked to end; starts again what dies or hangs."
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        # The ones that watch do without Django and so without its memory.
        os.execv(sys.executable, [sys.executable, "-m", "config.worker", *argv[2:]])  # noqa: S606 - this very interpreter

    def handle(self, **_options: object) -> None:
        self.run_from_argv(["manage.py", "runworker"])
