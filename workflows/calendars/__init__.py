"""Time as the law counts it: working days, periods forward and backward, school holidays."""

from .periods import Period, PeriodError, PeriodUnit
from .reckoning import BERLIN, Reckoning, Step, StepKind, end_of_day, local_date
from .rungs import Rung, is_office_time, next_opening, next_rung, opening, rung_moments
from .school import SchoolHolidays
from .working import WorkingCalendar
from .years import easter_sunday

__all__ = [
    "BERLIN",
    "Period",
    "PeriodError",
    "PeriodUnit",
    "Reckoning",
    "Rung",
    "SchoolHolidays",
    "Step",
    "StepKind",
    "WorkingCalendar",
    "easter_sunday",
    "end_of_day",
    "is_office_time",
    "local_date",
    "next_opening",
    "next_rung",
    "opening",
    "rung_moments",
]
