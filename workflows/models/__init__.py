"""The tables of the engine."""

from .attempt import Attempt
from .bulk import BulkItem, BulkRun
from .case import (
    Case,
    CaseAudience,
    CaseQuerySet,
    SubjectQuerySet,
    audience_contains,
    audience_holds,
    desks_held,
)
from .cosignature import Condition, CosignatureItem, Obligation, Question, Vote
from .deadline import Deadline, DeadlineEntry, Reminder
from .delivery import DeliveryChoice, FeedToken, Hold, Webhook, WebhookCall
from .heartbeat import Heartbeat
from .kept import KeptForm
from .note import Note, NoteVisit
from .notification import Notice, Notification
from .organisation import DayOff, Desk, DeskHolder, Substitution, Unit
from .personal import Resubmission, Watch
from .route import CosignRule, RoutePeriod, RouteRung, RouteThreshold, RouteVersion
from .saved import SavedView, ViewUse
from .sorting import din5007_key
from .task import StepRun, Task
from .trail import Command, Event, EventText, Seal, SealedHead
from .user import User

__all__ = [
    "Attempt",
    "BulkItem",
    "BulkRun",
    "Case",
    "CaseAudience",
    "CaseQuerySet",
    "Command",
    "Condition",
    "CosignRule",
    "CosignatureItem",
    "DayOff",
    "Deadline",
    "DeadlineEntry",
    "DeliveryChoice",
    "Desk",
    "DeskHolder",
    "Event",
    "EventText",
    "FeedToken",
    "Heartbeat",
    "Hold",
    "KeptForm",
    "Note",
    "NoteVisit",
    "Notice",
    "Notification",
    "Obligation",
    "Question",
    "Reminder",
    "Resubmission",
    "RoutePeriod",
    "RouteRung",
    "RouteThreshold",
    "RouteVersion",
    "SavedView",
    "Seal",
    "SealedHead",
    "StepRun",
    "SubjectQuerySet",
    "Substitution",
    "Task",
    "Unit",
    "User",
    "ViewUse",
    "Vote",
    "Watch",
    "Webhook",
    "WebhookCall",
    "audience_contains",
    "audience_holds",
    "desks_held",
    "din5007_key",
]
