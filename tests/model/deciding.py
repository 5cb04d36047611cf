"""Draft, release, board, signature and council (M2 to M5, M9 to M14, M18, M19)."""

from __future__ import annotations

from datetime import datetime

from tests.model.base import BEFORE_SIGNATURE, CURRENT, WITHDRAWS
from tests.model.cast import BGF, BGI, BOARD, CENTRE, COUNCIL_OFFICE, LEAD, MAYORS, OBSERVER
from tests.model.parts import (
    Move,
    RefusedError,
    Station,
    board_session,
    later,
    planned_anew,
    referral,
)
from tests.model.urgent import Urgent

PLANS = dict.fromkeys(
    BEFORE_SIGNATURE - {"clarification", "executive_board"}, LEAD | {COUNCIL_OFFICE}
)


class Deciding(Urgent):
    """From the draft to the resolution, but for the co-signature."""

    def do_edit(self) -> None:
        self.may(LEAD | {self.author})
        self.now(self.state in ("draft", "revision"))
        self.met()
        self.version += 1
        self.finding = None
        if self.move.choice == "health":
            self.units ^= {"health"}
        elif self.move.choice == "later":
            self.stone_days = [later(self.world.today, n) for n in range(2)]
        elif self.move.choice:
            self.is_covered = self.move.choice == "covered"

    def is_whole(self) -> bool:
        """M2: what costs is covered; what is still to be decided lies ahead."""
        is_ahead = all(day >= self.world.today for day in self.stone_days)
        return is_ahead and (self.is_covered or not self.has_cost)

    def do_ask_agreement(self) -> None:
        self.may(LEAD | {self.author})
        self.now(self.state in ("draft", "revision"))
        self.met(self.is_whole() and not self.asked_head and self.agreed != self.version)
        self.asked_head = True

    def do_agree(self) -> None:
        self.may(self.agreeing())
        self.agrees_for_others()
        self.now(self.state in ("draft", "revision"))
        if self.agreed == self.version:
            # Once is enough, whatever the form holds.
            raise RefusedError(422)
        self.agreed, self.asked_head = self.version, False

    def do_decline_agreement(self) -> None:
        self.may(self.agreeing())
        self.agrees_for_others()
        self.now(self.state in ("draft", "revision") and self.asked_head)
        self.met()
        self.asked_head = False

    def do_submit(self) -> None:
        self.may(LEAD)
        self.now(self.state in ("draft", "revision"))
        self.met(self.is_whole() and (self.submits_as_head() or self.agreed == self.version))
        said, goes_round_again = self.move.choice, self.state == "revision" and bool(self.items)
        if goes_round_again:
            # 2.3: the lead says how deep the change goes. Others to be asked, another way to
            # decide, other days or another lead are more than wording.
            before = (self.units_asked, self.path_asked, self.lead_asked, self.days_asked)
            is_same = (self.units, self.path, self.lead, self.stone_days) == before
            self.met(said == "material" or (said == "editorial" and is_same))
            self.touched = {self.one_touched(self.move)}
        self.change = said if goes_round_again else ""
        self.go("check")

    def one_touched(self, move: Move) -> str:
        """The office that the lead names where it calls a change material."""
        units = sorted(self.items)
        return units[move.number % len(units)]

    def do_discard(self) -> None:
        self.may(LEAD | {self.author})
        self.now(self.state == "draft")
        self.go("discarded")

    def do_pass_check(self) -> None:
        self.may(CENTRE)
        self.now(self.state == "check")
        self.go("cosigning")

    def do_send_back(self) -> None:
        self.may_here(self.sends_back())
        self.now(self.state != "release" or self.move.who in self.queue[0])
        self.met()
        self.go("revision")

    def do_withdraw(self) -> None:
        self.may_here(WITHDRAWS)
        self.met()
        self.go("withdrawn")

    def do_find_current_administration(self) -> None:
        self.may({BGF} | MAYORS)
        self.now(self.state in ("check", "cosigning", "release"))
        self.met(not self.move.flag or not (self.fundamental or self.costly))
        self.finding, self.finding_open = self.move.flag, False
        self.path = CURRENT if self.move.flag else "council"
        if self.move.flag:
            # § 41 (3): it records whether the council takes the matter back.
            self.sees.add(COUNCIL_OFFICE)

    def do_release(self) -> None:
        self.may(self.releasers())
        self.signs_alone()
        self.leads()
        self.now(self.state == "release" and self.move.who in self.queue[0])
        # What the form holds does not matter here.
        if self.path == CURRENT and self.finding is None:
            raise RefusedError(422)
        self.queue.pop(0)

    def do_reject(self) -> None:
        self.may({BGI} | MAYORS)
        self.leads()
        self.now(self.state in ("release", "executive_board", "final_signature"))
        self.met()
        self.go("rejected")

    def do_board_approves(self) -> None:
        self.may({BOARD})
        self.now(self.board_open)
        self.met(self.board_met())
        self.go(self.after_board())

    def board_met(self) -> bool:
        """Not before the matter came to the board, and not in the future."""
        held = board_session(self.world.today, self.move.number)
        return self.board_since <= held <= self.world.today

    def do_board_dissents(self) -> None:
        self.may({BOARD})
        self.now(self.board_open)
        self.met(self.board_met())
        self.board_open, self.mayor_open, self.divided = False, True, True

    def do_mayor_decides(self) -> None:
        self.may(MAYORS)
        self.now(self.mayor_open)
        self.met(self.move.choice in ("final_signature", "revision", "rejected"))
        to_sign = self.move.choice == "final_signature"
        self.go(self.after_board() if to_sign else self.move.choice)

    def do_plan_consultations(self) -> None:
        once_decided = {
            state: {COUNCIL_OFFICE} for state in ("veto_period", "resolved", "implementation")
        }
        self.may_here({**PLANS, "deliberation": {COUNCIL_OFFICE}, **once_decided})
        # After the decision only bodies that take note are planned, where one lacks its session.
        self.now(self.state not in once_decided)
        self.met()
        if self.state == "deliberation":
            self.plan_anew()
            return
        # The plan is the deciding body alone: a reason may be given why no other comes first,
        # and stands as long as none does.
        self.waived = self.path != CURRENT and (self.waived or self.move.flag)
        if self.state == "final_signature":
            self.version += 1
            # M11: until the chain is valid (2.4) it cannot be signed and somebody has to plan it.
            lacks_main_committee = self.costly and self.path == "council"
            is_valid = (self.waived or self.path == CURRENT) and not lacks_main_committee
            self.planning = not is_valid

    def do_sign(self) -> None:
        self.may(MAYORS)
        self.now(self.state == "final_signature")
        if not self.world.chain_ok:
            raise RefusedError(422)
        self.go("deliberation")

    def do_record_dispatch(self) -> None:
        self.may({COUNCIL_OFFICE})
        self.now(self.state == "deliberation")
        self.met(not self.is_unsigned)
        self.sees.add(OBSERVER)

    def do_record_result(self) -> None:
        self.may({COUNCIL_OFFICE})
        self.now(self.awaits_result())
        role, body, start = self.stations[0]
        assert start is not None
        again = {"postponed", "dropped", "referred", "withdrawn"}
        decides = {"accepted", "amended", "rejected", *again}
        advises = decides | {"none", "noted"}
        self.met(
            start <= self.world.now
            and (self.dealt_with is None or start >= self.dealt_with)
            and self.move.choice in (decides if role == "decision" else advises)
        )
        self.sees.add(OBSERVER)
        if role != "decision" or self.move.choice in again:
            self.deal_with(start)
            return
        if self.move.choice == "rejected":
            self.go("rejected")
            return
        self.amended = self.move.choice == "amended"
        self.resolution, self.objections = self.stations[0], frozenset()
        # § 57 (4): what a committee decides waits, whichever committee it is.
        self.go("resolved" if body in ("council", "district_council") else "veto_period")

    def awaits_result(self) -> bool:
        is_asked = self.state == "deliberation" and not self.is_unsigned
        return is_asked and self.stations[0].start is not None

    def lacks_session(self) -> bool:
        waits = any(station.start is None for station in self.stations)
        return self.state == "deliberation" and waits

    def plan_anew(self) -> None:
        """Not before the signature, nor before a session that has dealt with it, in order."""
        wanted = planned_anew(self.stations, self.move.number, self.world)
        starts = [station.start for station in wanted if station.start]
        since = self.world.today if self.is_unsigned else self.signed_on
        self.met(all(start.date() >= since for start in starts))
        starts = [self.dealt_with, *starts] if self.dealt_with else starts
        self.met(starts == sorted(starts))
        chain = [*self.heard, *(station.body for station in wanted)]
        # What a committee was asked for before the council took it back is the council's now.
        deciding = [station.body for station in wanted if station.role == "decision"]
        self.met(self.path != "council" or deciding == ["council"])
        comes_first = chain[0] == "integration_council"
        self.met(comes_first or self.waived or self.move.flag or self.path == CURRENT)
        self.met("main_committee" in chain or not self.costly or self.path != "council")
        self.waived = not comes_first
        self.stations = wanted
        self.version += 1
        if OBSERVER not in self.sees and not self.is_unsigned:
            self.plan_dispatch()

    def deal_with(self, start: datetime) -> None:
        """The next station is asked; whatever comes again pushes the later sessions."""
        self.version += 1
        self.dealt_with = start
        done = self.stations.pop(0)
        self.heard.append(done.body)
        if self.move.choice in ("postponed", "dropped"):
            again = [done._replace(start=self.world.next_session(done.body, start))]
            self.count_postponement(done)
        elif self.move.choice == "withdrawn":
            again = [done._replace(start=None)]
        elif self.move.choice == "referred":
            again = self.referred(done, start)
        else:
            return
        pushed = [*again, *self.stations]
        earliest = start
        for number, station in enumerate(pushed):
            if station.start and station.start < earliest:
                after = self.world.next_session(station.body, earliest)
                pushed[number] = station._replace(start=after)
            earliest = pushed[number].start or earliest
        self.stations = pushed

    def referred(self, done: Station, start: datetime) -> list[Station]:
        """The other body advises next, then the matter is back where it was."""
        other = referral(done.body)
        first = self.world.next_session(other, start)
        back = self.world.next_session(done.body, first) if first else None
        return [Station("preliminary", other, first), done._replace(start=back)]

    def do_answer_delay(self) -> None:
        self.may({BGF, BGI})
        self.now(self.delay_open)
        self.met()
        self.delay_open = False
