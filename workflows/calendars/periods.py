"""A period: an amount of working days, days, weeks, months or years, or up to a weekday."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from django.utils.dates import WEEKDAYS as NAMES_OF_DAYS
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# A text that is final, or one that is translated when it is shown.
Text: TypeAlias = "str | _StrPromise"

# The longest period that a rule of a city can sensibly name; more is a slip of the keyboard.
LONGEST = 10_000


class PeriodError(ValueError):
    """A period or date that cannot be reckoned with; its text is meant for the person who typed it.

    The text is translated when it is shown, not when the error is raised.
    """

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return str(self.text)


class PeriodUnit(StrEnum):
    """What a period is counted in. The values are stored: never rename them."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    # The next such day of the week, Monday being 1: what a board that meets weekly needs.
    WEEKDAY = "weekday"

    @property
    def label(self) -> str:
        """The unit's name in the reader's language, in the plural."""
        return str(_LABELS[self])


_LABELS = {
    PeriodUnit.WORKING_DAYS: _("working days"),
    PeriodUnit.DAYS: _("calendar days"),
    PeriodUnit.WEEKS: _("weeks"),
    PeriodUnit.MONTHS: _("months"),
    PeriodUnit.YEARS: _("years"),
    PeriodUnit.WEEKDAY: _("day of the week (1 = Monday)"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """`amount` units, at least one; of WEEKDAY the number of the day.

    Raises PeriodError for zero, a negative amount, a fraction or more than LONGEST.
    """

    amount: int
    unit: PeriodUnit

    def __post_init__(self) -> None:
        whole = isinstance(self.amount, int) and not isinstance(self.amount, bool)
        if not whole or self.amount < 1:
            raise PeriodError(_("A period needs a whole number of at least 1."))
        if self.amount > LONGEST:
            raise PeriodError(_("A period may count 10,000 at most."))
        if self.unit == PeriodUnit.WEEKDAY and self.amount - 1 not in NAMES_OF_DAYS:
            raise PeriodError(_("The days of a week are numbered from 1 (Monday) to 7."))
        # Rows and files bring the unit's stored value.
        object.__setattr__(self, "unit", _unit(self.unit))

    def __str__(self) -> str:
        """For example "10 Werktage" or "1 Monat"."""
        return _counted(self.amount, self.unit) % {"n": self.amount}


def _unit(value: str) -> PeriodUnit:
    try:
        return PeriodUnit(value)
    except ValueError:
        raise PeriodError(
            _("A period is counted in working days, days, weeks, months, years or to a weekday.")
        ) from None


def _counted(amount: int, unit: PeriodUnit) -> str:
    match unit:
        case PeriodUnit.WORKING_DAYS:
            return ngettext("%(n)s working day", "%(n)s working days", amount)
        case PeriodUnit.DAYS:
            return ngettext("%(n)s day", "%(n)s days", amount)
        case PeriodUnit.WEEKS:
            return ngettext("%(n)s week", "%(n)s weeks", amount)
        case PeriodUnit.MONTHS:
            return ngettext("%(n)s month", "%(n)s months", amount)
        case PeriodUnit.YEARS:
            return ngettext("%(n)s year", "%(n)s years", amount)
        case PeriodUnit.WEEKDAY:
            return gettext("until the next %(day)s") % {"day": NAMES_OF_DAYS[amount - 1]}
