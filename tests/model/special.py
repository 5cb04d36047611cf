"""What holds a resolution up, and a deputy mayor of another opinion (GO NRW §§ 54, 57, 70)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.model.base import ModelBase
from tests.model.cast import BGF, BGI, COUNCIL_OFFICE, GENERAL_DEPUTY, MAYORS
from tests.model.parts import RefusedError, Station

COMMITTEES = {"committee", "main_committee", "youth_committee"}
GOES_ON_MEANWHILE = {
    "plan_objection", "decide_objection", "record_ruling", "answer_delay", "transfer_lead",
    "plan_approval", "record_approval",
}  # fmt: skip
VETO, OBJECTION, UNLAWFUL = "veto", "objection", "unlawful"


class Special(ModelBase):
    """Objections to a resolution, from whoever may object to whatever the body decides then."""

    divided = False
    """Whether the board was ever divided about it."""
    objections: frozenset[str] = frozenset()
    """The kinds of objections to the present resolution, whatever became of them."""
    objection = held = ""
    """What holds it up now, and in which state it was."""
    filed_on = date.min
    had_veto_period = False
    delay_waits = False
    """Whether a deputy mayor has to look after a delay once nothing holds it up any more."""

    # --- § 70 (4): a deputy mayor of another opinion ----------------------------------------

    def do_put_dissent(self) -> None:
        """After informing the mayor; once until it was heard."""
        self.may({BGF, BGI, GENERAL_DEPUTY})
        self.now(self.state == "deliberation")
        self.met(self.divided and self.me not in self.opinions)
        self.opinions += (self.me,)

    def do_hear_dissent(self) -> None:
        """The chain goes on as it was."""
        self.may({COUNCIL_OFFICE})
        self.now(self.state == "deliberation" and bool(self.opinions))
        self.met(self.world.has_met("main_committee"))
        self.opinions = self.opinions[1:]

    def is_held_up(self) -> bool:
        """Nothing but what decides on the objection is done meanwhile."""
        return self.state == "execution_barred" and self.move.act not in GOES_ON_MEANWHILE

    # --- §§ 54, 57 (4): objections -------------------------------------------------------------

    def decided_on(self) -> date:
        assert self.resolution is not None
        assert self.resolution.start is not None
        return self.resolution.start.date()

    def three_days(self) -> date:
        """§ 54 (1), and the period of § 57 (4) that the city has not ruled otherwise."""
        return self.world.end_of_period(self.decided_on() + timedelta(days=3))

    def do_veto(self) -> None:
        """§ 57 (4): the mayor, within the period after a committee's decision."""
        self.may(MAYORS)
        self.now(self.state == "veto_period")
        self.met(self.world.today <= self.three_days())
        self.hold_up(VETO, "council")

    def do_record_veto(self) -> None:
        """§ 57 (4): a fifth of the members; kept by the council office, also once it is over."""
        self.may({COUNCIL_OFFICE})
        self.now(self.state in ("veto_period", "resolved"))
        if VETO in self.objections:
            raise RefusedError(409, is_told=True)
        is_of_committee = self.resolution is not None and self.resolution.body in COMMITTEES
        # M20: what a committee has decided urgently skips the period.
        self.met(self.had_veto_period and is_of_committee and self.world.today <= self.three_days())
        self.hold_up(VETO, "council")

    def do_object_to_resolution(self) -> None:
        """§ 54 (1): the mayor, to the council's resolution, until the third day, once; (3): never
        to a committee's.
        """
        self.may(MAYORS)
        self.now(self.state in ("resolved", "implementation"))
        if OBJECTION in self.objections:
            raise RefusedError(409, is_told=True)
        is_of_council = self.resolution is not None and self.resolution.body == "council"
        self.met(is_of_council and self.world.today <= self.three_days())
        self.hold_up(OBJECTION, "council")

    def do_object_as_unlawful(self) -> None:
        """§ 54 (2), (3): the mayor, to whatever a body has resolved, at any time."""
        self.may(MAYORS)
        self.now(self.state in ("veto_period", "resolved", "implementation"))
        self.met(self.resolution is not None)
        assert self.resolution is not None
        self.hold_up(UNLAWFUL, self.resolution.body)

    def enter_veto_period(self) -> None:
        self.had_veto_period = True

    def hold_up(self, kind: str, body: str) -> None:
        """Suspensive: the work waits as it lies, and a body has to decide."""
        self.objections |= {kind}
        self.objection, self.held, self.moved = kind, self.state, False
        self.state, self.at_authority, self.filed_on = "execution_barred", False, self.world.today
        self.delay_waits, self.delay_open = self.delay_open, False
        self.version += 1
        self.ask_body(body)

    def ask_body(self, body: str) -> None:
        """Its next session; after § 54 (1) one from the third day to the end of two weeks."""
        start = self.world.next_session(body, self.world.now)
        if self.objection == OBJECTION:
            first, last = (self.world.today + timedelta(days=n) for n in (3, 14))
            days = [day for day in self.world.sessions[body] if day.date() >= first]
            start = next((day for day in days if day > self.world.now), None)
            start = start if start and start.date() <= last else None
        self.again = Station("objection", body, start)

    def do_plan_objection(self) -> None:
        """The form names the next session of the body."""
        self.may({COUNCIL_OFFICE})
        self.now(self.state == "execution_barred")
        self.met(self.again is not None)
        assert self.again is not None
        start = self.world.next_session(self.again.body, self.world.now)
        self.met(start is not None and self.is_in_the_days(start.date()))
        self.again = self.again._replace(start=start)
        self.version += 1

    def is_in_the_days(self, day: date) -> bool:
        """§ 54 (1); once the two weeks are over the council has to meet all the same."""
        if self.objection != OBJECTION:
            return True
        first, last = (self.filed_on + timedelta(days=n) for n in (3, 14))
        return first <= day and (day <= last or self.world.today > last)

    def do_decide_objection(self) -> None:
        self.may({COUNCIL_OFFICE})
        self.now(self.state == "execution_barred" and self.decides_on_objection())
        station = self.again
        assert station is not None
        assert station.start is not None
        results = {"accepted", "amended", "rejected", "postponed", "dropped"}
        self.met(station.start <= self.world.now and self.move.choice in results)
        if self.move.choice in ("postponed", "dropped"):
            self.put_objection_off(station, station.start)
        elif self.move.choice == "rejected":
            self.go("revoked")
        elif self.move.choice == "amended":
            self.go_on_changed()
        elif station.body != "council":
            # § 54 (3): a committee that keeps it leaves the decision to the council.
            self.version += 1
            self.ask_body("council")
        elif self.objection == UNLAWFUL:
            # § 54 (2): the council that keeps it, to the supervisory authority.
            self.version += 1
            self.again, self.at_authority = None, True
        else:
            self.go_on()

    def decides_on_objection(self) -> bool:
        return self.again is not None and self.again.start is not None

    def put_objection_off(self, station: Station, start: datetime) -> None:
        self.version += 1
        self.again = station._replace(start=self.world.next_session(station.body, start))
        self.count_postponement(station)

    def count_postponement(self, station: Station) -> None:
        """The third time somebody above has to look after it."""
        self.put_off[station.role, station.body] += 1
        if self.put_off[station.role, station.body] >= 3:
            self.delay_open, self.delay_waits = True, False

    def do_record_ruling(self) -> None:
        self.may({COUNCIL_OFFICE})
        self.now(self.state == "execution_barred" and self.at_authority)
        self.met(self.move.choice in ("annulled", "unobjected"))
        if self.move.choice == "annulled":
            self.go("revoked")
        else:
            self.go_on()

    def go_on(self) -> None:
        """Where it was; the decision of a committee is resolved then."""
        held, self.again, self.at_authority = self.held, None, False
        self.delay_open = self.delay_waits
        if held == "veto_period":
            self.go("resolved")
            return
        self.state = held
        self.version += 1
        if held != "implementation":
            return
        # Somebody of the office that has taken the lead meanwhile answers for the work.
        self.unnamed = self.unnamed or self.moved
        self.move_stones()

    def go_on_changed(self) -> None:
        """M13, M17: another resolution, whoever has objected to which: first its plan, then the
        work.
        """
        self.amended = True
        if self.held == "resolved":
            self.go_on()
            self.adapting = True
            return
        if self.held == "implementation":
            self.move_stones()
        self.go("resolved")

    def move_stones(self) -> None:
        """As many working days lie ahead as did when it was held up."""
        for number, state in enumerate(self.stones):
            if state == "open":
                day = self.world.held_up(self.stone_days[number], self.filed_on)
                self.stone_days[number] = day

    def special_tasks(self) -> list[tuple[str, list[str]]]:
        """The steps that are open, and where their tasks lie."""
        office = [COUNCIL_OFFICE]
        found = [("hear_dissent", office)] * len(self.opinions)
        if self.state == "execution_barred":
            if self.again is not None:
                is_planned = self.decides_on_objection()
                found.append(("decide_objection" if is_planned else "plan_objection", office))
            if self.at_authority:
                found.append(("record_ruling", office))
            if self.delay_open:
                found.append(("often_postponed", [BGF, BGI]))
        return found
