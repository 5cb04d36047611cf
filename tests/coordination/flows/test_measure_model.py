"""One measure on all its ways, against a model that knows the rules but not the product.

Each example is a fresh measure in the same town. CI runs MACHINE_EXAMPLES examples (default 20)
of MACHINE_STEPS steps (default 25), always the same ones. By hand, with new ones each time:

    MACHINE_RANDOM=1 MACHINE_EXAMPLES=200 MACHINE_STEPS=50 pytest <this file>
    MACHINE_RANDOM=1 MACHINE_EXAMPLES=5000 pytest <this file>
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from coordination.models import Consultation, Measure
from tests.measure_model import Model
from tests.measure_tables import (
    BGF,
    BGI,
    BOARD,
    CENTRE,
    CLOSED,
    COSIGN_CHOICES,
    COSIGNERS,
    COUNCIL,
    IMPACTS,
    MAYOR,
    NEED_REASON,
    REASON,
    STAFF,
    STATES,
    Move,
)
from tests.town import NOW, Town
from workflows.models import (
    Case,
    CosignatureItem,
    Deadline,
    DeskHolder,
    Event,
    Obligation,
    StepRun,
    Task,
    Vote,
)
from workflows.queries.damage import Link, fault_of
from workflows.queries.replay import replayed
from workflows.queries.verification import verify
from workflows.refusals import Refusal

pytestmark = pytest.mark.django_db

ENDINGS = {"withdraw", "reject", "discard", "send_back", "declare_dissent"}
"""What leads away from the decision."""

FORMS: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "edit": ({"cover": "Produkt 060201"}, {"goal": "Neu."}, {"impact_school": True}),
    "clarify": tuple({"outcome": o} for o in ("release", "revision", "executive_board", "x")),
    "mayor_decides": tuple({"outcome": o} for o in ("final_signature", "revision", "rejected")),
    "board_approves": ({"protocol": "VV 9"}, {}),
    "board_dissents": ({"protocol": "VV 9"},),
    "answer_condition": (
        {"accept": True, "material": True},
        {"accept": True, "material": False, "fields": {"goal": "Anders."}},
        {"accept": False},
    ),
    "record_result": (
        {"result": "accepted"},
        {"result": "amended", "resolution_text": "Nur nachmittags."},
        *({"result": result} for result in ("amended", "rejected", "postponed", "noted")),
    ),
}
"""What a person may have filled in."""

NEED_TEXT = {*NEED_REASON, "vote", "change_vote", "answer_condition", "turn_into_refusal"} | {
    *("adapt_plan", "complete_milestone", "fulfil_obligation"),
}


def moves(model: Model) -> Iterator[Move]:
    """Everything that somebody may try now, sensible or not, in a fixed order."""
    everybody = dict.fromkeys(
        [
            *(*STAFF, model.author, *CENTRE),
            *(desk for unit in COSIGNERS.values() for desk in unit),
            *(BGF, BGI, MAYOR, BOARD, COUNCIL),
        ]
    )
    for act in STATES:
        for by in everybody:
            for about, data in forms(model, act, by):
                move = Move(act, by, REASON, about, data)
                yield move
                if act in NEED_TEXT:
                    yield replace(move, text="")
                yield replace(move, stale=True)


def forms(model: Model, act: str, by: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What an act of this person may be about, and what its form may hold."""
    own = next((unit for unit in model.items if by in COSIGNERS[unit]), "")
    if act in ("vote", "change_vote"):
        for choice in (*COSIGN_CHOICES, "noted"):
            conditions = [f"Bedingung {model.votes + 1} von {own}"]
            yield own, {"choice": choice} | ({"conditions": conditions} if choice[0] == "c" else {})
        return
    abouts = [""]
    if act == "answer_condition" and by in STAFF:
        abouts = [c.text for c in model.conditions if c.status == "open"] or [""]
    elif act in ("confirm_decline", "turn_into_refusal"):
        mine = [c for c in model.conditions if c.unit == own and c.status == "declined"]
        abouts = [c.text for c in mine] or [""]
    elif act in ("complete_milestone", "drop_milestone"):
        abouts = list(model.milestones)
    elif act == "fulfil_obligation":
        abouts = list(model.obligations) or [""]
    for about in abouts:
        for data in FORMS.get(act, ({},)):
            yield about, data


AHEAD = (
    *("submit", "pass_check", "answer_condition", "resign", "vote", "clarify", "release"),
    *("mayor_decides", "board_approves", "sign", "record_result", "confirm_funds", "adapt_plan"),
    *("start_implementation", "complete_milestone", "fulfil_obligation", "release_report"),
    *("draft_report", "confirm_completion", "propose_completion", "edit"),
)
"""The straight way to the end: the first of these that is possible."""

BY_HAND = "MACHINE_RANDOM" in os.environ
SETTINGS = settings(
    max_examples=int(os.environ.get("MACHINE_EXAMPLES", "20")),
    stateful_step_count=int(os.environ.get("MACHINE_STEPS", "25")),
    derandomize=not BY_HAND,
    phases=[Phase.generate, Phase.shrink] if BY_HAND else [Phase.generate],
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class MeasureMachine(RuleBasedStateMachine):
    """Tries acts on a measure and compares its answers with those of the model."""

    town: Town

    def __init__(self) -> None:
        super().__init__()
        self.town.now = NOW
        self.version = 0

    @initialize(
        author=st.sampled_from(["health-clerk", "social-clerk"]),
        cost=st.sampled_from([0, 20_000, 120_000, 300_000]),
        impacts=st.frozensets(st.sampled_from(IMPACTS), max_size=3),
        ahead=st.sampled_from([0, 2, 4, 8, 12, 16, 20, 24, 30]),
    )
    def propose(self, author: str, cost: int, impacts: frozenset[str], ahead: int) -> None:
        """A draft, led a bit on its way."""
        self.model = Model(author, cost, impacts)
        number = Measure.objects.count()
        self.measure = self.town.propose(
            author,
            title=f"Vorhaben {number}",
            lead=self.town.units["social"],
            cost=str(cost),
            **{f"impact_{impact}": True for impact in impacts},
        )
        self.case = self.measure.case_id
        for _ in range(ahead):
            if not self.step_ahead():
                break

    def step_ahead(self) -> bool:
        self.look_at_clock()
        possible = [move for move in moves(self.model) if self.model.answer(move) == 0]
        if self.model.state == "deliberation" and not self.model.session_was_held:
            self.hold_session()
            return True
        for act in AHEAD:
            for move in possible:
                if move.act == act:
                    self.attempt(move)
                    return True
        return False

    def now_possible(self, *, backward: bool) -> list[Move]:
        self.look_at_clock()
        found = [m for m in moves(self.model) if self.model.answer(m) == 0]
        return [m for m in found if (m.act in ENDINGS) == backward]

    def one_of(self, data: st.DataObject, possible: list[Move]) -> None:
        """Each act with the same chance, then who does it and how."""
        if not possible:
            return
        act = data.draw(st.sampled_from(sorted({move.act for move in possible})))
        self.attempt(data.draw(st.sampled_from([m for m in possible if m.act == act])))

    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        self.one_of(data, self.now_possible(backward=False))

    @rule(data=st.data())
    def go_on_again(self, data: st.DataObject) -> None:
        self.one_of(data, self.now_possible(backward=False))

    @rule(data=st.data(), luck=st.integers(0, 3))
    def turn_away(self, data: st.DataObject, luck: int) -> None:
        self.one_of(data, self.now_possible(backward=luck == 1))

    @rule(data=st.data())
    def try_what_does_not_fit(self, data: st.DataObject) -> None:
        self.look_at_clock()
        wrong: dict[int, list[Move]] = {}
        for move in moves(self.model):
            wrong.setdefault(self.model.answer(move), []).append(move)
        wrong.pop(0, None)
        status = data.draw(st.sampled_from(sorted(wrong)))
        self.one_of(data, wrong[status])

    @precondition(lambda self: self.model.state == "deliberation")
    @rule()
    def hold_session(self) -> None:
        """Time passes until the session of the next station is over."""
        meeting = self.station().meeting
        if meeting:
            self.town.now = max(self.town.now, meeting.starts_at + timedelta(hours=2))

    def station(self) -> Consultation:
        rows = Consultation.objects.filter(case=self.case, result="").select_related("meeting")
        return rows.order_by("position", "attempt")[0]

    def look_at_clock(self) -> None:
        if self.model.state == "deliberation":
            meeting = self.station().meeting
            held = meeting is not None and meeting.starts_at <= self.town.now
            self.model.session_was_held = held

    # --- the act itself ------------------------------------------------------------------------

    def attempt(self, move: Move) -> None:
        """Do it to both; they answer alike."""
        expected = self.model.answer(move)
        before = Event.objects.filter(case=self.case).count()
        task, data = self.form(move)
        version = Case.objects.values_list("version", flat=True).get(pk=self.case)
        try:
            self.town.do(
                self.case, move.act, move.by, text=move.text, task=task,
                version=version - move.stale, **data,
            )  # fmt: skip
            status = 0
        except Refusal as refusal:
            status = refusal.status
        assert (move, status) == (move, expected)
        if status:
            assert Event.objects.filter(case=self.case).count() == before
        else:
            self.model.do(move)

    def form(self, move: Move) -> tuple[UUID | None, dict[str, Any]]:
        """What the form of the act would send: its task and its fields."""
        data = dict(move.data)
        if move.act == "edit" and "impact_school" in data:
            data["impact_school"] = "school" not in self.model.impacts
        if move.act == "change_vote" and move.about:
            unit = self.town.units[move.about]
            item = CosignatureItem.objects.filter(case=self.case, unit=unit).latest("round")
            holder = item.carried_from_id or item.pk
            vote = Vote.objects.filter(item=holder, is_current=True).first()
            data |= {"item": str(item.pk), "replaces": str(vote and vote.pk)}
        if move.act in ("board_approves", "board_dissents"):
            data["date"] = NOW.date().isoformat()
        if move.act == "start_implementation":
            data["responsible"] = self.town.person("social-clerk").pk
        if move.act == "fulfil_obligation":
            found = Obligation.objects.filter(case=self.case, text=move.about).first()
            data["obligation"] = str(found and found.pk)
        if move.act == "draft_report":
            data |= self.report()
        if move.act in ("complete_milestone", "drop_milestone"):
            stone = self.measure.milestones.filter(position=int(move.about)).first()
            data |= {"milestone": stone and stone.pk, "late_reason": REASON}
            if move.act == "complete_milestone" and stone:
                return self.task("milestone", f"milestone:{stone.pk}", move.by), data
        if move.act in ("answer_condition", "confirm_decline", "turn_into_refusal") and move.about:
            return self.task_of_condition(move), data
        return None, data

    def task_of_condition(self, move: Move) -> UUID | None:
        step = "answer_condition" if move.act == "answer_condition" else "confirm_decline"
        row = Vote.objects.filter(item__case=self.case, condition__text=move.about)
        pk = row.values_list("condition__pk", flat=True).first()
        return self.task(step, f"condition:{pk}", move.by)

    def task(self, step: str, subject: str, desk: str) -> UUID | None:
        rows = Task.objects.filter(case=self.case, step__key=step, step__subject=subject)
        return rows.filter(desk__key=desk).values_list("pk", flat=True).last()

    def report(self) -> dict[str, Any]:
        now = self.town.now
        return {
            "period_start": f"{now.year}-{(now.month - 1) // 3 * 3 + 1:02d}-01",
            **dict.fromkeys(["done", "next_steps", "risks", "light_reason"], "Alles gut."),
            "spent": "1",
            "forecast": "1",
            "light": "green",
            "is_final": True,
        }

    # --- what must always hold -------------------------------------------------------------------

    @invariant()
    def agrees_with_model(self) -> None:
        row = Case.objects.get(pk=self.case)
        assert (row.state, row.round) == (self.model.state, self.model.round)
        assert row.version >= self.version
        self.version = row.version
        items = CosignatureItem.objects.filter(case=self.case, round=row.round)
        found = dict(items.values_list("unit__key", "status"))
        assert found == {unit: item.status for unit, item in self.model.items.items()}

    @invariant()
    def trail_is_whole(self) -> None:
        events = list(Event.objects.filter(case=self.case).select_related("text").order_by("seq"))
        link = Link()
        for seq, event in enumerate(events, start=1):
            assert (event.seq, fault_of(event, link)) == (seq, None)
            link = Link(seq, link.digest, bytes(event.digest))
        row = Case.objects.get(pk=self.case)
        assert (row.seq, bytes(row.head)) == (link.seq, link.digest)
        assert replayed(events).fits(row)

    @invariant()
    def somebody_may_act_until_the_end(self) -> None:
        live = Task.objects.filter(case=self.case, status__in=["open", "waiting"])
        running = Deadline.objects.filter(case=self.case, status="running")
        if self.model.state in CLOSED:
            steps = StepRun.objects.filter(case=self.case, closed_at=None)
            assert (live.count(), steps.count(), running.count()) == (0, 0, 0)
            return
        held = DeskHolder.objects.filter(desk__in=live.filter(status="open").values("desk"))
        # Known gap: once the final report is released and no milestone is open, no task tells
        # the head to propose the completion, nor the lead to fulfil what it still owes.
        is_untold = self.model.report == "released" and not self.model.is_proposed
        is_untold = is_untold and all(self.model.milestones.values())
        assert held.exists() or running.exclude(effect="").exists() or is_untold
        assert set(live.values_list("step__state", flat=True)) <= {self.model.state}

    @invariant()
    def answers_are_single(self) -> None:
        items = CosignatureItem.objects.filter(case=self.case)
        waiting = items.filter(status__in=["requested", "received"])
        assert self.model.state == "cosigning" or not waiting.exists()
        answered = items.filter(status="answered").values_list("pk", "carried_from")
        holders = [carried or pk for pk, carried in answered]
        votes = Vote.objects.filter(item__case=self.case, is_current=True)
        assert sorted(set(holders)) == sorted(votes.values_list("item", flat=True))


def test_measure_answers_as_the_model_says(town: Town) -> None:
    machine = type("TownMachine", (MeasureMachine,), {"town": town})
    run_state_machine_as_test(machine, settings=SETTINGS)
    assert list(verify()) == []
