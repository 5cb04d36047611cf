"""`manage.py qcluster`: django-q's own, with the one schedule put in place first."""

from typing import Any

from django_q.management.commands.qcluster import Command as DjangoQCommand

from ...jobs import ensure_schedule


class Command(DjangoQCommand):
    def handle(self, *args: Any, **options: Any) -> None:
        ensure_schedule()
        super().handle(*args, **options)  # type: ignore[no-untyped-call]
