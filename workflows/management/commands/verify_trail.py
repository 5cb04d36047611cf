"""`manage.py verify_trail`: checks all trails and seals and names the first wrong event."""

import re
import sys
from argparse import ArgumentParser, ArgumentTypeError

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeRemainingColumn

from ...models import Case
from ...queries.proof.seals import fault_of_published, last_seal
from ...queries.proof.verification import further_checks, verify


def _published(text: str) -> tuple[int, bytes]:
    match = re.fullmatch(r"(\d{1,9}):([0-9a-fA-F]{64})", text)
    if match is None:
        raise ArgumentTypeError(_("must be NUMBER:DIGEST, as it was published"))
    return int(match[1]), bytes.fromhex(match[2])


class Command(BaseCommand):
    help = "Checks that no trail was changed by hand. Exit code 1 if one was."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seal",
            type=_published,
            action="append",
            default=[],
            metavar="NUMBER:DIGEST",
            help="a seal as it was published; also finds seals cut off at the end",
        )

    def handle(self, *, seal: list[tuple[int, bytes]], **_options: object) -> None:
        total, count = Case.objects.count(), 0
        console = Console(stderr=True)
        with Progress(
            TextColumn("{task.completed}/{task.total}"),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        ) as bar:
            task = bar.add_task("", total=total)
            for finding in verify(progress=lambda done: bar.update(task, completed=done)):
                self.stdout.write(str(finding))
                count += 1
        for number, digest in seal:
            fault = fault_of_published(number, digest)
            if fault:
                self.stdout.write(str(fault))
                count += 1
        for check in further_checks.values():
            for found in check():
                self.stdout.write(str(found))
                count += 1
        self._conclude(total, count)

    def _conclude(self, cases: int, count: int) -> None:
        newest = last_seal()
        names = {"cases": cases, "seals": newest.number if newest else 0}
        self.stdout.write(_("Checked: %(cases)s cases, %(seals)s seals.") % names)
        if not count:
            self.stdout.write(_("The trail is sound."))
            return
        text = ngettext("%(count)s fault was found.", "%(count)s faults were found.", count)
        self.stdout.write(text % {"count": count})
        sys.exit(1)
