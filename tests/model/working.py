"""From the resolution to the completion (M13, M23 to M25, M28, M30)."""

from __future__ import annotations

from datetime import date

from tests.model.base import CURRENT, ModelBase
from tests.model.cast import (
    BGF,
    BGI,
    CENTRE,
    CLERK,
    COSIGNERS,
    COUNCIL_OFFICE,
    HEAD,
    LEAD,
    MAYORS,
)
from tests.model.parts import RefusedError, later, quarter


class Working(ModelBase):
    """The lead does what was decided, and shows it."""

    def do_adapt_plan(self) -> None:
        self.may(LEAD)
        self.now(self.adapting)
        self.met()
        self.adapting = False
        self.version += 1

    def do_change_plan(self) -> None:
        """2.2, end: the head changes within the limits what is decided and goes on."""
        self.may({HEAD})
        self.now(self.state in ("resolved", "implementation"))
        self.met(not self.adapting)
        self.version += 1

    def organ(self) -> set[str]:
        """Who decided ends it (M29): of current administration the mayor or the deputy mayor."""
        is_current = self.path == CURRENT and self.finding
        return {BGF} | MAYORS if is_current else {COUNCIL_OFFICE}

    def do_repeal(self) -> None:
        self.may(self.organ())
        self.now(self.state == "resolved")
        self.met(self.organ_has_met())
        self.go("revoked")

    def organ_has_met(self) -> bool:
        """It ends it in a session: whoever decided has had one, else the body replaced needs it."""
        is_current = self.path == CURRENT and self.finding
        urgently = self.in_place_of if self.resolution is None and not is_current else ""
        return not urgently or self.world.has_met(urgently)

    def do_discontinue(self) -> None:
        self.may(self.organ())
        self.now(self.state == "implementation")
        self.met(self.organ_has_met())
        self.go("discontinued")

    def do_confirm_funds(self) -> None:
        self.may(COSIGNERS["finance"])
        self.now(self.funds_open)
        self.funds_open, self.funded = False, True

    def do_decline_funds(self) -> None:
        self.may(COSIGNERS["finance"])
        self.now(self.funds_open)
        self.met()
        self.funds_open, self.unfunded = False, True

    def do_ask_funds_again(self) -> None:
        self.may(LEAD)
        self.now(self.unfunded)
        self.met()
        self.funds_open, self.unfunded = True, False

    def do_start_implementation(self) -> None:
        self.may({HEAD})
        self.now(self.state == "resolved")
        past = [n for n, day in enumerate(self.stone_days) if self.is_past(n, day)]
        lacks_money = self.funds_open or self.unfunded
        self.met(not lacks_money and not self.adapting and not (past and self.move.flag))
        for number in past:
            self.stone_days[number] = later(self.world.today, number)
        self.go("implementation")

    def is_past(self, number: int, day: date) -> bool:
        """What was reached or dropped before needs no new day."""
        return self.stones[number] == "open" and day < self.world.today

    def do_name_responsible(self) -> None:
        self.may({HEAD})
        self.now(self.state == "implementation")
        self.met()
        self.unnamed = False

    def do_complete_milestone(self) -> None:
        self.may({CLERK})
        self.now(self.state == "implementation" and "open" in self.stones)
        self.met()
        self.stones[self.stones.index("open")] = "done"

    def do_drop_milestone(self) -> None:
        self.may({HEAD})
        self.now(self.state == "implementation")
        self.met("open" in self.stones)
        self.stones[self.stones.index("open")] = "dropped"

    def do_fulfil_obligation(self) -> None:
        self.may(LEAD)
        self.now(self.state in ("resolved", "implementation"))
        self.met(self.obligations > 0)
        self.obligations -= 1

    def do_draft_report(self) -> None:
        self.may({CLERK})
        self.now(self.state == "implementation")
        start = quarter(self.world.today)
        self.met(self.reports.status.get((start, self.move.flag)) != "released")
        self.reports.write(start, is_final=self.move.flag)

    def report(self) -> tuple[date, bool]:
        self.may({HEAD})
        self.now(self.state == "implementation" and bool(self.reports.at_head))
        return self.reports.at_head[self.move.number % len(self.reports.at_head)]

    def do_release_report(self) -> None:
        self.reports.release(self.report())

    def do_return_report(self) -> None:
        report = self.report()
        self.met()
        self.reports.give_back(report)

    def is_complete(self) -> bool:
        finals = [status for (_, final), status in self.reports.status.items() if final]
        is_done = "open" not in self.stones and not self.obligations
        return is_done and "released" in finals and self.approval is None

    def do_propose_completion(self) -> None:
        self.may({HEAD})
        self.now(self.state == "implementation")
        # What the form holds does not matter here.
        if not self.is_complete() or self.proposed:
            raise RefusedError(422)
        self.proposed = True

    def do_confirm_completion(self) -> None:
        self.may({BGI})
        self.now(self.proposed)
        self.go("completed")

    def do_decline_completion(self) -> None:
        self.may({BGI})
        self.now(self.proposed)
        self.met()
        self.proposed = False

    def do_draft_evaluation(self) -> None:
        """M30: the integration centre drafts, the deputy mayor for integration releases."""
        self.may(CENTRE)
        self.now(self.state == "completed")
        self.met()
        self.evaluating, self.evaluation_at_deputy = False, True

    def do_release_evaluation(self) -> None:
        self.may({BGI})
        self.now(self.evaluation_at_deputy)
        self.go("evaluated")

    def do_return_evaluation(self) -> None:
        self.may({BGI})
        self.now(self.evaluation_at_deputy)
        self.met()
        self.evaluating, self.evaluation_at_deputy = True, False
