"""What the start page says beside the tasks; an app adds lines of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ...models import User
from ...queries.inbox import Counts
from ...queries.people.desks import HeldDesk


@dataclass(frozen=True, slots=True)
class Opened:
    """Who opens the start page, as which desks, when, and how much lies in the inbox."""

    person: User
    desks: Sequence[HeldDesk]
    at: datetime
    counts: Counts


Say = Callable[[Opened], str]
"""A piece of HTML for whoever opens the page; empty for nothing."""

start_lines: list[Say] = []
"""What stands above the tasks."""

purposes: list[Say] = []
"""What somebody is here for who has no task: it stands where the list would be empty."""


def start_lines_of(opened: Opened) -> list[str]:
    """The lines that have something to say to this person."""
    return _said(start_lines, opened)


def purposes_of(opened: Opened) -> list[str]:
    """What this person is here for beside tasks."""
    return _said(purposes, opened)


def _said(lines: Sequence[Say], opened: Opened) -> list[str]:
    return [line for line in (say(opened) for say in lines) if line]
