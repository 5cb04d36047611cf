"""The tables of the engine."""

from .case import Case, CaseAudience, CaseQuerySet, audience_contains, desks_held
from .cosignature import Condition, CosignatureItem, Obligation, Question, Vote
from .heartbeat import Heartbeat
from .notification import Notice, Notification
from .organisation import DayOff, Desk, DeskHolder, Substitution, Unit
from .route import CosignRule, RoutePeriod, RouteThreshold, RouteVersion
from .sorting import din5007_key
from .task import Deadline, StepRun, Task
from .trail import Command, Event, EventText, Seal, SealedHead
from .user import User

__all__ = [
    "Case",
    "CaseAudience",
    "CaseQuerySet",
    "Command",
    "Condition",
    "CosignRule",
    "CosignatureItem",
    "DayOff",
    "Deadline",
    "Desk",
    "DeskHolder",
    "Event",
    "EventText",
    "Heartbeat",
    "Notice",
    "Notification",
    "Obligation",
    "Question",
    "RoutePeriod",
    "RouteThreshold",
    "RouteVersion",
    "Seal",
    "SealedHead",
    "StepRun",
    "Substitution",
    "Task",
    "Unit",
    "User",
    "Vote",
    "audience_contains",
    "desks_held",
    "din5007_key",
]
