"""The ground of the model: who is refused with which status, and how states are entered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from copy import copy
from datetime import date, datetime

from tests.model.cast import (
    BGF,
    BGI,
    BOARD,
    CENTRE,
    CLERK,
    COSIGNERS,
    COUNCIL_OFFICE,
    HEAD,
    IN_DIVISION_OF_LEAD,
    MAYOR,
    MAYORS,
    OBSERVER,
)
from tests.model.parts import Condition, Item, RefusedError, Reports, Station, quarter

FINAL = {"evaluated", "rejected", "withdrawn", "discarded", "revoked", "discontinued"}
NEEDS_VERSION = {
    "edit", "agree", "submit", "discard", "pass_check", "send_back", "withdraw", "vote",
    "change_vote", "answer_condition", "resign", "declare_dissent", "clarify", "release", "reject",
    "board_approves", "board_dissents", "mayor_decides", "sign", "adapt_plan",
    "start_implementation", "confirm_completion", "release_evaluation", "plan_consultations",
    "change_plan", "repeal", "discontinue", "plan_objection", "veto", "record_veto",
    "object_to_resolution", "object_as_unlawful", "decide_objection", "record_ruling",
    "decide_urgently", "countersign", "record_urgent_resolution", "plan_approval",
    "record_approval", "take_back", "present_paper", "ask_office",
}  # fmt: skip
SENDS_BACK = {
    "check": CENTRE, "cosigning": {HEAD}, "executive_board": {BOARD}, "final_signature": MAYORS,
}  # fmt: skip
BEFORE_SIGNATURE = {
    "draft", "check", "cosigning", "revision", "clarification", "release", "executive_board",
    "final_signature",
}  # fmt: skip
WITHDRAWS = {**{state: {HEAD} for state in BEFORE_SIGNATURE}, "deliberation": MAYORS}
CURRENT = "current_administration"
SILENCE = {"cosign": "deemed_given", "contribute": "not_affected"}
"""What no answer means of whoever signs and of whoever only contributes."""


class ModelBase:
    """A measure of the social office: `play` does a move or raises RefusedError.

    What refuses comes before what changes: a refused move leaves the model as it was.
    """

    lead = "social"
    state, version, round = "draft", 1, 0
    agreed = votes = asked = obligations = 0
    questions: tuple[str, ...] = ()
    """Which offices have asked and wait for the lead's word, in their order."""
    requests: tuple[str, ...] = ()
    """Who waits for documents; the clocks stand still meanwhile."""
    planned: Mapping[str, str] = {}
    """Who shall be asked beside the rules in the round to come, and as what."""
    change = me = holder = superior = ""
    asked_head = dissent = resigning = finding_open = board_open = mayor_open = planning = False
    delay_open = waived = funds_open = adapting = amended = proposed = False
    unfunded = evaluating = evaluation_at_deputy = False
    asked_to_propose = asked_to_fulfil = unnamed = False
    spare: ModelBase | None = None
    finding: bool | None = None
    signed_on = board_since = date.min
    dealt_with: datetime | None = None
    sent_on: date | None = None
    opinions: tuple[str, ...] = ()
    """Who has put a differing opinion that the main committee has not heard yet."""
    again: Station | None = None
    at_authority = False
    """Which body decides on an objection, in which session; whether the authority has it."""
    moved = False
    """Whether another office has taken the lead since the matter was held up."""
    funded = False
    """Whether the treasury has confirmed the money."""
    signed_first = ""
    """Whose urgent decision waits for its second signature."""
    is_unsigned = False
    """Whether the council deliberates and nobody has signed a paper yet."""
    decided_urgently = date.min
    in_place_of = ""
    """When two or a committee decided urgently, and in the place of which body."""
    resolution: Station | None = None
    """The body that has decided and its session."""
    approval: Station | None = None
    """The body that still has to approve an urgent decision, and its session."""

    def __init__(
        self,
        *,
        units: Collection[str],
        path: str,
        author: str = CLERK,
        fundamental: bool = False,
        costly: bool = False,
    ) -> None:
        self.units, self.path, self.author = set(units), path, author
        self.fundamental, self.costly = fundamental, costly
        self.has_cost, self.is_covered = "finance" in units, True
        self.sees = {CLERK, HEAD, author}
        self.items: dict[str, Item] = {}
        self.conditions: list[Condition] = []
        self.disputed: set[str] = set()
        self.touched: set[str] = set()
        self.units_asked: set[str] = set()
        self.path_asked, self.lead_asked = path, self.lead
        self.queue: list[set[str]] = []
        self.stations: list[Station] = []
        self.put_off: Counter[tuple[str, str]] = Counter()
        self.heard: list[str] = []
        self.stones = ["open", "open"]
        self.stone_days = [date(2026, 9, 1), date(2026, 10, 1)]
        self.days_asked = list(self.stone_days)
        self.reports = Reports()

    def twin(self) -> ModelBase:
        """A copy that goes its own way."""
        twin = copy(self)
        twin.spare = None
        twin.units, twin.sees, twin.stones = set(self.units), set(self.sees), list(self.stones)
        twin.items = {unit: copy(item) for unit, item in self.items.items()}
        twin.conditions = [copy(condition) for condition in self.conditions]
        twin.queue, twin.reports = list(self.queue), self.reports.twin()
        twin.heard = list(self.heard)
        twin.put_off = Counter(self.put_off)
        twin.stations, twin.stone_days = list(self.stations), list(self.stone_days)
        return twin

    def agreeing(self) -> set[str]:
        raise NotImplementedError

    def agrees_for_others(self) -> None:
        raise NotImplementedError

    def submits_as_head(self) -> bool:
        raise NotImplementedError

    def may(self, who: Collection[str]) -> None:
        if self.move.who not in who:
            raise RefusedError(403)

    def signs_alone(self) -> None:
        """Four eyes: whoever wrote the text does not sign it as well."""
        raise NotImplementedError

    def leads(self) -> None:
        """Integration is led under a mandate."""
        raise NotImplementedError

    def may_here(self, by_state: Mapping[str, set[str]]) -> None:
        """Who may depends on the state; elsewhere whoever may anywhere learns it is too late."""
        everybody = set().union(*by_state.values())
        here = by_state.get(self.state)
        if here is not None and self.move.who not in here:
            late = self.move.stale and self.move.who in everybody
            raise RefusedError(409 if late else 403)
        self.may(everybody)
        self.now(self.state in by_state)

    def is_held_up(self) -> bool:
        """Whether an objection holds up the work of which the move is part."""
        raise NotImplementedError

    def now(self, moment_is_right: bool) -> None:  # noqa: FBT001 - reads as a sentence
        moment_is_right = moment_is_right and not self.is_held_up()
        if not moment_is_right or (self.move.stale and self.move.act in NEEDS_VERSION):
            raise RefusedError(409)

    def met(self, holds: bool = True) -> None:  # noqa: FBT001, FBT002 - reads as a sentence
        if not holds or not self.move.good:
            raise RefusedError(422)

    def go(self, state: str) -> None:
        """Leave a state: what was opened in it is over; enter the next."""
        self.version += 1
        self.state = state
        self.asked_head = self.resigning = self.finding_open = self.unnamed = False
        self.board_open = self.mayor_open = self.planning = False
        self.funds_open = self.unfunded = self.adapting = self.proposed = False
        self.asked_to_fulfil = self.delay_open = False
        self.evaluating = self.evaluation_at_deputy = False
        self.questions, self.requests, self.queue, self.opinions = (), (), [], ()
        self.again, self.at_authority = None, False
        self.signed_first, self.is_unsigned = "", False
        self.reports.drop_tasks()
        for item in self.items.values():
            item.close()
        getattr(self, f"enter_{state}", lambda: None)()

    def settle(self) -> None:
        """What follows by itself."""

    def enter_check(self) -> None:
        self.sees |= CENTRE | {BGF, BGI} | MAYORS

    def sends_back(self) -> Mapping[str, set[str]]:
        return {**SENDS_BACK, "release": self.releasers()}

    def enter_cosigning(self) -> None:
        standing = self.standing() if self.change else {}
        self.change, self.units_asked, self.path_asked = "", set(self.units), self.path
        self.lead_asked, self.days_asked = self.lead, list(self.stone_days)
        self.begin_round()
        self.items, self.conditions, self.dissent = {}, [], False
        for unit, item in standing.items():
            self.items[unit] = item
            item.is_carried, item.passes = True, 0
        for unit in COSIGNERS:
            if unit in self.units and unit not in self.items:
                self.ask(unit, "cosign", SILENCE["cosign"])
        planned, self.planned = {"centre": "contribute", **self.planned}, {}
        for unit, kind in planned.items():
            if unit not in self.items:
                self.ask(unit, kind, SILENCE[kind], named=unit != "centre")

    def begin_round(self) -> None:
        self.round += 1

    def standing(self) -> dict[str, Item]:
        """2.3: what the change does not touch carries over to the next round."""
        waiting = [c for c in self.conditions if c.waits]
        unsigned = [c for c in self.conditions if c.status == "accepted" and not c.settled]
        again = {c.unit for c in (*waiting, *(c for c in unsigned if c.material))}
        if self.change == "material":
            again |= self.touched
            again |= {unit for unit, item in self.items.items() if item.choice == "refused"}
        # An answer holds where the office is asked for the same again, by a rule or by the list.
        by_rule = {**dict.fromkeys(self.units, "cosign"), "centre": "contribute"}
        required = {**self.planned, **by_rule}
        return {
            unit: item
            for unit, item in self.items.items()
            if item.status == "answered"
            and unit not in again
            and (item.kind == required[unit] if unit in required else item.named)
        }

    def ask(self, unit: str, kind: str, silence: str, *, named: bool = False) -> None:
        """With a full period; in the order of asking."""
        self.asked += 1
        was_named = self.items[unit].named if unit in self.items else named
        self.items[unit] = Item(kind, silence, self.asked, named=was_named)
        self.sees |= set(COSIGNERS[unit])

    def enter_clarification(self) -> None:
        self.superior = self.superior_now()
        self.disputed, self.dissent = set(), True

    def superior_now(self) -> str:
        refusing = {unit for unit, item in self.items.items() if item.choice == "refused"}
        disagreeing = refusing | self.disputed | {c.unit for c in self.conditions if c.waits}
        return BGF if disagreeing <= IN_DIVISION_OF_LEAD else MAYOR

    def releasers(self) -> set[str]:
        """Both deputy mayors, and whoever is asked in their place."""
        return {BGF, BGI}.union(*self.queue)

    def is_barred(self, desks: set[str]) -> bool:
        """Four eyes: who wrote the text does not release it (M9)."""
        raise NotImplementedError

    def ask_instead(self) -> None:
        """Where nobody at whose turn it is may release, the mayor does, after the others."""
        while self.queue and self.is_barred(self.queue[0]):
            self.queue.pop(0)
            if MAYORS not in self.queue:
                self.queue.append(MAYORS)

    def enter_release(self) -> None:
        self.queue = [{BGF}, {BGI}]
        self.finding_open = self.path == CURRENT and self.finding is None

    def enter_executive_board(self) -> None:
        self.board_open, self.board_since = True, self.world.today
        self.sees.add(BOARD)

    def after_board(self) -> str:
        return "resolved" if self.path == CURRENT and self.finding else "final_signature"

    def enter_final_signature(self) -> None:
        self.sees |= {BOARD, COUNCIL_OFFICE}
        self.planning = not self.world.chain_ok

    def enter_deliberation(self) -> None:
        self.stations, self.signed_on = list(self.world.chain), self.world.today
        self.plan_dispatch()

    def plan_dispatch(self) -> None:
        """From the day on which the paper of the first session leaves the council sees it."""
        start = self.stations[0].start
        self.sent_on = self.world.sent_on(start) if start else None
        self.see_what_is_sent()

    def see_what_is_sent(self) -> None:
        if self.sent_on and self.sent_on <= self.world.today:
            self.sees.add(OBSERVER)

    def enter_resolved(self) -> None:
        self.funds_open, self.adapting = self.has_cost and not self.funded, self.amended

    def enter_implementation(self) -> None:
        self.reports.ask(quarter(self.world.today))

    def enter_completed(self) -> None:
        """M30: the integration centre is asked what has come of it."""
        self.evaluating = True
