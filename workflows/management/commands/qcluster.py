"""`manage.py qcluster`: django-q's own, with the one schedule put in place first."""

import os
import sys
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.db import connections
from django_q.cluster import Cluster

from ...actions.time import heartbeats
from ...jobs import ensure_schedule


class Command(BaseCommand):
    help = "Starts the processes that work the queue of jobs."

    def handle(self, *args: object, **options: object) -> None:  # noqa: ARG002 - Django's
        """Run until asked to end; a sentinel that died is a failure, not an end.

        django-q's command forgets its cluster, and with it the code of a sentinel that ended
        before anybody looked.
        """
        ensure_schedule()
        cluster = Cluster()
        cluster.start()
        sentinel: Any = cluster.sentinel
        sentinel.join()
        if sentinel.exitcode:
            sys.exit(1)
        group = os.environ.get("WORKER_GROUP", "").partition(":")[0]
        if group:
            connections.close_all()  # the sentinel has inherited it, and ended it
            heartbeats.end(key=UUID(group))
