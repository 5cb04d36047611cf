"""The real machine against an independent model, move by move.

Every move is played on both. They must agree on who is refused with which status, on state,
version and round, every open task, every item, vote and condition, on who sees the measure and
what it offers them. There are 200 runs of up to 50 moves, in parts that several processes share;
they are the same each time, whatever runs beside them. Nothing is asked of what the lots reach:
each act is on the way to a start. New runs, which follow the seed that pytest prints, are played
by hand: MACHINE_EXAMPLES=5000 pytest -k measure_machine.
"""

from __future__ import annotations

import ast
import os
from pathlib import Path
from random import Random
from typing import ClassVar

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from coordination.measures.flows.measure import MeasureFlow
from tests.model import cast
from tests.model.choosing import USUAL, chosen
from tests.model.driver import Driver
from tests.model.invariants import Invariants, Look, expected_offers, offered, somebody_may_act
from tests.model.measure import ACTS, FINAL, MeasureModel
from tests.model.parts import Move, World
from tests.model.plans import PLANS
from tests.model.starts import Starts, begun
from tests.rows import remembered
from tests.town import Town, found
from workflows.machine import line_of, system
from workflows.models import Case, Deadline, Event
from workflows.queries.proof.verification import verify_case
from workflows.refusals import CommandReused, Refusal

pytestmark = pytest.mark.django_db

BY_HAND = "MACHINE_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "200"))
MOVES = 50
PARTS = 10
RUNS = -(-EXAMPLES // PARTS)
"""How often each part begins anew."""
LOTS = st.integers(0, 2**32 - 1)
STATES = {*USUAL, *FINAL}
ELSEWHERE = {
    *("ask_pause", "decline_pause", "pause", "resume", "inform_council"),  # test_pausing
    *("extend_deadline", "pause_deadline", "resume_deadline", "announce_date"),
    *("acknowledge_deadline", "remind"),  # test_deadline_acts
    *("record_minutes", "correct_result", "settle_correction"),  # test_corrections
    "enter_reference",  # test_paper_numbers
    "confirm_excerpt", "accept_provisional",  # test_handing_over, test_excerpts
    "claim", "give_back", "hand_over",  # of every task
    "add_attachment", "remove_attachment",
    *("request_urgency", "decide_urgency", "withdraw_urgency"),  # test_urgency
}  # fmt: skip
"""Acts that the model leaves to other tests."""


class MeasureMachine(RuleBasedStateMachine):
    """Moves on one measure; a subclass says in which town and keeps what it has seen."""

    town: ClassVar[Town]
    starts: ClassVar[Starts]
    alive: ClassVar[set[object]]

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()

    @initialize(name=st.sampled_from(sorted(PLANS)))
    def begin(self, name: str) -> None:
        measure, model, now = self.starts[name]
        self.town.now = now
        self.model: MeasureModel = model.twin()
        self.driver = Driver(self.town, measure, self.model)
        self.watch = Invariants(measure)
        self.last: Move | None = None
        self.told: list[str] = []
        # Time is this measure's only.
        Deadline.objects.exclude(case=measure.case_id).update(effect="")
        self.check()

    @rule(number=LOTS)
    def go_on(self, number: int) -> None:
        """One number decides on everything in a move, so that steps can be left out."""
        lot = Random(number)
        while self.model.state in FINAL:
            self.undo()
            self.begin(lot.choice(sorted(PLANS)))
        if lot.random() < 1 / 20:
            self.driver.pass_time()
            self.check()
            return
        if lot.random() < 1 / 15:
            self.driver.change_staff(lot)
            self.check()
            return
        world = self.driver.world()
        move, after_session = chosen(self.model, world, lot)
        if self.last and lot.random() < 1 / 10:
            # What was just done, once more: some things can be done only once.
            move = self.last
        if after_session:
            self.driver.hold_session(move.act)
            world = self.driver.world()
        is_done = self.try_out(move, world)
        self.last = move if is_done else None
        if is_done and lot.random() < 1 / 8:
            self.send_again(move)
        if lot.random() < 1 / 3:
            self.compare_offers(lot.choice(cast.EVERYBODY))

    def try_out(self, move: Move, world: World) -> bool:
        """Play a move on both sides; they agree on its outcome."""
        state = self.model.state
        expected = self.model.answer(move, world)
        try:
            self.driver.play(move)
            found = 200
        except Refusal as refusal:
            found = refusal.status
        self.told.append(f"{state}: {move} → {found}")
        assert (found, move, state) == (expected, move, state)
        if found == 200:
            self.model.play(move, world)
            self.check()
        return found == 200

    def send_again(self, move: Move) -> None:
        """A double click changes nothing; another act under the same command is refused."""
        if not self.model.meets(move.who) or self.model.state == "discarded":
            return
        assert self.driver.repeat(move).replayed
        with pytest.raises(CommandReused):
            self.driver.repeat(move, text="Etwas ganz anderes.")
        self.check()

    def compare_offers(self, who: str) -> None:
        if self.model.meets(who) and self.model.state not in FINAL:
            expected = expected_offers(self.model, who, self.driver.world())
            found = offered(self.town, Case.objects.get(pk=self.driver.case), who)
            assert (who, self.model.state, found) == (who, self.model.state, expected)

    def check(self) -> None:
        """Both sides tell the same; wherever a measure can be, somebody may go on."""
        self.look: Look = self.watch.check(self.model)
        model = self.model
        place = (model.state, frozenset(model.tasks().items()), model.gone, model.deputies)
        if self.model.state not in FINAL and place not in self.alive:
            case = Case.objects.get(pk=self.driver.case)
            assert somebody_may_act(self.town, self.look, case), place
            self.alive.add(place)

    def undo(self) -> None:
        """Nothing would only show at the commit; all is undone."""
        try:
            connection.check_constraints()
        finally:
            transaction.savepoint_rollback(self.point)

    def teardown(self) -> None:
        if not hasattr(self, "model"):
            return
        # Every row that the acts wrote is bound to its event as it stands.
        assert list(verify_case(Case.objects.get(pk=self.driver.case))) == []
        self.undo()


class Noted(MeasureMachine):
    """The same under Hypothesis, which tells the moves of the run that it has found."""

    def try_out(self, move: Move, world: World) -> bool:
        try:
            return super().try_out(move, world)
        finally:
            note(self.told[-1])


@remembered
def begun_in_town() -> tuple[Town, Starts]:
    town = found()
    return town, begun(town)


@pytest.mark.parametrize("part", range(PARTS))
def test_measure_does_what_the_model_does(part: int, request: pytest.FixtureRequest) -> None:
    town, starts = begun_in_town()
    machine = type("Machine", (Noted if BY_HAND else MeasureMachine,), {
        "town": town, "starts": starts, "alive": set(),
    })  # fmt: skip
    if BY_HAND:
        of_the_run = request.config.getoption("randomly_seed", default=0)
        play_otherwise(machine, f"{of_the_run} {part}")
        return
    play_the_same(machine, part)


def play_the_same(machine: type[MeasureMachine], part: int) -> None:
    """The same runs each time, from each start in turn. Not by Hypothesis: it draws from the
    constants of all modules that happen to be loaded.
    """
    names = sorted(PLANS)
    for number in range(RUNS * part, RUNS * (part + 1)):
        lot, run = Random(f"{number}"), machine()
        try:
            run.begin(name=names[number % len(names)])
            for _ in range(MOVES):
                run.go_on(number=lot.getrandbits(32))
        except BaseException as error:
            error.add_note("\n".join(run.told))
            run.undo()
            raise
        run.teardown()


def play_otherwise(machine: type[MeasureMachine], number: str) -> None:
    run_state_machine_as_test(
        seed(number)(machine),
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=MOVES,
            # A run is played backwards by hand: to shorten it takes minutes.
            phases=[Phase.generate, Phase.shrink] if BY_HAND else [Phase.generate],
            deadline=None,
            database=None,
            suppress_health_check=[*HealthCheck],
        ),
    )


def test_each_act_and_state_is_on_the_way_to_a_start_whatever_the_lots_are() -> None:
    _town, starts = begun_in_town()
    found = {}
    for name, (measure, *_others) in starts.items():
        case = Case.objects.get(pk=measure.case_id)
        assert list(verify_case(case)) == []
        found[name] = case.state
    assert found == {name: model.state for name, (_measure, model, _at) in starts.items()}
    trail = Event.objects.filter(case__in=[measure.case_id for measure, *_ in starts.values()])
    assert {*ACTS} - {*trail.exclude(actor=None).values_list("action", flat=True)} == set()
    assert STATES - {*trail.values_list("target", flat=True)} == set()


def test_model_knows_every_act_of_a_measure() -> None:
    by_people = {
        name
        for name in MeasureFlow.act_names()
        if not any(line_of(t).rule is system for t in MeasureFlow.declared(name))
    }
    assert by_people - {*ACTS} == ELSEWHERE
    assert {*ACTS} <= by_people


def test_model_imports_nothing_of_the_application() -> None:
    names = (
        "base",
        "cast",
        "circulating",
        "cosigning",
        "deciding",
        "measure",
        "parts",
        "plans",
        "special",
        "staffing",
        "urgent",
        "working",
    )
    allowed = {
        "__future__", "collections", "collections.abc", "copy", "dataclasses", "datetime", "typing",
    }  # fmt: skip
    for name in names:
        source = (Path(cast.__file__).parent / f"{name}.py").read_text(encoding="utf-8")
        found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
        modules = {
            name
            for node in found
            for name in (
                [f"tests.model.{alias.name}" for alias in node.names]
                if node.module == "tests.model"
                else [str(node.module)]
            )
        }
        assert modules <= allowed | {f"tests.model.{other}" for other in names}
        assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import)]
