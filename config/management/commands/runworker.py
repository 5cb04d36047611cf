"""`manage.py runworker`: background jobs, crash-only. Let a supervisor start it again."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Works on background jobs until it is asked to end, or until one of its processes dies."
    requires_system_checks: list[str] = []

    def handle(self, **_options: Any) -> None:
        # The one that watches does without Django and so without its memory.
        os.execv(sys.executable, [sys.executable, "-m", "config.worker"])  # noqa: S606
