"""The database ends connections at any moment: what was acknowledged is there, once, and whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal

from django.db import connection, transaction

from coordination.measures.actions.measures import perform
from tests.faults import commands
from tests.faults.loads import Questions
from tests.situations import Stage
from tests.town import Town
from tests.trails import assert_trails_hold
from workflows.actions.acting.acts import Outcome
from workflows.models import Case, Event

COMMANDS = 300


def test_no_acknowledged_act_is_lost_and_none_is_done_twice(transactional_db: None) -> None:
    figures = commands.sent_in_a_storm(Questions(cases=commands.CASES), number=COMMANDS)
    assert figures.losses == []
    assert (figures.numbers["commands"], figures.numbers["kills"] >= 20) == (COMMANDS, True)


def test_a_connection_lost_while_waiting_is_tried_again_by_itself(town: Town, stage: Stage) -> None:
    measure, waiting = stage.check(), Signal()
    pids: list[int] = []

    def decide() -> Outcome:
        try:
            connection.ensure_connection()
            pids.append(connection.connection.info.backend_pid)
            waiting.set()
            head = town.person("centre-head")
            return perform(measure.case_id, "pass_check", by=head, at=town.now, version=2)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Case.objects.select_for_update().get(pk=measure.case_id)
        deciding = pool.submit(decide)
        assert waiting.wait(10)
        with connection.cursor() as cursor:
            cursor.execute(_UNTIL_IT_WAITS % pids[0])
            cursor.execute("SELECT pg_terminate_backend(%s)", [pids[0]])
            assert cursor.fetchone() == (True,)
    assert deciding.result(30).state == "cosigning"
    assert Event.objects.filter(case=measure.case_id, action="pass_check").count() == 1
    assert_trails_hold(measure.case_id)


_UNTIL_IT_WAITS = """
DO $$ BEGIN
  FOR n IN 1..500 LOOP
    PERFORM pg_stat_clear_snapshot();
    EXIT WHEN EXISTS (
      SELECT 1 FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock');
    PERFORM pg_sleep(0.01);
  END LOOP;
END $$
"""
