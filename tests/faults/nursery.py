"""Keeps some dispatchers alive: forks another for each that dies. Says the pid of each.

python -m tests.faults.nursery DATABASE SMTP_PORT BEGIN COUNT – ends with its standard input.
BEGIN is the time of this machine's clock that counts as `reminders.AT`.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from datetime import timedelta

CLIMBS_EVERY = 0.3
"""Seconds: a tick comes far less often than a delivery."""


def main(database: str, port: str, begin: str, count: str) -> None:
    """Fork, wait, fork; at the end kill those that are left."""
    os.environ["TEST_PROCESS_DATABASE"] = database
    import django

    django.setup()
    children = {_child(int(port), float(begin)) for _ in range(int(count))}
    while not select.select([sys.stdin], [], [], 0.005)[0]:
        dead, _status = os.waitpid(-1, os.WNOHANG)
        if dead:
            children = {*children - {dead}, _child(int(port), float(begin))}
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _child(port: int, begin: float) -> int:
    pid = os.fork()
    if pid == 0:
        _work(port, begin)
    print(pid, flush=True)
    return pid


def _work(port: int, begin: float) -> None:
    """The ladder, notices and mails, in small portions so that a kill hits every place."""
    from django.core.mail.backends.smtp import EmailBackend

    from tests.faults.reminders import AT
    from workflows.actions.telling.delivery import deliver_mails, deliver_notices
    from workflows.actions.time.ladder import climb

    climbed = 0.0
    while True:
        at = AT + timedelta(seconds=time.time() - begin)
        if time.monotonic() - climbed > CLIMBS_EVERY:
            climb(at=at)
            climbed = time.monotonic()
        notices = deliver_notices(at=at, limit=20)
        post = EmailBackend(host="127.0.0.1", port=port, timeout=5)
        mails = deliver_mails(at=at, limit=20, connection=post)
        if not notices.total and not mails.total:
            time.sleep(0.01)


if __name__ == "__main__":
    main(*sys.argv[1:])
