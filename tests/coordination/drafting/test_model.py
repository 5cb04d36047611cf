"""Random rounds against a small model of what happens inside the offices, move by move."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from coordination.decisions.models import DocumentRequest
from coordination.drafting.jobs import follow_answers
from coordination.drafting.models import AnswerDraft, Contribution
from tests.coordination.drafting import contributions as wishes
from tests.coordination.drafting import drafts
from tests.coordination.drafting.office_model import ALL, LEAD, OFFICES, Model
from tests.town import Town
from workflows.actions.time.clock import take_effects
from workflows.models import Case, CosignatureItem, Deadline, Task
from workflows.queries.proof.verification import verify
from workflows.refusals import Refusal

pytestmark = pytest.mark.django_db

REASON = "Das ist gut begründet."
UNITS = ("school", "health", "social", "finance", LEAD)
STEPS = {
    "drafting": "draft_answer", "submitted": "sign_draft",
    "asked": "contribute", "given": "read_contribution",
}  # fmt: skip
Move = tuple[Any, ...]

EVERY_ACT: list[Move] = [
    ("give_out",), ("hand_in",), ("send_back",), ("hand_in",), ("revise",), ("recall",),
    ("give_out",), ("hand_in",), ("ask", "school", "health", None), ("pass", 1),
    ("ask", "health", "school", None), ("ask", "school", "social", 0),
    ("ask", "school", "finance", 1), ("contribute", 1, False), ("contribute", 0, False),
    ("ask", "health", "school", None),
    ("return", 0), ("withdraw_wish", 2), ("return", 0), ("ask", "school", "finance", 0),
    ("decline", 3), ("request", "school"), ("request", ALL), ("pass", 3), ("provide", "school"),
    ("request", "school"), ("allow", "school"), ("request", "school"), ("pass", 30),
    ("request", "health"), ("withdraw_request", "health"), ("vote", "health", True, True),
    ("vote", "health", False, False), ("vote", "school", False, False),
    ("vote", "school", False, True),
]  # fmt: skip
"""A round in which everything is done at least once, and some of it is refused."""


class Round:
    """One matter in its co-signature, and the model of it."""

    def __init__(self, town: Town) -> None:
        self.town, self.measure = town, town.in_cosigning(impact_school=True, impact_health=True)
        self.model, self.done = Model(town.now.date()), set[str]()

    def play(self, move: Move) -> None:
        """The same on both sides; the tick comes at once."""
        act, *rest = move
        if act == "pass":
            self.town.now += timedelta(days=rest[0])
            take_effects(at=self.town.now)
            self.model.pass_days(rest[0])
        else:
            try:
                getattr(self, f"_{act}")(*rest)
                found = 200
            except Refusal as refusal:
                found = refusal.status
            expected = getattr(self.model, f"try_{act}")(*rest)
            assert (found, move) == (expected, move)
            self.done |= {act} if found == 200 else set()
        follow_answers(at=self.town.now)
        self.model.follow()
        self.check()

    # --- drafts -----------------------------------------------------------------------------

    def _give_out(self) -> None:
        drafts.given(self.town, self.measure)

    def _on_draft(self, name: str, by: str, **data: Any) -> None:
        draft = AnswerDraft.objects.filter(item__case=self.measure.case_id).latest("pk")
        drafts.do(self.town, draft, name, by, text=REASON, **data)

    def _hand_in(self) -> None:
        self._on_draft("hand_in_draft", drafts.CLERK, choice="approved")

    def _revise(self) -> None:
        self._on_draft("revise_draft", drafts.CLERK, choice="approved")

    def _send_back(self) -> None:
        self._on_draft("return_draft", drafts.HEAD)

    def _recall(self) -> None:
        self._on_draft("recall_draft", drafts.HEAD)

    # --- contributions ------------------------------------------------------------------------

    def _wish(self, number: int) -> Contribution:
        return Contribution.objects.filter(item__case=self.measure.case_id).order_by("pk")[number]

    def _ask(self, item: str, unit: str, above: int | None) -> None:
        parent = wishes.fresh(self._wish(above)) if above is not None else None
        asker = self.model.wishes[above].unit if above is not None else item
        wishes.requested(
            self.town, self.measure, unit=unit, by=f"{asker}-head", asking=item, parent=parent
        )

    def _on_wish(self, name: str, number: int, *, asks: bool, **data: Any) -> None:
        wish = self.model.wishes[number]
        who = self.model.asker(wish) if asks else wish.unit
        wishes.do(self.town, self._wish(number), name, f"{who}-head", text=REASON, **data)

    def _contribute(self, number: int, says_why: bool) -> None:  # noqa: FBT001 - a move
        over = REASON if says_why else ""
        self._on_wish("give_contribution", number, asks=False, over=over)

    def _decline(self, number: int) -> None:
        self._on_wish("decline_contribution", number, asks=False)

    def _return(self, number: int) -> None:
        self._on_wish("return_contribution", number, asks=True)

    def _withdraw_wish(self, number: int) -> None:
        self._on_wish("withdraw_contribution", number, asks=True)

    # --- the matter -----------------------------------------------------------------------------

    def _in_matter(self, name: str, office: str, **data: Any) -> None:
        by = {ALL: "centre-clerk"}.get(office, f"{office}-head")
        case = self.measure.case_id
        item = CosignatureItem.objects.filter(case=case, unit=self.town.units.get(office)).first()
        self.town.do(case, name, by, item=str(item and item.pk), **{"text": REASON, **data})

    def _vote(self, office: str, is_stale: bool, says_why: bool) -> None:  # noqa: FBT001 - a move
        task = Task.objects.filter(
            case=self.measure.case_id, step__key="cosign", desk=self.town.desks[f"{office}-head"]
        ).latest("opened_at")
        draft = AnswerDraft.objects.filter(item__case=self.measure.case_id, is_live=True).first()
        signs = office == "school" and draft is not None and self.model.draft == "submitted"
        token = drafts.token(draft) if signs and draft else ""
        self._in_matter(
            "vote", office, choice="approved", task=task.pk, over=REASON if says_why else "",
            draft="1:99" if is_stale else token,
        )  # fmt: skip

    def _request(self, asker: str) -> None:
        self._in_matter("request_documents", asker)

    def _of(self, asker: str) -> DocumentRequest | None:
        unit = self.town.units["centre" if asker == ALL else asker]
        rows = DocumentRequest.objects.filter(case=self.measure.case_id, unit=unit)
        return rows.filter(end="").first()

    def _provide(self, asker: str) -> None:
        row = self._of(asker)
        assert row is not None
        task = Task.objects.get(
            step__subject=f"documents:{row.pk}", desk=self.town.desks["youth-head"]
        )
        self.town.do(self.measure, "provide_documents", "youth-head", task=task.pk, text=REASON)

    def _withdraw_request(self, asker: str) -> None:
        row = self._of(asker)
        self._in_matter("withdraw_request", asker, documents=str(row and row.pk))

    def _allow(self, asker: str) -> None:
        unit = self.town.units["centre" if asker == ALL else asker]
        self.town.do(self.measure, "allow_request", "division_3-deputy_mayor", unit=unit)

    # --- what both tell ---------------------------------------------------------------------------

    def check(self) -> None:
        model, case = self.model, self.measure.case_id
        own = AnswerDraft.objects.filter(item__case=case).order_by("pk")
        assert [row.case.state for row in own.select_related("case")] == model.drafts
        asked = Contribution.objects.filter(item__case=case).order_by("pk").select_related("case")
        assert [(row.case.state, row.wanted_on) for row in asked] == [
            (wish.state, wish.wanted) for wish in model.wishes
        ]
        for row, state in zip(
            [*own, *asked], [*model.drafts, *(w.state for w in model.wishes)], strict=True
        ):
            steps = {
                *Task.objects.filter(case=row.case_id, status="open").values_list(
                    "step__key", flat=True
                )
            }
            assert steps == ({STEPS[state]} if state in STEPS else set())
        for office in OFFICES:
            assert self.seen(office) == (
                model.items[office], model.due.get(office), model.left.get(office),
            )  # fmt: skip
        waits = DocumentRequest.objects.filter(case=case, end="")
        assert waits.count() == len(model.limits)
        assert (Case.objects.get(pk=case).state == "cosigning") == model.runs

    def seen(self, office: str) -> tuple[Any, ...]:
        item = CosignatureItem.objects.get(case=self.measure.case_id, unit=self.town.units[office])
        if item.status == "answered":
            vote = item.votes.get()
            return ("answered" if vote.cast_by_id else "silent", None, None)
        line = Deadline.objects.get(step=item.step_id, status__in=["running", "paused"])
        return ("open", None if line.status == "paused" else line.due_on, line.remaining)


def chosen(model: Model, chance: random.Random) -> Move:
    """Mostly what concerns what is there."""
    office, unit = chance.choice(OFFICES), chance.choice(UNITS)
    moves: list[Move] = [
        ("give_out",), ("ask", office, unit, None), ("ask", office, unit, None),
        ("request", chance.choice([office, ALL])), ("allow", chance.choice([office, ALL])),
        ("withdraw_request", chance.choice([office, ALL])), ("pass", chance.randrange(1, 5)),
    ]  # fmt: skip
    if chance.random() < 1 / 6:
        moves.append(("vote", office, chance.random() < 1 / 3, chance.random() < 1 / 2))
    if model.drafts:
        moves += [(name,) for name in ("hand_in", "hand_in", "revise", "send_back", "recall")]
    if model.limits:
        moves.append(("provide", chance.choice(sorted(model.limits))))
    for number, wish in enumerate(model.wishes[-3:], start=max(0, len(model.wishes) - 3)):
        moves += [
            ("ask", wish.item, unit, number), ("contribute", number, chance.random() < 1 / 2),
            ("return", number), chance.choice([("decline", number), ("withdraw_wish", number)]),
        ]  # fmt: skip
    return chance.choice(moves)


@pytest.mark.parametrize("seed", range(4))
def test_a_round_goes_inside_the_offices_as_the_text_says(town: Town, seed: int) -> None:
    chance, one = random.Random(seed), Round(town)
    for _turn in range(40):
        if not one.model.runs:
            break
        one.play(chosen(one.model, chance))
    assert list(verify()) == []


def test_everything_that_the_model_knows_is_done(town: Town) -> None:
    one = Round(town)
    for move in EVERY_ACT:
        one.play(move)
    assert one.done == {name[4:] for name in dir(Model) if name.startswith("try_")}
    assert not one.model.runs
    assert list(verify()) == []
