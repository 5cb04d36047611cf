"""The circulation and what is missing for it (2.3): who is asked beside the rules, which clocks
stand still.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.model.base import SILENCE
from tests.model.cast import BGF, CENTRE, LEAD, MAYORS
from tests.model.cosigning import Cosigning

WHOLE = "all"
"""For whom the secretariat asks: its request stops the clocks of all offices."""


class Circulating(Cosigning):
    """The secretariat keeps the list of who is asked; offices ask the lead for what is missing."""

    requested: tuple[str, ...] = ()
    """Who has asked for documents in this round, as often as they have."""
    allowed: tuple[str, ...] = ()
    """To whom the deputy mayor has allowed one more request in this round."""

    # --- requests for completion: the clock stands still, but not for ever -----------------------

    def asker(self) -> str:
        """For whom somebody asks for documents: the secretariat, or an office that was asked."""
        return WHOLE if self.move.who in CENTRE else self.unit()

    def do_request_documents(self) -> None:
        unit = self.asker()
        self.now(self.state == "cosigning")
        asked = self.items.values() if unit == WHOLE else [self.items[unit]]
        is_allowed = self.requested.count(unit) <= self.allowed.count(unit)
        is_waited_for = any(item.is_open for item in asked)
        self.met(is_waited_for and is_allowed and unit not in self.requests)
        self.requests += (unit,)
        self.requested += (unit,)

    def do_provide_documents(self) -> None:
        self.may(LEAD)
        self.now(self.state == "cosigning" and bool(self.requests))
        self.met()
        self.end_request(self.requests[self.move.number % len(self.requests)])

    def do_withdraw_request(self) -> None:
        unit = self.asker()
        self.now(self.state == "cosigning")
        self.met(unit in self.requests)
        self.end_request(unit)

    def do_allow_request(self) -> None:
        self.may({BGF} | MAYORS)
        self.now(self.state == "cosigning")
        self.met(bool(self.requested))
        asked = sorted(set(self.requested))
        self.allowed += (asked[self.move.number % len(asked)],)

    def begin_round(self) -> None:
        super().begin_round()
        self.requests, self.requested, self.allowed = (), (), ()

    # --- the list of who is asked ----------------------------------------------------------

    def do_plan_circulation(self) -> None:
        self.may(CENTRE)
        self.now(self.state == "check")
        self.met()
        self.planned = {self.move.choice: self.kind()} if self.move.choice else {}

    def kind(self) -> str:
        return "cosign" if self.move.flag else "contribute"

    def do_ask_office(self) -> None:
        """One more in a running round; not while the clocks of all stand still."""
        self.may(CENTRE)
        self.now(self.state == "cosigning")
        unit = self.move.choice
        here = self.items.get(unit)
        self.met(unit != "lead" and (here is None or here.is_void) and WHOLE not in self.requests)
        self.items.pop(unit, None)
        self.ask(unit, self.kind(), SILENCE[self.kind()], named=True)

    def do_spare_office(self) -> None:
        """One that no rule names and that has not answered: nobody waits for it any more."""
        self.may(CENTRE)
        self.now(self.state == "cosigning")
        unit = self.move.choice
        here = self.items.get(unit)
        self.met(here is not None and here.is_open and unit not in self.units | {"centre"})
        self.items[unit] = self.items[unit].spared()
        self.questions = tuple(asker for asker in self.questions if asker != unit)
        self.end_request(unit)

    # --- what stands still ------------------------------------------------------------------

    def stopped(self) -> Iterator[str]:
        """The offices whose clocks stand still, however many requests stop them."""
        for unit, item in self.items.items():
            if item.is_open and {unit, WHOLE} & {*self.requests}:
                yield unit
