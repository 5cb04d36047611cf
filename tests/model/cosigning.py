"""The co-signature: votes, conditions, rounds, dissent (2.3, M6 to M8)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.model.base import ModelBase
from tests.model.cast import COSIGNERS, HEAD, LEAD, MAY_EXTEND, NAMED_BY, UNIT_OF
from tests.model.parts import Condition, RefusedError


class Cosigning(ModelBase):
    """The offices answer in parallel, the lead answers them."""

    def unit(self) -> str:
        """The unit for which the person signs; only units that were asked have a say."""
        unit = self.signs_for(self.move.who)
        if unit not in self.items:
            raise RefusedError(403)
        return unit

    def signs_for(self, desk: str) -> str:
        """The unit of a desk, or the one in whose place it was asked; empty if there is none."""
        instead = (unit for unit, item in self.items.items() if item.instead == desk)
        return UNIT_OF.get(desk) or next(instead, "")

    def do_vote(self) -> None:
        unit = self.unit()
        self.signs_alone()
        item = self.items[unit]
        is_asked = item.instead in ("", self.move.who)
        self.now(self.state == "cosigning" and item.is_open and is_asked)
        self.cast(unit)

    def do_change_vote(self) -> None:
        unit = self.unit()
        self.signs_alone()
        self.now(self.state == "cosigning")
        if self.items[unit].is_open or not self.items[unit].choice:
            raise RefusedError(422)
        self.cast(unit)

    def cast(self, unit: str) -> None:
        item, choice = self.items[unit], self.move.choice
        allowed = {"cosign": {"approved", "conditional", "refused"}, "contribute": {"noted"}}
        self.met(choice in allowed[item.kind] | {"not_affected", "not_responsible"})
        named = NAMED_BY[unit]
        if choice == "not_responsible" and named in self.items:
            is_spared = self.items[named].is_void
            self.met(is_spared or self.items[named].choice == "not_responsible")
        self.drop_conditions(unit)
        self.end_request(unit)
        item.is_open, item.choice, item.is_carried = False, choice, False
        self.votes += 1
        if choice == "conditional":
            self.conditions += [Condition(unit) for _ in range(1 + self.move.number % 2)]
        if choice == "not_responsible":
            item.passes += 1
            self.pass_on(unit, named)

    def end_request(self, unit: str) -> None:
        """Its clock goes on, unless another request stops it too."""
        self.requests = tuple(asker for asker in self.requests if asker != unit)

    def stopped(self) -> Iterator[str]:
        raise NotImplementedError

    def pass_on(self, unit: str, named: str) -> None:
        """The office named is asked, or asked again; a third time is for the superior."""
        earlier = self.items.get(named)
        if earlier is None or earlier.is_void:
            self.ask(named, self.items[unit].kind, self.items[unit].silence, named=True)
        elif earlier.passes < 2:
            passing = self.items[unit]
            if passing.kind == "cosign":
                # Who has to sign in place of another has to sign.
                earlier.kind, earlier.silence = passing.kind, passing.silence
            self.ask_again(named)
        else:
            self.disputed = {unit, named}
            self.go("clarification")

    def ask_again(self, unit: str) -> None:
        earlier = self.items[unit]
        self.ask(unit, earlier.kind, earlier.silence)
        self.items[unit].passes = earlier.passes

    def do_ask_for_time(self) -> None:
        unit = self.unit()
        self.now(self.state == "cosigning")
        item = self.items[unit]
        self.met(item.is_open and unit in MAY_EXTEND and not item.is_extended)
        self.met(unit not in self.stopped())
        item.is_extended = True

    def fall_silent(self) -> None:
        """Whoever has not answered by the end of the period: one after the other, then settle.

        Whose clock stood still until now has its time from now on.
        """
        waits = {*self.stopped()}
        for unit, item in sorted(
            self.items.items(), key=lambda pair: (pair[1].is_extended, pair[1].number)
        ):
            is_over = item.is_open and item.silence and unit not in waits
            if self.state == "cosigning" and is_over:
                item.is_open, item.choice, item.instead = False, item.silence, ""
                self.votes += 1
                self.settle()

    def drop_conditions(self, unit: str) -> None:
        for condition in self.conditions:
            if condition.unit == unit and condition.waits:
                condition.status = "void"

    def do_ask_question(self) -> None:
        unit = self.unit()
        self.now(self.state == "cosigning")
        self.met(self.items[unit].is_open)
        self.questions += (unit,)

    def do_answer_question(self) -> None:
        self.may(LEAD)
        self.now(bool(self.questions))
        self.met()
        self.questions = self.questions[1:]

    def chosen(self, status: str, unit: str = "") -> Condition | None:
        """The condition that the move is about: one of those of this status, by its number."""
        found = [c for c in self.conditions if c.status == status and unit in ("", c.unit)]
        if self.state != "cosigning" or not found:
            return None
        return found[self.move.number % len(found)]

    def do_answer_condition(self) -> None:
        self.may(LEAD)
        condition = self.chosen("open")
        self.now(condition is not None)
        assert condition is not None
        # What is material changes the text; the new wording comes with the answer.
        is_material = self.move.choice == "material" and self.move.flag
        self.met(is_material or self.move.choice in ("editorial", "decline"))
        if self.move.choice == "decline":
            condition.status = "declined"
            return
        condition.status, condition.material = "accepted", self.move.choice == "material"
        self.obligations += 1
        if self.move.flag:
            # The new wording comes with the answer.
            self.version += 1
            self.finding = None

    def of_conditions(self) -> Condition:
        unit = UNIT_OF.get(self.move.who, "")
        self.may({d for c in self.conditions for d in COSIGNERS[c.unit]})
        condition = self.chosen("declined", unit)
        self.now(condition is not None)
        assert condition is not None
        return condition

    def do_confirm_decline(self) -> None:
        self.of_conditions().status = "confirmed"

    def do_turn_into_refusal(self) -> None:
        condition = self.of_conditions()
        self.met()
        condition.status = "refused"
        self.drop_conditions(condition.unit)
        item = self.items[condition.unit]
        item.choice, item.is_carried = "refused", False
        self.votes += 1

    def do_object_to_change(self) -> None:
        unit = self.unit()
        self.now(self.state == "cosigning")
        changed = any(c.status == "accepted" and not c.material for c in self.conditions)
        self.met(changed and bool(self.items[unit].choice) and not self.items[unit].is_open)
        self.drop_conditions(unit)
        self.ask_again(unit)

    def do_resign(self) -> None:
        self.may({HEAD})
        self.now(self.resigning)
        self.met(self.is_answered())
        self.resigning = False
        changed = [c for c in self.conditions if c.status == "accepted" and not c.settled]
        for condition in changed:
            condition.settled = True
        affected = {c.unit for c in changed if c.material}
        if affected:
            self.lead_asked = self.lead
            self.begin_round()
            self.conditions = []
            for unit, item in list(self.items.items()):
                if item.is_void:
                    # Who was spared is not asked by a new text.
                    del self.items[unit]
                elif unit in affected or not item.choice:
                    self.ask(unit, item.kind, item.silence)
                else:
                    item.is_carried, item.passes = True, 0

    def do_declare_dissent(self) -> None:
        self.may({HEAD})
        self.now(self.state == "cosigning")
        self.met()
        self.go("clarification")

    def do_clarify(self) -> None:
        here = self.state == "clarification"
        self.may({self.superior if here else self.superior_now()})
        self.now(here)
        self.met(self.move.choice in ("release", "revision", "executive_board"))
        self.go(self.move.choice)

    def is_answered(self) -> bool:
        needed = [i for i in self.items.values() if i.kind == "cosign" and not i.is_void]
        return all(i.choice and not i.is_open for i in needed) and not any(
            c.waits for c in self.conditions
        )
