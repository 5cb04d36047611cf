"""Acts to be done under faults, and what must be true of them afterwards."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import Error, connection

from tests.faults.figures import Figures
from tests.kinds import AT, make_office, opened
from tests.situations import Stage
from tests.town import found
from tests.trails import assert_trails_hold
from workflows.actions.acting.acts import Outcome, Request, act
from workflows.models import Case, Command, Event, Notification, Question, StepRun, Task
from workflows.refusals import Busy


@dataclass
class Load(ABC):
    """An act that may be done to each of its cases any number of times."""

    cases: list[int]
    name: str
    before: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.before = {c.pk: c.seq for c in Case.objects.filter(pk__in=self.cases)}

    @abstractmethod
    def request(self, case: int, command: UUID) -> Request:
        """What to do."""

    def until_acknowledged(self, command: UUID, *, seconds: float = 120) -> Outcome:
        """Send it again and again, as a person does who gets an error page."""
        case, end = self.cases[command.int % len(self.cases)], time.monotonic() + seconds
        while True:
            try:
                return act(self.request(case, command))
            except (Error, Busy):
                connection.close()
                if time.monotonic() > end:
                    raise
                time.sleep(0.01)

    def check(self, figures: Figures, acknowledged: Iterable[Outcome]) -> None:
        """The events are those that were acknowledged, no more, no less; all trails hold."""
        places = {(told.case, told.seq) for told in acknowledged}
        for case, seq in self.before.items():
            told = {place for on, place in places if on == case}
            done = Event.objects.filter(case=case, action=self.name, seq__gt=seq)
            kept = set(done.values_list("seq", flat=True))
            figures.expect(told == kept, f"case {case}: {len(told - kept)} lost, "
                           f"{len(kept - told)} unasked")  # fmt: skip
            now = Case.objects.values_list("seq", flat=True).get(pk=case)
            figures.expect(now == seq + len(told), f"case {case} is at {now}, not all are acts")
            try:
                assert_trails_hold(case)
            except AssertionError as error:
                figures.losses.append(f"the trail of case {case} does not hold: {error}")


class Notes(Load):
    """A clerk's notes: the smallest act there is, an event and a command."""

    def __init__(self, *, cases: int) -> None:
        self._office = make_office()
        super().__init__([opened(self._office).case for _ in range(cases)], "jot")

    def request(self, case: int, command: UUID) -> Request:
        clerk = self._office.clerk.pk
        return Request(case, "jot", clerk, AT, command=command, data={"note": str(command)})


class Questions(Load):
    """An office's questions on measures: each with its text, step, tasks and messages."""

    def __init__(self, *, cases: int) -> None:
        self._town = found()
        stage = Stage(self._town)
        measures = [stage.asked(title=f"Sache {number}") for number in range(cases)]
        school = self._town.units["school"]
        self._items = {m.case_id: m.case.cosignatures.get(unit=school).pk for m in measures}
        self._person = self._town.person("school-head").pk
        super().__init__(list(self._items), "ask_question")

    def request(self, case: int, command: UUID) -> Request:
        return Request(
            case, "ask_question", self._person, self._town.now, command=command,
            data={"item": str(self._items[case])}, text="Warum?",
        )  # fmt: skip

    def check(self, figures: Figures, acknowledged: Iterable[Outcome]) -> None:
        acknowledged = list(acknowledged)
        super().check(figures, acknowledged)
        asked = len({(told.case, told.seq) for told in acknowledged})
        tasks = Task.objects.filter(step__key="answer_question")
        found = {
            "questions": Question.objects.count(),
            "steps": StepRun.objects.filter(key="answer_question").count(),
            "tasks for two": tasks.count() / 2,
            "messages for two by two ways": Notification.objects.filter(task__in=tasks).count() / 4,
        }
        wrong = {name: number for name, number in found.items() if number != asked}
        figures.expect(not wrong, f"{asked} questions were asked, found {wrong}")


def new_commands(number: int) -> list[UUID]:
    """So many ids."""
    return [uuid4() for _ in range(number)]


def kept(commands: Iterable[UUID]) -> int:
    """How many of them the database knows."""
    return Command.objects.filter(pk__in=list(commands)).count()
