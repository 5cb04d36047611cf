"""What the offices answer when they are asked, and what the lead says to their conditions."""

from __future__ import annotations

from itertools import chain, repeat
from uuid import UUID

from workflows.enums import DeskFunction, Participation, VoteChoice
from workflows.models import Case, Condition, CosignatureItem, Task
from workflows.subjects import key_in

from ..decisions.enums import MeasureState as S
from .journey import Journey, Steps
from .stories import Answer

_GAPS = (2, 1, 0, 1, 2, 0, 1, 0)
"""Working days between one office's answer and the next one's."""


def cosigning(journey: Journey) -> Steps:
    """All answers, until the case moves on or the story leaves the rest open."""
    gaps = chain(_GAPS, repeat(1))
    yield from _claim(journey)
    yield from _ask_for_time(journey)
    while journey.state == S.COSIGNING:
        follow_up = _follow_up(journey)
        if follow_up is not None:
            yield from follow_up
            continue
        if journey.story.round and _round(journey) >= journey.story.round:
            return
        task = _next_task(journey)
        if task is None:
            return
        yield journey.stage.after(next(gaps))
        # Meanwhile the period may have ended: silence has answered for the office.
        if journey.state == S.COSIGNING and task in journey.tasks("cosign"):
            _vote(journey, task)


def _claim(journey: Journey) -> Steps:
    for unit in journey.story.claims:
        yield journey.stage.after(1)
        task = next(task for task in _tasks(journey) if task.desk.unit.key == unit)
        journey.answer(task, "claim")


def _ask_for_time(journey: Journey) -> Steps:
    for unit in journey.story.more_time:
        yield journey.stage.after(1)
        task = next(task for task in _tasks(journey) if task.desk.unit.key == unit)
        journey.answer(task, "ask_for_time")


def _round(journey: Journey) -> int:
    return Case.objects.values_list("round", flat=True).get(pk=journey.case)


def _tasks(journey: Journey) -> list[Task]:
    """One open task per unit: the co-signing desk's where there is one, else the head's."""
    tasks = sorted(
        journey.tasks("cosign"), key=lambda task: task.desk.function != DeskFunction.COSIGNER
    )
    return list({task.desk.unit_id: task for task in reversed(tasks)}.values())


def _next_task(journey: Journey) -> Task | None:
    silent, asked = journey.story.silent, journey.notes
    waiting = [
        task
        for task in _tasks(journey)
        if task.desk.unit.key not in silent and f"asked {task.desk.unit.key}" not in asked
    ]
    # Each measure has an order of its own, the same in every replay.
    waiting.sort(key=lambda task: (task.desk.unit_id * 7 + journey.case) % 11)
    return waiting[0] if waiting else None


def _vote(journey: Journey, task: Task) -> None:
    unit = task.desk.unit.key
    answer = journey.story.votes.get(unit, Answer(unit))
    item = CosignatureItem.objects.get(step=task.step)
    if item.round > 1:
        answer = Answer(unit)
    if answer.question:
        journey.notes[f"asked {unit}"] = 1
        journey.do("ask_question", task.desk.key, text=answer.question, item=str(item.pk))
    elif item.participation == Participation.CONTRIBUTE:
        text = journey.word("contribution")
        journey.answer(task, "vote", text=text, choice=VoteChoice.NOTED)
    else:
        journey.answer(
            task, "vote", text=answer.text, choice=answer.choice, conditions=[*answer.conditions]
        )


def _follow_up(journey: Journey) -> Steps | None:
    """What a vote has brought about and somebody is to do next."""
    for task in journey.tasks("answer_condition"):
        condition = Condition.objects.select_related("unit").get(pk=_subject(task))
        answer = journey.story.votes[condition.unit.key]
        if answer.accept is not None:
            return _answer(journey, task, answer)
    for task in journey.tasks("confirm_decline")[:1]:
        return _confirm(journey, task)
    for task in journey.tasks("resign")[:1]:
        return _resign(journey, task)
    return None


def _answer(journey: Journey, task: Task, answer: Answer) -> Steps:
    yield journey.stage.after(2)
    if not answer.accept:
        journey.answer(task, "answer_condition", text=answer.answer, accept=False)
        return
    journey.measure.refresh_from_db(fields=["facts"])
    fields = {"facts": f"{journey.measure.facts} {answer.addition}"} if answer.addition else {}
    journey.answer(
        task,
        "answer_condition",
        text=answer.answer,
        accept=True,
        material=answer.material,
        fields=fields,
    )


def _confirm(journey: Journey, task: Task) -> Steps:
    yield journey.stage.after(1)
    journey.answer(task, "confirm_decline")


def _resign(journey: Journey, task: Task) -> Steps:
    yield journey.stage.after(1)
    journey.answer(task, "resign", affected=[])


def _subject(task: Task) -> UUID:
    return UUID(key_in(task.step.subject))
