"""The pulse of a group. The clock's edge."""

import logging
import os
import socket
from uuid import UUID

from django.db import DatabaseError
from django.utils import timezone
from django_q.signing import SignedPackage

from workflows.actions.time.heartbeats import beat
from workflows.models import Heartbeat

from .marks import GROUP

logger = logging.getLogger(__name__)


def pulse() -> None:
    """Tell all hosts that this group lives.

    A database that does not answer is no fault of the group: the pulse has gone through it.
    """
    key, _, pid = os.environ[GROUP].partition(":")
    host, at = socket.gethostname(), timezone.now()
    try:
        beat(key=UUID(key), role=Heartbeat.Role.WORKERS, host=host, pid=int(pid), at=at)
    except DatabaseError:
        logger.exception("the sign of life could not be written")


def pulse_package() -> str:
    """The pulse as a signed job, as `async_task` makes it; only that it is kept nowhere."""
    job = {
        "id": "pulse",
        "name": "pulse",
        "func": "config.worker.jobs.pulse",
        "args": (),
        "kwargs": {},
        "started": timezone.now(),
        "save": False,
    }
    return str(SignedPackage.dumps(job))
