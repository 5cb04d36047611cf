"""What must hold of every case after every act, asked of the tables alone."""

from __future__ import annotations

from workflows.models import Case, CosignatureItem, Deadline, Event, StepRun, Task
from workflows.queries.proof.digests import digest_of, digest_of_text
from workflows.queries.proof.replay import replayed
from workflows.queries.proof.verification import verify_case


def assert_trails_hold(*cases: int) -> None:
    """Each trail is gapless and chained, tells the case's state, and nothing of a closed case is
    open.
    """
    for case in cases:
        assert_trail_holds(case)
        assert_nothing_dangles(case)


def assert_trail_holds(case: int) -> None:
    head = bytes(32)
    events = list(Event.objects.filter(case=case).select_related("text").order_by("seq"))
    for seq, event in enumerate(events, start=1):
        assert (event.seq, bytes(event.previous)) == (seq, head)
        head = digest_of(event)
        assert head == bytes(event.digest)
        if event.text_digest:
            assert digest_of_text(event.text.salt, event.text.text) == bytes(event.text_digest)
    row = Case.objects.get(pk=case)
    assert (row.seq, bytes(row.head)) == (len(events), head)
    assert replayed(events).fits(row)
    assert list(verify_case(row)) == []


def assert_nothing_dangles(case: int) -> None:
    """Open tasks lie in open steps of the present state; deadlines run only on open steps."""
    row = Case.objects.get(pk=case)
    live = Task.objects.filter(case=case, status__in=["open", "waiting"]).select_related("step")
    steps = StepRun.objects.filter(case=case, closed_at=None)
    assert {task.step.state for task in live} <= {row.state}
    assert {task.step_id for task in live} == set(steps.values_list("pk", flat=True))
    running = Deadline.objects.filter(case=case, status="running")
    assert {deadline.step.closed_at for deadline in running if deadline.step} <= {None}
    waiting = CosignatureItem.objects.filter(case=case, status__in=["requested", "received"])
    if row.state != "cosigning":
        assert not waiting.exists()
    if row.closed_at:
        assert (live.count(), running.count()) == (0, 0)
