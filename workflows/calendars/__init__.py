"""Time as the law counts it: working days, periods forward and backward, school holidays."""

from .periods import Period, PeriodError, PeriodUnit
from .reckoning import BERLIN, Reckoning, Step, StepKind, end_of_day, local_date
from .school import SchoolHolidays
from .working import WorkingCalendar
from .years import easter_sunday

__all__ = [
    "BERLIN",
    "Period",
    "PeriodError",
    "PeriodUnit",
    "Reckoning",
    "SchoolHolidays",
    "Step",
    "StepKind",
    "WorkingCalendar",
    "easter_sunday",
    "end_of_day",
    "local_date",
]
