"""`make faults`: every fault as often as is promised; a table, and 1 on any loss.

python -m tests.faults [--few] [name …]; `--few` is what `make test` does.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tests.faults import stand

if TYPE_CHECKING:
    from tests.faults.figures import Figures

Fault = Callable[..., Iterator["Figures"]]


def _groups(*, few: bool) -> Iterator[Figures]:
    from tests.faults import groups

    yield groups.killed(times=1 if few else 20)
    yield groups.hung(["pusher"] if few else groups.ROLES, silence=8 if few else 120)
    if not few:
        yield groups.stuck()


def _commands(*, few: bool) -> Iterator[Figures]:
    from tests.faults import commands, loads

    asking = loads.Questions(cases=commands.CASES)
    yield commands.sent_in_a_storm(asking, number=300 if few else 1_000)
    if not few:
        # So many questions to a case would be none of this world.
        stand.empty()
        yield commands.sent_in_a_storm(loads.Notes(cases=commands.CASES), number=10_000)


def _restarts(*, few: bool) -> Iterator[Figures]:
    from tests.faults import loads, restarts

    dice, pauses = random.Random(1), [2.0, 2.0]
    while not few and sum(pauses) < 600:
        pauses.append(round(dice.uniform(5, 40), 1))
    yield restarts.under_load(loads.Notes(cases=20), stand.cluster(), pauses=pauses)


def _votes(*, few: bool) -> Iterator[Figures]:
    from tests.faults import votes

    yield votes.at_the_same_instant(cases=40 if few else 1_000)


def _reminders(*, few: bool) -> Iterator[Figures]:
    from tests.faults import reminders

    if few:
        yield reminders.killed(rows=1_000, kills=20)
    else:
        yield reminders.killed(rows=10_000, kills=200)


def _statements(*, few: bool) -> Iterator[Figures]:
    from tests.faults import statements

    yield from statements.all_of_them()


FAULTS: dict[str, Fault] = {
    "groups": _groups,
    "commands": _commands,
    "votes": _votes,
    "statements": _statements,
    "reminders": _reminders,
    # Last, because it leaves the server restarted.
    "restarts": _restarts,
}
"""What may be named."""

LIMIT = 60 * 60
"""Seconds: whatever still runs then hangs, and that is a loss too."""


def _out_of_time(_number: int, _frame: object) -> None:
    raise TimeoutError(f"not done after {LIMIT // 60} minutes")


def main(arguments: list[str]) -> int:
    """Do those that are named, or all; the result is the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*FAULTS, []], metavar="name")
    parser.add_argument("--few", action="store_true", help="as often as make test does")
    options = parser.parse_args(arguments)
    stand.prepare()
    losses = 0
    # Raised wherever the main thread is, so that processes and the server end on the way out.
    signal.signal(signal.SIGALRM, _out_of_time)
    signal.alarm(LIMIT)
    with stand.database():
        for name in options.names or FAULTS:
            stand.empty()
            begin = time.monotonic()
            for figures in FAULTS[name](few=options.few):
                print(*figures.lines(), sep="\n", flush=True)
                losses += len(figures.losses)
            print(f"    {name}: {time.monotonic() - begin:.0f} s", flush=True)
    print("nothing was lost" if not losses else f"{losses} LOSSES")
    return 1 if losses else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
