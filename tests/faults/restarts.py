"""A restart of the database costs nothing: what was acknowledged is there, work goes on at once."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event as Signal
from uuid import uuid4

from django.db import connection

from config.postgres import server
from config.postgres.cluster import Cluster
from tests.faults.figures import Figures
from tests.faults.loads import Load
from workflows.actions.acting.acts import Outcome

WRITERS = 8
BACK_WITHIN = 5.0
"""Seconds until the first success after the server is back."""


@dataclass
class Run:
    """What the writers did, and when the server was back."""

    ended: Signal = field(default_factory=Signal)
    told: list[tuple[float, Outcome]] = field(default_factory=list)
    back: list[float] = field(default_factory=list)


def under_load(load: Load, cluster: Cluster, *, pauses: list[float], seed: int = 5) -> Figures:
    """Restart after each pause, in order or by force, while eight writers go on.

    The server must be one that nobody else uses, and durable: without it nothing is promised.
    """
    figures, run, dice = Figures("database restarts"), Run(), random.Random(seed)
    connection.close()
    crashes = 0
    with ThreadPoolExecutor(WRITERS) as pool:
        writing = [pool.submit(_write, load, run) for _ in range(WRITERS)]
        try:
            for number, pause in enumerate(pauses):
                time.sleep(pause)
                by_force = number % 2 == 1 or dice.random() < 0.2
                crashes += by_force
                _restart(cluster, by_force=by_force)
                run.back.append(time.monotonic())
            time.sleep(min(BACK_WITHIN, *pauses))
        finally:
            run.ended.set()
        for future in writing:
            future.result(150)
    moments = sorted(moment for moment, _ in run.told)
    waits = [next((m - back for m in moments if m >= back), 999.0) for back in run.back]
    late = [f"{wait:.1f} s" for wait in waits if wait > BACK_WITHIN]
    figures.expect(not late, f"first success only after {late}")
    load.check(figures, [outcome for _, outcome in run.told])
    figures.numbers |= {"restarts": len(pauses), "by force": crashes, "acts": len(moments)}
    figures.numbers["first success ≤"] = round(max(waits), 2)
    return figures


def _write(load: Load, run: Run) -> None:
    try:
        while not run.ended.is_set():
            outcome = load.until_acknowledged(uuid4())
            run.told.append((time.monotonic(), outcome))
    finally:
        connection.close()


def _restart(cluster: Cluster, *, by_force: bool) -> None:
    pid = server.status(cluster).pid
    if by_force and pid is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    else:
        server.stop(cluster)
    server.start(cluster, durable=True, keep=False)
