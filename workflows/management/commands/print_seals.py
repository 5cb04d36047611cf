"""`manage.py print_seals`: the seals as they are published, to be kept somewhere else."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from ...queries.proof.seals import published_lines


class Command(BaseCommand):
    help = "Prints number, moment and digest of the daily seals, the newest first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--last", type=int, default=1, help="how many (default 1, 0: all)")

    def handle(self, *, last: int, **_options: object) -> None:
        for line in published_lines(last or None):
            self.stdout.write(line)
