"""What a process is made of: the look, rules, acts, stages, the table, and the judge."""

from .acts import Act, At, Line, Stage, act
from .facts import (
    CommandView,
    ConditionView,
    DeadlineView,
    ItemView,
    RouteFacts,
    Scene,
    SceneFacts,
    TaskView,
)
from .flow import ANY, CaseFlow, line_of
from .instead import may_nobody
from .judge import (
    Allowed,
    Refused,
    Repeated,
    judge,
    may_open,
    obstacles_of,
    permit,
)
from .look import Call, CaseFacts, Look, fact
from .registry import UnknownKindError, flow_for, register, registered_flows
from .rules import Rule, at_step, system, task_desk
from .tasks import ON_EVERY_TASK
from .timed import TIMED

__all__ = [
    "ANY",
    "ON_EVERY_TASK",
    "TIMED",
    "Act",
    "Allowed",
    "At",
    "Call",
    "CaseFacts",
    "CaseFlow",
    "CommandView",
    "ConditionView",
    "DeadlineView",
    "ItemView",
    "Line",
    "Look",
    "Refused",
    "Repeated",
    "RouteFacts",
    "Rule",
    "Scene",
    "SceneFacts",
    "Stage",
    "TaskView",
    "UnknownKindError",
    "act",
    "at_step",
    "fact",
    "flow_for",
    "judge",
    "line_of",
    "may_nobody",
    "may_open",
    "obstacles_of",
    "permit",
    "register",
    "registered_flows",
    "system",
    "task_desk",
]
