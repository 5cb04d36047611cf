"""Import a list of measures: check it, then make a draft of each row."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from workflows.calendars import local_date
from workflows.models import User
from workflows.refusals import Refusal
from workflows.spelling import one_line

from ...imports.actions.rows import require_proposer
from ...imports.actions.uploads import list_name
from ...imports.enums import RowFate
from ...imports.queries import secretary
from ...imports.reading import Findings, TakenRow, check, take

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PARTLY = 3
"""Exit code where good rows were imported and others were not."""

_EVERY = 500

_CODES = """\
exit codes:
  0  every row was imported or had been before
  1  nothing was written: the file or one of its rows has a problem
  2  the command was not called as it should be
  3  good rows were imported, others have a problem (--good-rows)
"""


class Command(BaseCommand):
    help = "Import a list of measures (.csv, .xlsx) as drafts; the same file twice changes nothing."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: object) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.epilog = _CODES
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the list, see docs/massnahmenliste.md")
        parser.add_argument(
            "--as", dest="email", metavar="EMAIL",
            help="who imports; default: the head of the integration centre",
        )  # fmt: skip
        parser.add_argument(
            "--source", metavar="NAME",
            help="name under which the list is known again; default: the name of the file",
        )  # fmt: skip
        parser.add_argument(
            "--stock", action="store_true",
            help="measures that were decided already: their days may lie in the past",
        )  # fmt: skip
        parser.add_argument(
            "--reports", action="store_true",
            help="reports of earlier years on the measures of the list --source",
        )  # fmt: skip
        parser.add_argument("--good-rows", action="store_true", help="leave out rows with problems")
        parser.add_argument("--check", action="store_true", help="check only, write nothing")

    def handle(self, *_args: object, **options: Any) -> None:  # as argparse made them
        path: Path = options["file"]
        source = list_name(options["source"] or path.name)
        kind = "report" if options["reports"] else "measure"
        how = {"is_stock": options["stock"] or options["reports"], "kind": kind}
        by = self._importer(options["email"], kind)
        with self._opened(path) as file:
            with _progress(_("Check"), self._say) as tell:
                findings = check(file, source=source, by=by, at=timezone.now(), tell=tell, **how)
            self._report(findings, by, source)
            if options["check"]:
                if findings.problems:
                    sys.exit(1)
                return
            self._refuse(findings, good_rows=options["good_rows"])
            with _progress(_("Import"), self._say, findings.rows) as tell:
                rows = take(file, source=source, by=by, clock=timezone.now, **how)
                fates = self._take(rows, findings, tell=tell)
        self._result(fates)

    def _importer(self, email: str | None, kind: str) -> User:
        now = timezone.now()
        if email:
            person = User.objects.filter(email__iexact=one_line(email), deactivated_at=None).first()
            if person is None:
                raise CommandError(_("There is no account “%(email)s”.") % {"email": email})
        else:
            person = secretary(on=local_date(now))
            if person is None:
                raise CommandError(_("Nobody leads the integration centre. Name an account: --as"))
        try:
            require_proposer(person, at=now, kind=kind)
        except Refusal as refusal:
            raise CommandError(f"{person.email}: {refusal.text}") from None
        return person

    @contextmanager
    def _opened(self, path: Path) -> Iterator[BinaryIO]:
        try:
            file = path.open("rb")
        except OSError as error:
            message = _("The file “%(file)s” cannot be read: %(reason)s")
            raise CommandError(message % {"file": path, "reason": error.strerror}) from None
        with file:
            yield file

    def _report(self, findings: Findings, by: User, source: str) -> None:
        for problem in findings.problems:
            self.stderr.write(str(problem))
        message = _("List “%(source)s” in the name of %(person)s (%(email)s)")
        self._say(message % {"source": source, "person": by, "email": by.email})
        if findings.rows:
            message = _(
                "%(rows)d rows: %(created)d new, %(updated)d changed, %(unchanged)d unchanged, "
                "%(faulty)d with problems."
            )
            self._say(message % findings.counts)
        if findings.similar_source:
            message = _("Its rows are known from the list “%(name)s” (--source).")
            self._say(message % {"name": findings.similar_source})

    def _refuse(self, findings: Findings, *, good_rows: bool) -> None:
        """Stop before anything is written unless the rows, or the good ones, may be taken."""
        is_fit = findings.rows > findings.faulty
        if is_fit and (good_rows or not findings.faulty):
            return
        message = _("Nothing was written.")
        if is_fit:
            message += " " + _("With --good-rows the rows without a problem are imported.")
        raise CommandError(message)

    def _take(
        self, rows: Iterator[TakenRow], findings: Findings, *, tell: Callable[[int], None]
    ) -> Counter[RowFate | None]:
        """What became of the rows (None: left out); tells problems that came up only now."""
        told = {problem.row for problem in findings.problems}
        fates: Counter[RowFate | None] = Counter()
        for count, taken in enumerate(rows, start=1):
            fates[taken.fate] += 1
            for problem in taken.problems if taken.row not in told else ():
                self.stderr.write(str(problem))
            tell(count)
        return fates

    def _result(self, fates: Counter[RowFate | None]) -> None:
        message = _("Done: %(created)d new, %(updated)d changed, %(unchanged)d unchanged.")
        self._say(message % {fate.value: fates[fate] for fate in RowFate})
        left = fates[None]
        if left:
            text = ngettext("%(count)d row was left out.", "%(count)d rows were left out.", left)
            self._say(text % {"count": left})
            sys.exit(PARTLY)

    def _say(self, text: str) -> None:
        self.stdout.write(text)


@contextmanager
def _progress(
    what: str, say: Callable[[str], None], rows: int | None = None
) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, elsewhere a line every so often."""
    console = Console()
    if not console.is_terminal:

        def tell(done: int) -> None:
            if rows and done % _EVERY == 0:
                say(f"{what}: {done}/{rows}")

        yield tell
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console) as progress:
        bar = progress.add_task(what, total=rows)

        def move(done: int) -> None:
            progress.update(bar, completed=done)

        yield move
