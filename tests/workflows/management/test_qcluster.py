"""A worker that is killed takes no lock with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from typing import Any

import pytest

from workflows.management.commands import qcluster


def _die_with_the_lock(shared: Any) -> None:
    with shared.get_lock():
        shared.value = 30
        os.kill(os.getpid(), signal.SIGKILL)


def test_timer_of_a_killed_worker_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qcluster, "PATIENCE", 0.1)
    shared = qcluster.timer("f", -1)
    worker = multiprocessing.get_context("fork").Process(target=_die_with_the_lock, args=(shared,))
    worker.start()
    worker.join()
    assert worker.exitcode == -signal.SIGKILL
    with shared.get_lock():
        assert shared.value == 30
        shared.value -= 0.5
    assert shared.value == 29.5
