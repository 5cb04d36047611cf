"""What a process is made of: the state slot, the base of every flow, acts on deadlines."""

from .flow import (
    ANY,
    ON_EVERY_TASK,
    STAY,
    Call,
    CaseFlow,
    CaseState,
    spec_of,
    system,
    task_desk,
)
from .timed import TimedFlow

__all__ = [
    "ANY",
    "ON_EVERY_TASK",
    "STAY",
    "Call",
    "CaseFlow",
    "CaseState",
    "TimedFlow",
    "spec_of",
    "system",
    "task_desk",
]
