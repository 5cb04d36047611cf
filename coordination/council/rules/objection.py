"""Which decisions wait for an objection, who may object and until when (GO NRW §§ 54, 57)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from workflows.calendars import PeriodUnit

from ..queries.rulebook import rules_on
from ..queries.sessions import legal_members
from ..vocabulary import RuleOrigin
from ..vocabulary import RuleSubject as Rule

if TYPE_CHECKING:
    from datetime import date

    from workflows.calendars import Period, WorkingCalendar

    from ..models import Organization


def waits_for_objection(body: Organization, *, on: date) -> bool:
    """Whether a decision of this day may be executed only after the period of objection.

    GO NRW § 57 Abs. 4 S. 2: every committee with power to decide, the main committee too, unless
    a rule of the city in force on that day says otherwise.
    """
    return rules_on(on).says(Rule.OBJECTION_WAITS, body)


def objection_period(body: Organization, *, on: date) -> Period | None:
    """How long mayor and members may object to a decision of this day (GO NRW § 57 Abs. 4 S. 2)."""
    return rules_on(on).period(Rule.OBJECTION_PERIOD, body)


def objectors_needed(body: Organization, *, on: date) -> int | None:
    """How many members must object to a decision of this day; None: they may not.

    GO NRW § 57 Abs. 4 S. 2: one fifth of the members of the committee, by their legal number.
    """
    share = rules_on(on).amount(Rule.OBJECTION_SHARE, body)
    members = legal_members(body, on=on)
    return ceil(members * share / 100) if share and members else None


def mayors_objection(body: Organization, *, on: date) -> Period | None:
    """How long the mayor may object to a resolution of this day; None: never (§ 54 Abs. 1, 3)."""
    return rules_on(on).period(Rule.MAYORS_OBJECTION, body)


def basis_of_objection(body: Organization, *, on: date) -> str:
    """The norm of the mayor's objection; empty where it is only proposed and not confirmed."""
    row = rules_on(on).row(Rule.MAYORS_OBJECTION, body)
    return "" if row is None or row.origin == RuleOrigin.PROPOSAL else row.norm


@dataclass(frozen=True, slots=True)
class NewSession:
    """How long after the mayor's objection the body meets again, at the earliest and the latest."""

    earliest: Period
    latest: Period

    def window(self, filed_on: date, calendar: WorkingCalendar) -> tuple[date, date]:
        """The first and the last day of the new session; no weekend moves them."""
        return _day_after(filed_on, self.earliest, calendar), _day_after(
            filed_on, self.latest, calendar
        )


def new_session(body: Organization, *, on: date) -> NewSession | None:
    """When a body deals again with what the mayor objects to on a day (GO NRW § 54 Abs. 1)."""
    rules = rules_on(on)
    earliest = rules.period(Rule.MAYORS_OBJECTION_FROM, body)
    latest = rules.period(Rule.MAYORS_OBJECTION_UNTIL, body)
    return NewSession(earliest, latest) if earliest and latest else None


def _day_after(day: date, period: Period, calendar: WorkingCalendar) -> date:
    if period.unit is PeriodUnit.DAYS:
        return day + timedelta(days=period.amount)
    if period.unit is PeriodUnit.WEEKS:
        return day + timedelta(weeks=period.amount)
    return calendar.forward(day, period).due_on
