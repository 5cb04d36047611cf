"""One worker's rounds in one process; says eight times how much memory is resident, in MiB."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import django
from django.utils import timezone


def main(database: str, rounds: int, acts: int) -> None:
    """Acts of an office, then all that a worker does about them, again and again."""
    django.setup()
    from bench.databases import stay
    from tests import kinds
    from workflows.jobs import deliver_here, send, tick

    link = stay(database)
    office = kinds.make_office()
    for number in range(1, rounds + 1):
        for one in range(acts):
            kinds.sent(office, title=f"E-{number}-{one}", at=timezone.now())
        tick()
        deliver_here()
        send()
        if number % (rounds // 8) == 0:
            print(_resident(), flush=True)
    link.close()


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
