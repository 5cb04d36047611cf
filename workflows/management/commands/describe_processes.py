"""`manage.py describe_processes`: write docs/process.md from the flow classes."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from ...machine import registered_flows
from ...queries.acting.diagram import page_of

HEAD = """# The processes

Written by `manage.py describe_processes` from the flow classes; do not edit by hand.
`make check` fails when this page is not up to date. Every act goes through `act()`
(ARCHITECTURE.md); an act of "the system itself" follows by itself under the same lock.
"""


class Command(BaseCommand):
    """Writes the page, or with --check only says whether it is up to date."""

    help = "Write docs/process.md from the flow classes."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare")

    def handle(self, *_args: object, **options: object) -> None:
        path = Path(__file__).resolve().parents[3] / "docs" / "process.md"
        with translation.override("en"):
            page = "\n".join([HEAD, *(f"{page_of(flow)}\n" for flow in registered_flows())])
        if not options["check"]:
            path.write_text(page, encoding="utf-8")
            return
        if not path.exists() or path.read_text(encoding="utf-8") != page:
            raise CommandError("docs/process.md is out of date: manage.py describe_processes")
