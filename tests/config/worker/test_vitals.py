"""When a group is taken for hanging, told from its marks alone."""

import os

import pytest

from config.worker.marks import FINISHED, SENTINEL, STARTED, Marks
from config.worker.vitals import Vitals


@pytest.fixture
def marks(tmp_path):
    found = Marks(tmp_path)
    found.set(FINISHED)
    found.set(SENTINEL)
    return found


def let_pass(marks, name, seconds, *, begun=None):
    """Make a mark older."""
    path = marks.folder / name
    stat = path.stat()
    start = stat.st_atime_ns if begun is None else stat.st_atime_ns - int(begun * 1e9)
    os.utime(path, ns=(start, stat.st_mtime_ns - int(seconds * 1e9)))


def silent(marks):
    return Vitals(os.getpid(), marks, silence=100)._silent()


def test_fresh_marks_are_no_silence(marks):
    assert silent(marks) == []


def test_before_the_first_sign_there_is_time_to_start(tmp_path):
    marks = Marks(tmp_path)
    marks.set(STARTED)
    let_pass(marks, STARTED, 129)
    assert silent(marks) == []
    let_pass(marks, STARTED, 2)
    assert silent(marks) == [
        "the sentinel has not gone round for 100 seconds", "no job has ended for 100 seconds",
    ]  # fmt: skip


def test_sentinel_that_does_not_go_round_is_silent(marks):
    let_pass(marks, SENTINEL, 101)
    assert silent(marks) == ["the sentinel has not gone round for 100 seconds"]


def test_without_finished_jobs_it_is_silent(marks):
    let_pass(marks, FINISHED, 101)
    assert silent(marks) == ["no job has ended for 100 seconds"]


def test_a_job_that_goes_on_excuses_the_silence_since_it_began(marks):
    marks.begin_job(1)
    let_pass(marks, FINISHED, 500)
    let_pass(marks, "job-1", 90, begun=450)
    assert silent(marks) == []
    let_pass(marks, FINISHED, 60)
    assert silent(marks) == ["no job has ended for 100 seconds"]


def test_a_job_that_does_not_go_on_excuses_nothing(marks):
    marks.begin_job(1)
    let_pass(marks, FINISHED, 500)
    let_pass(marks, "job-1", 450, begun=450)
    assert silent(marks) == ["no job has ended for 100 seconds"]
    marks.go_on(1)
    assert silent(marks) == []


def test_a_job_that_has_ended_excuses_nothing(marks):
    marks.begin_job(1)
    let_pass(marks, "job-1", 0, begun=450)
    marks.end_job(1)
    marks.go_on(1)
    let_pass(marks, FINISHED, 500)
    assert silent(marks) == ["no job has ended for 100 seconds"]


def test_suspicion_must_last(marks):
    vitals = Vitals(os.getpid(), marks, silence=100)
    vitals._known = {}
    let_pass(marks, FINISHED, 101)
    assert vitals._lasting(set(vitals._silent())) is None
    vitals._suspicions = {reason: since - 9 for reason, since in vitals._suspicions.items()}
    assert vitals._lasting(set(vitals._silent())) == "no job has ended for 100 seconds"
    assert vitals._lasting(set()) is None
    assert vitals._lasting(set(vitals._silent())) is None


def test_without_marks_of_a_group_nothing_is_marked(monkeypatch):
    from config.worker import marks as module

    monkeypatch.delenv(module.VARIABLE, raising=False)
    assert module.from_environment() is None
