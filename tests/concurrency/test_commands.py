"""The same command, sent several times at once, is one act; another's use of its id is refused."""

from __future__ import annotations

import random
from functools import partial
from uuid import UUID, uuid4

import pytest

from coordination.measures.actions.measures import perform, propose
from coordination.measures.models import Measure
from tests.concurrency.threads import Deed, at_once, kinds
from tests.situations import REASON, Stage
from tests.town import Town
from tests.trails import assert_trails_hold
from workflows.models import Case, Command, Event, Question
from workflows.refusals import CommandReused


def question(
    town: Town, measure: Measure, command: UUID, *, by: str = "school-head", text: str = "Warum?"
) -> Deed:
    item = measure.case.cosignatures.get(unit=town.units[by.partition("-")[0]])
    return partial(
        perform, measure.case_id, "ask_question", by=town.person(by), at=town.now,
        command=command, data={"item": str(item.pk)}, text=text,
    )  # fmt: skip


def test_each_command_sent_two_to_five_times_at_once_is_one_event(town: Town, stage: Stage) -> None:
    measure, dice = stage.asked(), random.Random(7)
    before = Case.objects.get(pk=measure.case_id).seq
    commands = {uuid4(): dice.randint(2, 5) for _ in range(40)}
    deeds = [question(town, measure, key) for key, times in commands.items() for _ in range(times)]
    owners = [key for key, times in commands.items() for _ in range(times)]
    order = list(range(len(deeds)))
    dice.shuffle(order)
    results = at_once([deeds[place] for place in order], threads=8)
    assert set(kinds(results)) == {"Outcome"}
    outcomes: dict[UUID, set[tuple[int, int]]] = {}
    for place, outcome in zip(order, results, strict=True):
        outcomes.setdefault(owners[place], set()).add((outcome.seq, outcome.version))
    # All copies of a command tell the same, every command something else.
    assert {len(told) for told in outcomes.values()} == {1}
    assert sorted(seq for told in outcomes.values() for seq, _ in told) == list(
        range(before + 1, before + 41)
    )
    assert sum(not outcome.replayed for outcome in results) == 40
    assert (Question.objects.count(), Command.objects.filter(pk__in=commands).count()) == (40, 40)
    assert_trails_hold(measure.case_id)


def test_a_moving_command_sent_five_times_moves_once(town: Town, stage: Stage) -> None:
    measure, command = stage.check(), uuid4()
    deed = partial(
        perform, measure.case_id, "pass_check", by=town.person("centre-head"), at=town.now,
        command=command, version=2,
    )  # fmt: skip
    results = at_once([deed] * 5)
    assert kinds(results) == ["Outcome"] * 5
    assert {(told.seq, told.state, told.version) for told in results} == {
        (results[0].seq, "cosigning", 3)
    }
    assert Event.objects.filter(case=measure.case_id, action="pass_check").count() == 1


def test_the_same_id_with_another_person_or_payload_is_a_conflict(town: Town, stage: Stage) -> None:
    measure, command = stage.asked(), uuid4()
    question(town, measure, command)()
    for other in (
        question(town, measure, command, by="finance-head"),
        question(town, measure, command, text="Wozu?"),
        partial(
            perform, measure.case_id, "withdraw", by=town.person("social-head"), at=town.now,
            command=command, version=3, text=REASON,
        ),
    ):  # fmt: skip
        with pytest.raises(CommandReused):
            other()
    assert Question.objects.count() == 1
    assert question(town, measure, command)().replayed


def test_one_id_on_two_cases_at_once_is_done_on_one(town: Town, stage: Stage) -> None:
    """Their locks do not meet: the key of the command decides."""
    cases = [stage.asked(), stage.asked(title="Etwas anderes")]
    for _ in range(10):
        command = uuid4()
        results = at_once([question(town, measure, command) for measure in cases])
        assert kinds(results) == ["CommandReused", "Outcome"]
    assert Question.objects.count() == 10
    assert_trails_hold(*(measure.case_id for measure in cases))


def test_a_measure_proposed_five_times_at_once_is_one(town: Town) -> None:
    for turn in range(5):
        fields = {**town.fields, "title": f"Sache {turn}"}
        deed = partial(
            propose, fields=fields, by=town.person("youth-clerk"), at=town.now, command=uuid4()
        )
        results = at_once([deed] * 5)
        assert kinds(results) == ["Measure"] * 5
        assert len({measure.pk for measure in results}) == 1
    assert Measure.objects.count() == 5
    assert Case.objects.filter(kind="measure").count() == 5
