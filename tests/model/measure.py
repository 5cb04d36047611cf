"""The model of a measure: who may do what in which state, and what comes of it (domain.md 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from tests.model.base import CURRENT, FINAL
from tests.model.cast import (
    BGF,
    BGI,
    BOARD,
    CENTRE,
    CLERK,
    COSIGNERS,
    COUNCIL_OFFICE,
    HEAD,
    LEAD,
    MAYORS,
)
from tests.model.circulating import Circulating
from tests.model.deciding import Deciding
from tests.model.parts import Move, RefusedError, Station, World
from tests.model.staffing import Staffing
from tests.model.working import Working

__all__ = ["ACTS", "CURRENT", "FINAL", "MeasureModel"]


class MeasureModel(Staffing, Deciding, Circulating, Working):
    """A measure of the social office: `play` does a move or raises RefusedError."""

    is_told = False
    """Whether the page offers what was refused last."""

    def settle(self) -> None:
        while self.state == "cosigning" and self._follows():
            pass
        self.asked_to_propose = (
            self.state == "implementation" and self.is_complete() and not self.proposed
        )
        if self.state == "implementation" and self.obligations and not self.tasks():
            self.asked_to_fulfil = True
        self.ask_above_the_head()
        self.ask_above_the_cosigners()
        if self.state == "release":
            self.ask_instead()
        if self.state == "release" and not self.queue:
            # M9: dissent of any kind, whoever has settled it.
            to_board = self.dissent or self.fundamental or self.costly
            self.go("executive_board" if to_board else self.after_board())

    def _follows(self) -> bool:
        refused = any(item.choice == "refused" for item in self.items.values())
        unsigned = any(c.status == "accepted" and not c.settled for c in self.conditions)
        if not self.is_answered():
            return False
        if refused:
            self.go("clarification")
        elif not unsigned:
            self.go("release")
        elif not self.resigning:
            self.resigning = True
        else:
            return False
        return True

    def pass_time(self, world: World) -> None:
        """A month without a word: silence speaks, and what runs out, runs out."""
        self.world, self.spare = world, None
        for condition in self.conditions:
            if self.state == "cosigning" and condition.status == "declined":
                condition.status = "lapsed"
                self.settle()
        self.fall_silent()
        # The longest time is over: the clocks go on, answered or not.
        self.requests = ()
        if self.state == "deliberation":
            self.see_what_is_sent()
        if self.state == "veto_period":
            self.go("resolved")

    def offers(self, who: str, choices: Mapping[str, Collection[str]], world: World) -> set[str]:
        """The acts whose moment it is for somebody; `choices` are those that a form has."""
        found = set()
        for act in ACTS:
            moves = (Move(act, who, choice) for choice in choices.get(act, [""]))
            if any(self.answer(move, world) in (200, 422) or self.is_told for move in moves):
                found.add(act)
        return found

    def answer(self, move: Move, world: World) -> int:
        """What somebody would be told; nothing changes."""
        twin, self.spare = self.spare or self.twin(), None
        self.is_told = False
        try:
            twin.play(move, world)
        except RefusedError as refusal:
            # As good as new: who refuses changes nothing.
            self.spare, self.is_told = twin, refusal.is_told
            return refusal.status
        return 200

    def open_stations(self) -> list[Station]:
        """The bodies that still have a say, in their order."""
        if self.state == "deliberation":
            return self.stations
        by_law = (self.approval, self.again) if self.state not in FINAL else ()
        return [station for station in by_law if station is not None]

    def tasks(self) -> Counter[tuple[str, str]]:
        """The open tasks by step and the desk where they lie."""
        return Counter((step, self.at(part)) for step, part in self._tasks())

    def _tasks(self) -> Iterator[tuple[str, str]]:
        yield from ((step, desk) for step, desks in self.special_tasks() for desk in desks)
        if self.state == "execution_barred":
            # What was begun waits.
            return
        simple = {
            "draft": ("draft", [CLERK]), "check": ("check", CENTRE), "revision": ("revision", LEAD),
            "clarification": ("clarification", [self.superior]),
            "final_signature": ("final_signature", MAYORS),
            "resolved": ("start_implementation", [HEAD]),
        }  # fmt: skip
        step, desks = simple.get(self.state, ("", []))
        yield from ((step, desk) for desk in desks)
        for is_open, step, desks in self._asked():
            if is_open:
                yield from ((step, desk) for desk in desks)
        if self.state == "cosigning":
            yield from self._cosigning_tasks()
        if self.state == "release":
            yield from (("release", desk) for desk in self.queue[0])
        if self.state == "implementation":
            yield from self._tasks_of_the_work()

    def _asked(self) -> Iterator[tuple[bool, str, Collection[str]]]:
        """Whether a step is open, and where its tasks lie."""
        yield from (
            (self.asked_head, "agreement", [BGF if self.instead_of_head else HEAD]),
            (self.resigning, "resign", [HEAD]),
            (self.finding_open, "finding", [BGF]),
            (self.board_open, "executive_board", [BOARD]),
            (self.mayor_open, "mayor_decides", MAYORS),
            (self.planning or self.lacks_session(), "plan_consultations", [COUNCIL_OFFICE]),
            (self.awaits_result(), "record_result", [COUNCIL_OFFICE]),
            (self.delay_open, "often_postponed", [BGF, BGI]),
            (self.funds_open, "confirm_funds", COSIGNERS["finance"]),
            (self.unfunded, "clear_funds", LEAD),
            (self.adapting, "adapt_plan", LEAD),
            (self.asked_to_propose, "propose_completion", [HEAD]),
            (self.proposed, "confirm_completion", [BGI]),
            (self.unnamed, "name_responsible", [HEAD]),
            (self.evaluating, "evaluation", CENTRE),
            (self.evaluation_at_deputy, "release_evaluation", [BGI]),
        )

    def _tasks_of_the_work(self) -> Iterator[tuple[str, str]]:
        yield from [("milestone", CLERK)] * self.stones.count("open")
        yield from [("status_report", CLERK)] * len(self.reports.wanted)
        yield from [("release_report", HEAD)] * len(self.reports.at_head)
        for desk in LEAD if self.asked_to_fulfil else ():
            yield from [("fulfil_obligation", desk)] * self.obligations

    def _cosigning_tasks(self) -> Iterator[tuple[str, str]]:
        for unit, item in self.items.items():
            if item.is_open and item.instead:
                yield "cosign", item.instead
            elif item.is_open:
                yield from (("cosign", desk) for desk in COSIGNERS[unit])
        for condition in self.conditions:
            if condition.status == "open":
                yield from (("answer_condition", desk) for desk in LEAD)
            if condition.status == "declined":
                yield from (("confirm_decline", desk) for desk in COSIGNERS[condition.unit])
        for _ in self.questions:
            yield from (("answer_question", desk) for desk in LEAD)
        for _ in self.requests:
            yield from (("provide_documents", desk) for desk in LEAD)


ACTS = tuple(sorted(name[3:] for name in dir(MeasureModel) if name.startswith("do_")))
