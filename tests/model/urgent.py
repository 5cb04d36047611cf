"""What cannot wait, and what the council takes back (GO NRW §§ 41 (3), 60; M20 to M22)."""

from __future__ import annotations

from datetime import datetime

from tests.model.base import CURRENT
from tests.model.cast import COUNCIL_OFFICE, MAYORS, OBSERVER
from tests.model.parts import RefusedError, Station
from tests.model.special import Special

CARRIED_OUT = ("resolved", "implementation", "execution_barred")
"""Where an urgent decision may be while the body still has to approve it."""


class Urgent(Special):
    """Somebody decides in the place of a body, which approves in its next session."""

    # --- § 60: two decide, or the main committee ---------------------------------------------

    def replaced(self) -> str:
        """In whose place is decided: (1) the council's, (2) the committee's that would decide."""
        if self.path != "committee":
            return "council" if self.path == "council" else ""
        planned = self.stations if self.state == "deliberation" else self.world.chain
        return next((station.body for station in planned if station.role == "decision"), "")

    def do_decide_urgently(self) -> None:
        """The mayor signs, and the paper with it where nobody has signed that yet."""
        self.may(MAYORS)
        self.now(self.state in ("final_signature", "deliberation"))
        self.met(bool(self.replaced()) and not self.signed_first)
        if self.state == "final_signature":
            self.go("deliberation")
        elif self.is_unsigned:
            self.sign_paper()
        self.signed_first = self.me
        self.sees.add(OBSERVER)

    def do_countersign(self) -> None:
        """Two different people; a signature on paper is entered with the name of the member."""
        self.may({OBSERVER, COUNCIL_OFFICE})
        if self.signed_first and self.signed_first in (self.me, self.holder):
            raise RefusedError(403)
        self.now(self.state == "deliberation" and bool(self.signed_first))
        if self.move.who == COUNCIL_OFFICE:
            self.met()
        self.resolution, self.amended = None, False
        self.take_effect()

    def do_record_urgent_resolution(self) -> None:
        """(1) S. 1: the main committee, on the signed paper, in a session since its signature."""
        self.may({COUNCIL_OFFICE})
        self.now(self.state == "deliberation")
        held = self.world.last_session("main_committee")
        self.met(self.path == "council" and not self.is_unsigned)
        self.met(held is not None and held.date() >= self.signed_on)
        self.met(self.move.choice in ("accepted", "amended"))
        self.resolution = Station("decision", "main_committee", held)
        self.objections, self.amended = frozenset(), self.move.choice == "amended"
        self.take_effect()

    def take_effect(self) -> None:
        """No veto period; whoever was still to deliberate is not asked but for the approval."""
        body = self.replaced()
        start = self.world.next_session(body, self.world.now)
        self.approval, self.decided_urgently = Station("approval", body, start), self.world.today
        self.in_place_of = body
        self.sees.add(OBSERVER)
        self.go("resolved")

    # --- § 60 (1) S. 3: the next session approves or repeals -----------------------------------

    def do_plan_approval(self) -> None:
        """In a session to come, or with a reason in one that was held since the decision."""
        self.may({COUNCIL_OFFICE})
        self.now(self.state in CARRIED_OUT)
        self.met(self.approval is not None)
        assert self.approval is not None
        body = self.approval.body
        look_up = self.world.last_session if self.move.flag else self.world.next_session_now
        start = look_up(body)
        self.met(start is not None and start.date() >= self.decided_urgently)
        self.approval = self.approval._replace(start=start)
        self.version += 1

    def awaits_approval(self) -> bool:
        has_session = self.approval is not None and self.approval.start is not None
        return self.state in CARRIED_OUT and has_session

    def do_record_approval(self) -> None:
        self.may({COUNCIL_OFFICE})
        self.now(self.awaits_approval())
        station, choice = self.approval, self.move.choice
        assert station is not None
        assert station.start is not None
        self.met(station.start <= self.world.now)
        self.met(choice in ("accepted", "rejected", "postponed", "dropped"))
        if choice == "rejected":
            self.approval = None
            self.go("revoked")
        elif choice == "accepted":
            # It is a resolution of that body.
            self.approval, self.resolution, self.objections = None, station, frozenset()
        else:
            self.put_approval_off(station, station.start)

    def put_approval_off(self, station: Station, start: datetime) -> None:
        self.version += 1
        self.approval = station._replace(start=self.world.next_session(station.body, start))
        self.count_postponement(station)

    # --- § 41 (3): the council takes a matter back ----------------------------------------------

    def do_take_back(self) -> None:
        """What was released or begun is over; the council needs a paper."""
        self.may({COUNCIL_OFFICE})
        self.now(self.state in ("release", "resolved", "implementation"))
        self.met(self.path == CURRENT and self.world.has_met("council"))
        self.path, self.finding = "council", False
        self.go("deliberation")

    def enter_deliberation(self) -> None:
        if self.move.act != "take_back":
            super().enter_deliberation()
            return
        self.is_unsigned, self.sent_on = True, None
        self.stations = list(self.world.chain) or self.first_chain()

    def first_chain(self) -> list[Station]:
        """The integration council as a rule first, then the council; what still takes papers."""
        assert not self.costly
        first = self.world.takes_papers("integration_council", self.world.now)
        council = self.world.takes_papers("council", first or self.world.now)
        return [
            Station("preliminary", "integration_council", first),
            Station("decision", "council", council),
        ]

    def do_present_paper(self) -> None:
        """The mayor signs the paper that the council has asked for."""
        self.may(MAYORS)
        self.now(self.state == "deliberation" and self.is_unsigned)
        if not self.world.chain_ok:
            raise RefusedError(422)
        self.sign_paper()

    def sign_paper(self) -> None:
        self.is_unsigned, self.signed_on = False, self.world.today
        self.plan_dispatch()

    def special_tasks(self) -> list[tuple[str, list[str]]]:
        found = super().special_tasks()
        if self.signed_first:
            found.append(("countersign", [OBSERVER, COUNCIL_OFFICE]))
        if self.is_unsigned:
            found.append(("present_paper", list(MAYORS)))
        if self.approval is not None and self.state in CARRIED_OUT:
            step = "record_approval" if self.awaits_approval() else "plan_approval"
            found.append((step, [COUNCIL_OFFICE]))
        return found
