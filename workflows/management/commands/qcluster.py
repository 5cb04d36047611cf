"""`manage.py qcluster`: django-q's own, with the one schedule put in place first."""

import multiprocessing
import os
import sys
from uuid import UUID

from django.db import connections
from django_q.management.commands.qcluster import Command as DjangoQCommand

from ...actions.time import heartbeats
from ...jobs import ensure_schedule


class Command(DjangoQCommand):
    def handle(self, *args: object, **options: object) -> None:
        """Run until asked to end; a sentinel that died is a failure, not an end."""
        ensure_schedule()
        super().handle(*args, **options)  # type: ignore[no-untyped-call]
        sentinels = multiprocessing.active_children()
        for sentinel in sentinels:
            sentinel.join()
        if any(sentinel.exitcode for sentinel in sentinels):
            sys.exit(1)
        group = os.environ.get("WORKER_GROUP", "").partition(":")[0]
        if group:
            connections.close_all()  # the sentinel has inherited it, and ended it
            heartbeats.end(key=UUID(group))
