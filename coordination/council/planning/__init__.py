"""When a matter reaches which body: sessions, the days counted back from them, what can be cut.

Nothing here reads the database; `queries.planning` and `calendar_file` bring what is planned with.
"""

from .cutting import Cut, Shortcut, cuts_for
from .days import STEPS, Lead, PlanDates, counted_back
from .reaching import Planner, Station, Way
from .sessions import Body, PlannedSession

__all__ = [
    "STEPS",
    "Body",
    "Cut",
    "Lead",
    "PlanDates",
    "PlannedSession",
    "Planner",
    "Shortcut",
    "Station",
    "Way",
    "counted_back",
    "cuts_for",
]
