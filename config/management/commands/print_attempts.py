"""`manage.py print_attempts`: the security log, for who keeps the machine."""

from argparse import ArgumentParser
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from workflows.models import Attempt


class Command(BaseCommand):
    help = "Prints logins and refused acts, oldest first; as long as SECURITY_LOG_DAYS keeps them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=7, help="how far back")
        parser.add_argument("--address", default="", help="of one account only")
        parser.add_argument("--kind", choices=Attempt.Kind.values, help="of one kind only")

    def handle(self, *, days: int, address: str, kind: str | None, **_options: object) -> None:
        rows = Attempt.objects.filter(at__gte=timezone.now() - timedelta(days=days))
        if address:
            rows = rows.filter(person__email__iexact=address)
        if kind:
            rows = rows.filter(kind=kind)
        for row in rows.select_related("person").order_by("at", "pk").iterator():
            who = row.person.email if row.person else row.claimed or "?"
            case = f"case {row.case_number}" if row.case_number else ""
            words = (f"{row.at:%Y-%m-%d %H:%M:%S}", row.kind, who, row.source, row.act, case)
            self.stdout.write("  ".join(word for word in (*words, row.reason) if word))
