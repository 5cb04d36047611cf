"""No acknowledged act is lost and none happens twice, however often connections break."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from django.db import connection

from tests.faults import storms
from tests.faults.figures import Figures
from tests.faults.loads import Load, kept, new_commands
from workflows.actions.acting.acts import Outcome

WRITERS, CASES = 8, 20


def sent_in_a_storm(load: Load, *, number: int, seed: int = 7) -> Figures:
    """`number` commands, each sent two to five times at once by eight writers, in a storm."""
    figures, dice = Figures(f"{load.name} in a storm"), random.Random(seed)
    commands = new_commands(number)
    # Copies stand side by side, so that several writers have the same one in hand.
    copies = [command for command in commands for _ in range(dice.randint(2, 5))]
    begin = time.monotonic()
    with storms.raging() as storm, ThreadPoolExecutor(WRITERS) as pool:
        shares = [copies[start::WRITERS] for start in range(WRITERS)]
        told = [pair for share in pool.map(lambda s: _send(load, s), shares) for pair in share]
    seconds = time.monotonic() - begin
    outcomes: dict[UUID, set[tuple[int, int]]] = defaultdict(set)
    for command, outcome in told:
        outcomes[command].add((outcome.case, outcome.seq))
    twice = sum(len(places) > 1 for places in outcomes.values())
    figures.expect(len(outcomes) == number, f"{number - len(outcomes)} never acknowledged")
    figures.expect(twice == 0, f"{twice} commands done twice")
    figures.expect(kept(commands) == number, f"{kept(commands)} commands kept of {number}")
    load.check(figures, [outcome for _, outcome in told])
    figures.numbers |= {"commands": number, "sent": len(copies), "kills": storm.kills}
    figures.numbers["per second"] = round(len(copies) / seconds)
    return figures


def _send(load: Load, share: list[UUID]) -> list[tuple[UUID, Outcome]]:
    try:
        return [(command, load.until_acknowledged(command)) for command in share]
    finally:
        connection.close()
