"""One process of the dispatcher: waits for a line, delivers all notices, says how many."""

from __future__ import annotations

import sys

import django


def main(database: str) -> None:
    """Warm, then begin at the signal; as a worker in earnest it keeps one connection."""
    django.setup()
    from bench.databases import stay
    from tests.kinds import AT
    from workflows.actions.telling.delivery import deliver_notices
    from workflows.models import User

    link = stay(database)
    list(User.objects.all())
    print("ready", flush=True)
    sys.stdin.readline()
    total = 0
    while done := deliver_notices(at=AT).total:
        total += done
    print(total, flush=True)
    link.close()


if __name__ == "__main__":
    main(sys.argv[1])
