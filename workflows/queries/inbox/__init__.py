"""The inbox: what waits for a person, today, in every capacity; fast at a million open tasks."""

from .counts import CAP, INBOX, Counts, counts, shown
from .listing import PAGE, Page, case_page, task_page
from .next import next_in_turn, next_task
from .place import Due, Holder, Place, Progress, Sort, View
from .rows import CaseRow, TaskRow, act_label, state_label
from .topics import task_topics

__all__ = [
    "CAP",
    "INBOX",
    "PAGE",
    "CaseRow",
    "Counts",
    "Due",
    "Holder",
    "Page",
    "Place",
    "Progress",
    "Sort",
    "TaskRow",
    "View",
    "act_label",
    "case_page",
    "counts",
    "next_in_turn",
    "next_task",
    "shown",
    "state_label",
    "task_page",
    "task_topics",
]
