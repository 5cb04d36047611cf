"""The one case whose trail is the council calendar's."""

from __future__ import annotations

from workflows.queries.lasting import only_case

KIND = "council_calendar"


def calendar_case() -> int | None:
    """The id of the calendar's case; None before it was opened."""
    return only_case(KIND)
