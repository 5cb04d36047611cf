"""The database ends connections at any moment: what was acknowledged is there, once, and whole."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event as Signal
from threading import Lock
from uuid import UUID, uuid4

from django.db import Error, connection, transaction

from coordination.actions.measures import perform
from coordination.models import Measure
from tests.situations import Stage
from tests.town import Town
from tests.trails import assert_trails_hold
from workflows.actions.acts import Outcome
from workflows.models import Case, Command, Event, Notification, Question, StepRun, Task
from workflows.refusals import Busy

WRITERS, COMMANDS, CASES = 8, 400, 8
EVERY = 0.03
"""Seconds between two kills; each hits one of the writers, whatever it does just then."""


@dataclass
class Storm:
    """Ends one of the writers' connections again and again; only those that it was told of."""

    pids: dict[int, int] = field(default_factory=dict)
    calm: Signal = field(default_factory=Signal)
    kills: int = 0
    lock: Lock = field(default_factory=Lock)

    def enter(self, number: int) -> None:
        """A writer tells which connection it has now."""
        connection.ensure_connection()
        with self.lock:
            self.pids[number] = connection.connection.info.backend_pid

    def rage(self) -> None:
        dice = random.Random(3)
        try:
            while not self.calm.wait(EVERY):
                with self.lock:
                    pid = dice.choice(list(self.pids.values()) or [0])
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
                    (ended,) = cursor.fetchone()
                self.kills += bool(ended)
        finally:
            connection.close()


def test_no_acknowledged_act_is_lost_and_none_is_done_twice(town: Town, stage: Stage) -> None:
    measures = [stage.asked(title=f"Sache {number}") for number in range(CASES)]
    before = {m.case_id: Case.objects.get(pk=m.case_id).seq for m in measures}
    storm, commands = Storm(), [uuid4() for _ in range(COMMANDS)]
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        raging = pool.submit(storm.rage)
        try:
            shares = [commands[number::WRITERS] for number in range(WRITERS)]
            writing = [
                pool.submit(write, town, measures, share, storm, number)
                for number, share in enumerate(shares)
            ]
            acknowledged = {key: told for future in writing for key, told in future.result(300)}
        finally:
            storm.calm.set()
        raging.result(30)
    assert storm.kills >= 20
    assert set(acknowledged) == set(commands)
    places = {(told.case, told.seq) for told in acknowledged.values()}
    assert len(places) == COMMANDS
    for measure in measures:
        case, mine = measure.case_id, {seq for on, seq in places if on == measure.case_id}
        asked = Event.objects.filter(case=case, action="ask_question")
        assert set(asked.values_list("seq", flat=True)) == mine
        assert Case.objects.get(pk=case).seq == before[case] + len(mine)
        assert Question.objects.filter(case=case).count() == len(mine)
        steps = StepRun.objects.filter(case=case, key="answer_question")
        tasks = Task.objects.filter(step__in=steps)
        assert (steps.count(), tasks.count()) == (len(mine), 2 * len(mine))
        # Each task told its holder in the application and by mail.
        assert Notification.objects.filter(task__in=tasks).count() == 4 * len(mine)
        assert_trails_hold(case)
    assert Command.objects.filter(pk__in=commands).count() == COMMANDS


def write(
    town: Town, measures: list[Measure], commands: list[UUID], storm: Storm, number: int
) -> list[tuple[UUID, Outcome]]:
    """Sends each command until it is acknowledged, as a person does who gets an error page."""
    dice, told = random.Random(number), []
    person = town.person("school-head")
    try:
        for command in commands:
            measure = dice.choice(measures)
            item = None
            while True:
                try:
                    storm.enter(number)
                    item = item or measure.case.cosignatures.get(unit=town.units["school"]).pk
                    outcome = perform(
                        measure.case_id, "ask_question", by=person, at=town.now,
                        command=command, data={"item": str(item)}, text=f"Frage {number}",
                    )  # fmt: skip
                except (Error, Busy):
                    connection.close()
                    time.sleep(0.01)
                else:
                    told.append((command, outcome))
                    break
    finally:
        connection.close()
    return told


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
