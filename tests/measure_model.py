"""What the rules of the city say about one measure, told once more and without the product.

Plain Python from the domain's tables (measure M1 to M28, co-signature items): no flow, rule,
guard or enumeration of the project is used here, so that both can be compared. The measure is
led by the social office of division 4; the council decides; time passes only between sessions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.measure_tables import (
    ASKED_BY_IMPACT,
    BGF,
    BGI,
    BOARD,
    CENTRE,
    CLERK,
    CONFLICT,
    CONTRIBUTE_CHOICES,
    COSIGN_CHOICES,
    COSIGNERS,
    COUNCIL,
    DESKS,
    DONE,
    HEAD,
    IN_DIVISION_4,
    INVISIBLE,
    MAYOR,
    NEED_REASON,
    NOT_ALLOWED,
    ON_ANY_VERSION,
    OUTCOMES,
    SENDS_BACK,
    STAFF,
    STATES,
    TARGETS,
    UNMET,
    WAITING,
    Condition,
    Item,
    Move,
)


@dataclass
class Model:
    """One measure as the rules want it."""

    author: str
    cost: int
    impacts: frozenset[str]
    covered: bool = False
    state: str = "draft"
    round: int = 0
    seen_by: set[str] = field(default_factory=set)
    is_agreed: bool = False
    is_asked_to_agree: bool = False
    items: dict[str, Item] = field(default_factory=dict)
    conditions: list[Condition] = field(default_factory=list)
    votes: int = 0
    must_sign_again: bool = False
    to_release: list[str] = field(default_factory=list)
    board_dissented: bool = False
    stations: list[str] = field(default_factory=list)
    session_was_held: bool = False
    was_amended: bool = False
    funds_open: bool = False
    milestones: dict[str, bool] = field(default_factory=lambda: {"1": False, "2": False})
    obligations: dict[str, bool] = field(default_factory=dict)
    report: str = ""
    is_proposed: bool = False

    def __post_init__(self) -> None:
        self.seen_by |= {CLERK, HEAD, self.author}

    # --- who ----------------------------------------------------------------------------------

    def may(self, act: str, state: str) -> set[str]:  # noqa: PLR0911 - a table with conditions
        """The desks whose role has this act in this state."""
        if act in ("edit", "ask_agreement", "discard"):
            return {*STAFF, self.author}
        if act == "send_back":
            return set(SENDS_BACK[state])
        if act == "withdraw":
            return {MAYOR if state == "deliberation" else HEAD}
        if act in ("vote", "change_vote"):
            return {desk for unit in self.items for desk in COSIGNERS[unit]}
        if act in ("confirm_decline", "turn_into_refusal"):
            return {desk for c in self.conditions for desk in COSIGNERS[c.unit]}
        if act == "clarify":
            return {self.superior()}
        return set(DESKS[act])

    def superior(self) -> str:
        """M7: the lowest superior of the lead and of those who disagree."""
        against = {unit for unit, item in self.items.items() if item.choice == "refused"}
        against |= {c.unit for c in self.conditions if c.status in WAITING}
        return BGF if against and against <= IN_DIVISION_4 else MAYOR

    # --- whether ------------------------------------------------------------------------------

    def answer(self, move: Move) -> int:
        """How the measure answers: 0 if it is done, else the class of the refusal."""
        if move.by not in self.seen_by or self.state == "discarded":
            return INVISIBLE
        states = STATES[move.act]
        if self.state not in states:
            anywhere = {desk for state in states for desk in self.may(move.act, state)}
            return CONFLICT if move.by in anywhere else NOT_ALLOWED
        if move.by not in self.may(move.act, self.state):
            return NOT_ALLOWED
        if move.stale and move.act not in ON_ANY_VERSION:
            return CONFLICT
        if not self.is_waited_for(move):
            return CONFLICT
        return UNMET if self.lacks(move) else DONE

    def is_waited_for(self, move: Move) -> bool:
        """Whether a task for this is open at the desk; true for acts that need none."""
        waiting: Mapping[str, bool] = {
            "vote": move.act == "vote" and self.items[move.about].status == "requested",
            "answer_condition": self.condition_is(move, "open"),
            "confirm_decline": self.condition_is(move, "declined"),
            "turn_into_refusal": self.condition_is(move, "declined"),
            "resign": self.must_sign_again,
            "release": self.to_release[:1] == [move.by],
            "board_approves": not self.board_dissented,
            "board_dissents": not self.board_dissented,
            "mayor_decides": self.board_dissented,
            "adapt_plan": self.was_amended,
            "confirm_funds": self.funds_open,
            "complete_milestone": not self.milestones.get(move.about, True),
            "release_report": self.report == "drafted",
            "confirm_completion": self.is_proposed,
            "decline_completion": self.is_proposed,
        }
        if move.act == "send_back" and self.state == "release":
            return self.to_release[:1] == [move.by]
        return waiting.get(move.act, True)

    def condition_is(self, move: Move, status: str) -> bool:
        return any(c.text == move.about and c.status == status for c in self.conditions)

    def lacks(self, move: Move) -> bool:
        """Whether something is missing in the form or in the measure."""
        if move.act in NEED_REASON and len(move.text.strip()) < len("mindestens"):
            return True
        if move.act in OUTCOMES:
            return move.data.get("outcome") not in OUTCOMES[move.act]
        check = getattr(self, f"lacks_to_{move.act}", None)
        return bool(check and check(move))

    def lacks_to_ask_agreement(self, _move: Move) -> bool:
        return self.is_asked_to_agree or (self.cost > 0 and not self.covered)

    def lacks_to_submit(self, move: Move) -> bool:
        return (self.cost > 0 and not self.covered) or (move.by == CLERK and not self.is_agreed)

    def lacks_to_vote(self, move: Move) -> bool:
        is_cosigner = self.items[move.about].participation == "cosign"
        choice = move.data.get("choice")
        if choice not in (COSIGN_CHOICES if is_cosigner else CONTRIBUTE_CHOICES):
            return True
        if choice == "conditional":
            return not move.data.get("conditions")
        return choice in ("refused", "noted") and not move.text

    def lacks_to_change_vote(self, move: Move) -> bool:
        return self.items[move.about].status != "answered" or self.lacks_to_vote(move)

    def lacks_to_answer_condition(self, move: Move) -> bool:
        return not move.data["accept"] and not move.text

    def lacks_to_turn_into_refusal(self, move: Move) -> bool:
        return not move.text

    def lacks_to_resign(self, _move: Move) -> bool:
        return not self.is_answered()

    def lacks_to_board_approves(self, move: Move) -> bool:
        return not move.data.get("protocol")

    lacks_to_board_dissents = lacks_to_board_approves

    def lacks_to_record_result(self, move: Move) -> bool:
        result = move.data["result"]
        if result == "noted" and self.stations[0] == "decision":
            return True
        if result == "amended" and not move.data.get("resolution_text"):
            return True
        return not self.session_was_held

    def lacks_to_adapt_plan(self, move: Move) -> bool:
        return not move.text

    def lacks_to_start_implementation(self, _move: Move) -> bool:
        return self.funds_open or self.was_amended

    def lacks_to_complete_milestone(self, move: Move) -> bool:
        return not move.text

    def lacks_to_drop_milestone(self, move: Move) -> bool:
        return self.milestones[move.about]

    def lacks_to_fulfil_obligation(self, move: Move) -> bool:
        return self.obligations.get(move.about, True) or not move.text

    def lacks_to_draft_report(self, _move: Move) -> bool:
        return self.report == "released"

    def lacks_to_confirm_completion(self, _move: Move) -> bool:
        done = all(self.milestones.values()) and all(self.obligations.values())
        return not done or self.report != "released"

    def lacks_to_propose_completion(self, move: Move) -> bool:
        return self.is_proposed or self.lacks_to_confirm_completion(move)

    # --- co-signature -------------------------------------------------------------------------

    def is_answered(self) -> bool:
        """M6: every co-signature is given and every condition settled."""
        asked = [item for item in self.items.values() if item.participation == "cosign"]
        return all(item.status == "answered" for item in asked) and not any(
            c.status in WAITING for c in self.conditions
        )

    def is_refused(self) -> bool:
        return any(item.choice == "refused" for item in self.items.values())

    def unsigned(self) -> list[Condition]:
        return [c for c in self.conditions if c.status == "accepted" and not c.is_settled]

    def settle(self) -> None:
        """What follows by itself once everybody has answered (M6, M7)."""
        if self.state != "cosigning" or not self.is_answered():
            return
        if self.is_refused():
            self.enter("clarification")
        elif self.unsigned():
            self.must_sign_again = True
        else:
            self.enter("release")

    def enter(self, state: str) -> None:
        """What a state begins with."""
        self.state, self.is_agreed, self.is_asked_to_agree = state, False, False
        self.must_sign_again = self.board_dissented = False
        for item in self.items.values():
            item.status = "void" if item.status == "requested" else item.status
        if state == "check":
            self.seen_by |= {*CENTRE, BGF, BGI, MAYOR}
        elif state == "cosigning":
            self.start_round()
        elif state == "release":
            self.to_release = [BGF, BGI]
        elif state == "executive_board":
            self.seen_by.add(BOARD)
        elif state == "final_signature":
            self.seen_by |= {BOARD, COUNCIL}
        elif state == "deliberation":
            main = ["preliminary"] * (self.cost >= 100_000)
            youth = ["preliminary"] * ("minors" in self.impacts)
            self.stations = ["preliminary", *youth, *main, "decision"]
        elif state == "resolved":
            self.funds_open = self.cost > 0

    def start_round(self) -> None:
        """2.3: the obligatory set, in full."""
        self.round += 1
        asked = [unit for impact, unit in ASKED_BY_IMPACT.items() if impact in self.impacts]
        asked += ["finance"] * (self.cost > 0)
        self.items = {unit: Item("cosign") for unit in asked} | {"centre": Item("contribute")}
        self.conditions = []
        self.seen_by |= {desk for unit in self.items for desk in COSIGNERS[unit]}

    # --- what happens -------------------------------------------------------------------------

    def do(self, move: Move) -> None:
        """Carry out a move that was answered with 0."""
        deed = getattr(self, f"do_{move.act}", None)
        if deed:
            deed(move)
        elif move.act in TARGETS:
            self.enter(TARGETS[move.act])
        self.settle()

    def do_edit(self, move: Move) -> None:
        self.is_agreed = False
        self.covered = bool(move.data.get("cover", self.covered))
        if "impact_school" in move.data:
            self.impacts = self.impacts ^ {"school"}

    def do_ask_agreement(self, _move: Move) -> None:
        self.is_asked_to_agree = True

    def do_agree(self, _move: Move) -> None:
        self.is_agreed, self.is_asked_to_agree = True, False

    def do_vote(self, move: Move) -> None:
        self.cast(self.items[move.about], move.data["choice"])
        for text in move.data.get("conditions", ()):
            self.conditions.append(Condition(text, move.about, self.votes))

    def do_change_vote(self, move: Move) -> None:
        self.drop_conditions(self.items[move.about].vote)
        self.do_vote(move)

    def cast(self, item: Item, choice: str) -> None:
        self.votes += 1
        item.status, item.choice, item.vote = "answered", choice, self.votes

    def drop_conditions(self, vote: int) -> None:
        for condition in self.conditions:
            if condition.vote == vote and condition.status in WAITING:
                condition.status = "void"

    def condition(self, move: Move) -> Condition:
        return next(c for c in self.conditions if c.text == move.about)

    def do_answer_condition(self, move: Move) -> None:
        condition = self.condition(move)
        condition.status = "accepted" if move.data["accept"] else "declined"
        if move.data["accept"]:
            condition.material = move.data["material"]
            self.obligations[condition.text] = False

    def do_confirm_decline(self, move: Move) -> None:
        self.condition(move).status = "confirmed"

    def do_turn_into_refusal(self, move: Move) -> None:
        condition = self.condition(move)
        condition.status = "refused"
        item = self.items[condition.unit]
        self.drop_conditions(item.vote)
        self.cast(item, "refused")

    def do_resign(self, _move: Move) -> None:
        changes, self.must_sign_again = self.unsigned(), False
        for condition in changes:
            condition.is_settled = True
        again = {condition.unit for condition in changes if condition.material}
        if again:
            self.round += 1
            self.conditions = []
            self.items = {
                unit: Item(item.participation) if unit in again or not item.vote else item
                for unit, item in self.items.items()
            }

    def do_clarify(self, move: Move) -> None:
        self.enter(move.data["outcome"])

    do_mayor_decides = do_clarify

    def do_release(self, _move: Move) -> None:
        self.to_release.pop(0)
        if not self.to_release:
            high = self.cost >= 250_000 or "fundamental" in self.impacts or self.is_refused()
            self.enter("executive_board" if high else "final_signature")

    def do_board_dissents(self, _move: Move) -> None:
        self.board_dissented = True

    def do_record_result(self, move: Move) -> None:
        result = move.data["result"]
        if result == "postponed":
            return
        if self.stations.pop(0) == "decision":
            self.was_amended = result == "amended"
            self.enter("rejected" if result == "rejected" else "resolved")

    def do_adapt_plan(self, _move: Move) -> None:
        self.was_amended = False

    def do_confirm_funds(self, _move: Move) -> None:
        self.funds_open = False

    def do_complete_milestone(self, move: Move) -> None:
        self.milestones[move.about] = True

    do_drop_milestone = do_complete_milestone

    def do_fulfil_obligation(self, move: Move) -> None:
        self.obligations[move.about] = True

    def do_draft_report(self, _move: Move) -> None:
        self.report = "drafted"

    def do_release_report(self, _move: Move) -> None:
        self.report = "released"

    def do_propose_completion(self, _move: Move) -> None:
        self.is_proposed = True

    def do_decline_completion(self, _move: Move) -> None:
        self.is_proposed = False
