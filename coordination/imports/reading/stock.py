"""What a row of a stock says of the past: whole, in its order, and without contradiction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from workflows.machine.values import day
from workflows.untyped import Json

from ...council.enums import DecisionPath
from ...implementing.rules import contradictions_of_reports
from ..enums import OF_STOCK
from .columns import column_of
from .names import Names
from .problems import CellError, Problem, shown

NEEDED = ("decided_on", "decided_by", "reference")
"""What every resolution has."""

OVER = {"completed": ("ended_on",), "discontinued": ("ended_on", "ended_reason")}
"""What else is needed where the work has ended."""

_FORMER = re.compile(r"(früher|ehemals)\b", re.IGNORECASE)


def stock_problems(row: int, values: Json, names: Names) -> Iterator[Problem]:
    """What a row says of a decision is whole, and only in a stock."""
    said = [name for name in OF_STOCK if values.get(name)]
    if not said:
        return
    if not names.is_stock:
        yield Problem(row, _place(said[0], values), "stock_only")
        return
    state = str(values.get("state") or "")
    missing = [name for name in (*NEEDED, *OVER.get(state, ())) if not values.get(name)]
    for name in ([] if state else ["state"]) + missing:
        column = column_of(name)
        yield Problem(row, column, "stock_incomplete", shown({"column": column}))
    for name in ("ended_on", "ended_reason"):
        if values.get(name) and name not in OVER.get(state, ()) and state:
            yield Problem(row, column_of(name), "not_ended")
    yield from _milestones(row, values, state)
    days = list(_days(row, values, state))
    yield from days
    yield from _decider(row, values, names)
    yield from _responsible(row, values, names)
    if not days:
        yield from _reports(row, values, names, state)


def _place(name: str, values: Json) -> str:
    """The column of what is said; of the first report where there are some."""
    reports = values.get("reports") or ()
    return column_of(f"reports-{reports[0]['year']}" if name == "reports" and reports else name)


def _milestones(row: int, values: Json, state: str) -> Iterator[Problem]:
    stones, reached = values.get("milestones") or (), values.get("reached") or ()
    if state == "implementation" and not stones:
        yield Problem(row, "meilensteine", "stock_milestone")
    for number in reached:
        if number > len(stones):
            yield Problem(row, "erreicht", "not_reached", shown({"number": number}))
    if state == "completed" and reached and len(reached) < len(stones):
        yield Problem(row, "erreicht", "open_milestones")


def _days(row: int, values: Json, state: str) -> Iterator[Problem]:
    """The resolution, the beginning and the end of the work, in this order."""
    decided, begun, ended = (day(values.get(n)) for n in ("decided_on", "starts_on", "ended_on"))
    if decided and begun and begun < decided and state not in {"", "resolved"}:
        words = {"decided": _shown(decided), "begun": _shown(begun)}
        yield Problem(row, "beschlossen_am", "decided_after_begin", words)
    if decided and ended and ended < decided:
        words = {"decided": _shown(decided), "ended": _shown(ended)}
        yield Problem(row, "beendet_am", "ended_before_decided", words)
    elif begun and ended and ended < begun:
        words = {"begun": _shown(begun), "ended": _shown(ended)}
        yield Problem(row, "beendet_am", "ended_before_begin", words)


def _shown(day_: date) -> str:
    return f"{day_:%d.%m.%Y}"


def _decider(row: int, values: Json, names: Names) -> Iterator[Problem]:
    """A body of the city, or one that there was; the administration decides for itself."""
    said, deciders = str(values.get("decided_by") or ""), names.others.get("decider")
    is_own = values.get("decision_path") == DecisionPath.CURRENT_ADMINISTRATION
    if not said or not deciders or is_own or _FORMER.match(said):
        return
    try:
        deciders.find(said)
    except CellError as error:
        if not _is_unit(said, names):
            yield Problem(row, "beschlossen_durch", error.code, error.details)


def _is_unit(said: str, names: Names) -> bool:
    try:
        names.units.find(said)
    except CellError:
        return False
    return True


def _responsible(row: int, values: Json, names: Names) -> Iterator[Problem]:
    """Who answers for the work belongs to the lead office (M23)."""
    named, lead = values.get("responsible"), values.get("lead")
    is_staffed = any(lead in units for units in names.staff.values())
    if named and lead and is_staffed and lead not in names.staff.get(named, frozenset()):
        words = {"value": names.people.name(named), "office": names.units.name(lead)}
        yield Problem(row, "verantwortlich", "person_elsewhere", shown(words))


def _reports(row: int, values: Json, names: Names, state: str) -> Iterator[Problem]:
    reports = values.get("reports") or ()
    if not reports or not state or names.today is None:
        return
    found = contradictions_of_reports(
        {report["year"]: str(report.get("state") or "") for report in reports},
        state=state,
        decided_on=day(values.get("decided_on")),
        ended_on=day(values.get("ended_on")),
        today=names.today,
    )
    for unmet in found:
        yield Problem(row, column_of(unmet.field), "refused", shown({"reason": unmet.text}))
