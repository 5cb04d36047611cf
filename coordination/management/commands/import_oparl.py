"""Read what a council system publishes by OParl: sessions, agendas, papers, results."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from workflows.wire.turns import turn

from ...council.models import CouncilImport
from ...council.oparl.folders import Folder
from ...council.oparl.oddities import WORDS, Oddities
from ...council.oparl.running import Tell, run
from ...council.oparl.servers import Limits, Server, SourceError
from ...council.oparl.sites import Reader, Site
from ...council.queries.adopting import waiting_there

PARTLY = 3
"""Exit code where something broke off and the rest was imported."""

_CODES = """\
exit codes:
  0  everything was read (what was odd is listed)
  1  nothing was read and nothing written
  2  the command was not called as it should be
  3  a list broke off; what was read stays, the next import goes on there
"""


class Command(BaseCommand):
    help = "Import from a council system (OParl 1.1); the same again changes nothing."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: object) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.epilog = _CODES
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="URL|DIR", help="system, body, or a folder of .json")
        parser.add_argument(
            "--allow-host", action="append", default=[], metavar="HOST",
            help="a further host (host or host:port) that links may lead to",
        )  # fmt: skip
        parser.add_argument(
            "--inside", action="store_true", help="the system stands in our own network"
        )
        parser.add_argument(
            "--all", action="store_true", help="ask for everything, not for changes only"
        )
        parser.add_argument(
            "--hours", type=float, default=6.0, help="give up after so many hours; default: 6"
        )

    def handle(self, *_args: object, **options: object) -> None:
        reader = _reader(
            str(options["source"]), tuple(cast("list[str]", options["allow_host"])),
            inside=bool(options["inside"]), hours=cast("float", options["hours"]),
        )  # fmt: skip
        with turn("council import") as is_ours:
            if not is_ours:
                raise CommandError(_("Another import from a council system is under way."))
            with _progress(self._say) as tell:
                try:
                    record = run(reader, clock=timezone.now, tell=tell, anew=bool(options["all"]))
                except SourceError as error:
                    self._odd(reader.oddities)
                    text = _("Nothing was read: %(reason)s (%(where)s)")
                    details = {"reason": WORDS[error.kind], "where": error.where}
                    raise CommandError(text % details) from None
        self._result(record)
        if record.status != CouncilImport.Status.DONE:
            sys.exit(PARTLY)

    def _result(self, record: CouncilImport) -> None:
        for kind, counts in record.counts.items():
            text = _(
                "%(kind)s: %(created)d new, %(changed)d changed, %(deleted)d deleted, "
                "%(unchanged)d unchanged"
            )
            self._say(text % {"kind": kind, **counts})
        odd = list(record.oddities.all())
        if odd:
            self._say(_("What was odd:"))
        for row in odd:
            self._say(f"{row.count:>7} × {WORDS.get(row.kind, row.kind)} ({row.example})")
        conflicts = record.conflicts.filter(decision="").count()
        if conflicts:
            text = ngettext(
                "%(count)d contradiction waits for the council office.",
                "%(count)d contradictions wait for the council office.",
                conflicts,
            )
            self._say(text % {"count": conflicts})
        self._waiting()
        if record.status != CouncilImport.Status.DONE:
            self.stderr.write(
                _("Not everything was read. What was read stays; the next import goes on there.")
            )

    def _waiting(self) -> None:
        """What the council office finds in its calendar now."""
        there = waiting_there(after=timezone.now())
        if there.any:
            text = _("For the council office: %(offers)d sessions to take over, %(changes)d moved "
                     "or cancelled, %(links)d bodies to link.")  # fmt: skip
            details = {"offers": there.offers, "changes": there.changes, "links": there.links}
            self._say(text % details)

    def _odd(self, oddities: Oddities) -> None:
        for kind, count, example in oddities:
            self.stderr.write(f"{count:>7} × {WORDS[kind]} ({example})")

    def _say(self, text: str) -> None:
        self.stdout.write(text)


def _reader(named: str, allow: tuple[str, ...], *, inside: bool, hours: float) -> Reader:
    """The council system or the folder that was named."""
    oddities, limits = Oddities(), Limits(seconds=hours * 3600)
    if urlsplit(named).scheme.lower() in {"http", "https"}:
        return Site(Server(named, oddities, allow=allow, inside=inside, limits=limits))
    path = Path(named)
    if not path.is_dir():
        raise CommandError(_("“%(named)s” is neither an address nor a folder.") % {"named": named})
    return Folder(path, oddities, limits)


_EVERY = 2000


@contextmanager
def _progress(say: Callable[[str], None]) -> Iterator[Tell]:
    """A bar for each kind on a terminal, elsewhere a line every so often."""
    console = Console()
    if not console.is_terminal:
        said: dict[str, int] = {}

        def tell(kind: str, done: int, total: int | None) -> None:
            if done // _EVERY > said.get(kind, 0):
                said[kind] = done // _EVERY
                say(f"{kind}: {done}" + (f"/{total}" if total else ""))

        yield tell
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        bars: dict[str, TaskID] = {}

        def move(kind: str, done: int, total: int | None) -> None:
            if kind not in bars:
                bars[kind] = progress.add_task(kind, total=total)
            progress.update(bars[kind], completed=done, total=total)

        yield move
