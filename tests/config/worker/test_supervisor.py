"""The supervisor of `manage.py runworker`: starts again, after growing pauses, until it ends."""

import signal
import subprocess
import sys

import psutil
import pytest

from tests.config.worker.test_group import running, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

SUPERVISED = (sys.executable, "manage.py", "runworker")


def lines_until(process: subprocess.Popen, words: str) -> list[str]:
    lines = []
    for line in process.stderr:
        lines.append(line.strip())
        if words in line:
            return lines
    raise AssertionError("\n".join(lines))


def test_pauses_grow_while_groups_die_at_once() -> None:
    with running(SUPERVISED, {"TEST_PROCESS_DATABASE": "missing"}) as process:
        said = lines_until(process, "started again in 2 s")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    told = [line for line in said if line.startswith("The workers")]
    assert told == [
        f"The workers ended with code 1 and are started again in {pause} s." for pause in (1, 2)
    ]


def test_group_whose_supervisor_is_killed_ends_too() -> None:
    with running(SUPERVISED) as process:
        wait_until(lambda: len(family(process)) > 2)
        everybody = family(process)
        process.kill()
        process.wait()
        wait_until(lambda: not [p for p in everybody if p.is_running()])


def family(process: subprocess.Popen) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)
