"""The way of a case as a map: where it was, where it is, what lies ahead and by when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from workflows.calendars import Period, WorkingCalendar, local_date
from workflows.machine import flow_for
from workflows.models import Case

from ...council.enums import ConsultationRole as Role
from ...council.enums import DecisionPath
from ...council.models import Consultation
from ...council.rules.objection import waits_for_objection
from ...decisions.enums import MeasureState as S
from ...decisions.rules.circulation import SHORT
from ..models import Measure
from .timeline import Entry

WAY: tuple[str, ...] = (
    S.DRAFT, S.CHECK, S.COSIGNING, S.RELEASE, S.FINAL_SIGNATURE, S.DELIBERATION, S.RESOLVED,
    S.IMPLEMENTATION, S.COMPLETED, S.EVALUATED,
)  # fmt: skip
"""The states of the regular way, in two rows so that the map fits beside the decision."""

IN_A_ROW = 5

ASIDE: Mapping[str, tuple[int, int]] = {
    S.WITHDRAWN: (0, 1),
    S.REVISION: (1, 1),
    S.CLARIFICATION: (2, 1),
    S.EXECUTIVE_BOARD: (3, 1),
    S.REJECTED: (0, 3),
    S.VETO_PERIOD: (1, 3),
    S.PAUSED: (2, 3),
    S.EXECUTION_BARRED: (3, 3),
    S.REVOKED: (4, 3),
    S.DISCONTINUED: (4, 3),
    S.INCORPORATED: (4, 3),
}
"""States beside the regular way: column and row of each, under the state that leads there."""

ENDS = frozenset({S.REJECTED, S.WITHDRAWN, S.REVOKED, S.DISCONTINUED, S.INCORPORATED})
"""Ends beside the regular one."""

RARE = ENDS | {S.PAUSED, S.EXECUTION_BARRED}
"""States that are shown only when they were reached."""

_SIDE_WAYS = (
    (S.CHECK, S.REVISION),
    (S.COSIGNING, S.CLARIFICATION),
    (S.RELEASE, S.EXECUTIVE_BOARD),
    (S.EXECUTIVE_BOARD, S.FINAL_SIGNATURE),
    (S.DELIBERATION, S.VETO_PERIOD),
    (S.VETO_PERIOD, S.RESOLVED),
    (S.IMPLEMENTATION, S.PAUSED),
    (S.RESOLVED, S.EXECUTION_BARRED),
)


@dataclass(frozen=True, slots=True)
class ProcessMap:
    """Nodes and edges for the drawing, as the tag `process_map` takes them."""

    nodes: list[dict[str, Any]]
    edges: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a forecast is made of: the running deadline, the route's periods, the sessions."""

    due_on: date | None
    periods: Mapping[str, Period]
    calendar: WorkingCalendar
    stations: Sequence[Consultation]
    today: date
    # Whether the executive board deals with it, by the rule that decides so; None: not asked yet.
    to_board: bool | None = None
    # Whether urgency of the co-signature is accepted for the round that runs or comes.
    hurries: bool = False


def process_map(measure: Measure, entries: Sequence[Entry], outlook: Outlook) -> ProcessMap:
    """The states in their order: done with its day, present, ahead with the expected day."""
    case = measure.case
    reached, left = _reached(entries), _left(entries)
    skipped, comes = _skipped(measure), _coming_beside(case.state, outlook)
    expected = dict(_forecast(measure, outlook, skipped, comes))
    labels = dict(flow_for(case.kind).states.choices)
    nodes = []
    for state, column, row in _places(case.state, reached):
        status = _status(state, case, reached, skipped)
        if status == "side" and state in comes:
            status = "ahead"
        if status == "done" and case.state in ENDS and state == _before_last(entries):
            # It ended in the middle of this step.
            status = "skipped"
        ended = reached.get(state) if state == S.EVALUATED else left.get(state)
        note = _note(status, ended, expected.get(state), case)
        nodes.append(
            {
                "key": str(state),
                "label": _label(state, str(labels[state])),
                "column": column,
                "row": row,
                "status": status,
                "note": note,
            }
        )
    # In the order of the way, so that what is said to come next comes next.
    order = [str(state) for state in _order(comes)]
    nodes.sort(key=lambda node: order.index(node["key"]) if node["key"] in order else len(order))
    return ProcessMap(nodes, _edges({str(node["key"]) for node in nodes}, entries))


def _label(state: str, name: str) -> str:
    """The name of a state; soft hyphens say where a long one may break on the map."""
    breaking = {
        S.EXECUTIVE_BOARD: _("Executive board"),
        S.FINAL_SIGNATURE: _("Final signature (may break)"),
        S.VETO_PERIOD: _("Veto period (may break)"),
        S.COMPLETED: _("Completed (may break)"),
        S.WITHDRAWN: _("Withdrawn (may break)"),
    }
    label = breaking.get(S(state), name)
    return label[:1].upper() + label[1:]


def _reached(entries: Sequence[Entry]) -> dict[str, datetime]:
    """When each state was entered last."""
    found: dict[str, datetime] = {}
    for entry in entries:
        if entry.target:
            found.setdefault(entry.target, entry.at)
    return found


def _left(entries: Sequence[Entry]) -> dict[str, datetime]:
    """When each state was left last."""
    moves = [entry for entry in reversed(entries) if entry.target]
    return {before.target: after.at for before, after in pairwise(moves)}


def _before_last(entries: Sequence[Entry]) -> str:
    """The state before the present one."""
    states = [entry.target for entry in entries if entry.target]
    return states[1] if len(states) > 1 else ""


def _coming_beside(present: str, outlook: Outlook) -> frozenset[str]:
    """The states beside the regular way through which this matter goes all the same."""
    coming = set()
    if outlook.to_board and present in WAY[: WAY.index(S.FINAL_SIGNATURE)]:
        coming.add(S.EXECUTIVE_BOARD)
    last = next((s for s in reversed(outlook.stations) if not s.result), None)
    if last and last.meeting and present in WAY[: WAY.index(S.RESOLVED)]:
        held_on = local_date(last.meeting.starts_at)
        if last.role == Role.DECISION and waits_for_objection(last.organization, on=held_on):
            coming.add(S.VETO_PERIOD)
    return frozenset(coming)


BESIDE: Mapping[str, str] = {
    S.RELEASE: S.EXECUTIVE_BOARD, S.DELIBERATION: S.VETO_PERIOD,
}  # fmt: skip
"""After which state of the regular way one beside it comes."""


def _skipped(measure: Measure) -> frozenset[str]:
    """Current administration needs neither the mayor's signature nor the council."""
    if measure.is_current_administration is False:
        return frozenset()
    if measure.decision_path != DecisionPath.CURRENT_ADMINISTRATION:
        return frozenset()
    return frozenset({S.FINAL_SIGNATURE, S.DELIBERATION})


def _places(present: str, reached: Mapping[str, datetime]) -> Iterator[tuple[str, int, int]]:
    """The regular way in rows of its own, below each row what lies beside it."""
    for index, state in enumerate(WAY):
        yield state, index % IN_A_ROW, index // IN_A_ROW * 2
    for state, (column, row) in ASIDE.items():
        if state not in RARE or state == present or state in reached:
            yield state, column, row


def _status(
    state: str, case: Case, reached: Mapping[str, datetime], skipped: frozenset[str]
) -> str:
    if state == case.state:
        # The regular end is the last step that was done; nothing of it is still under way.
        return "done" if state == S.EVALUATED else "current"
    if state in ASIDE:
        return "done" if state in reached else "side"
    if state in skipped and state not in reached:
        return "skipped"
    if case.state in WAY:
        passed = WAY.index(state) < WAY.index(case.state)
    else:
        passed = state in reached and not _comes_again(state, case.state)
    if passed:
        return "done"
    return "skipped" if case.state in ENDS else "ahead"


def _comes_again(state: str, present: str) -> bool:
    """Whether the way leads through this state (once more) after the present one."""
    after = {S.REVISION: S.CHECK, S.CLARIFICATION: S.RELEASE, S.EXECUTIVE_BOARD: S.FINAL_SIGNATURE}
    after |= {S.VETO_PERIOD: S.RESOLVED, S.PAUSED: S.IMPLEMENTATION}
    after |= {S.EXECUTION_BARRED: S.RESOLVED}
    return present in after and WAY.index(state) >= WAY.index(after[S(present)])


def _note(status: str, ended: datetime | None, expected: date | None, case: Case) -> str:
    if status == "current":
        since = local_date(case.state_since)
        return _("since %(day)s") % {"day": f"{since:%d.%m.%Y}"}
    if status == "done":
        return f"{local_date(ended):%d.%m.%Y}" if ended else ""
    if status == "ahead" and expected:
        return _("about %(day)s") % {"day": f"{expected:%d.%m.%Y}"}
    return ""


def _edges(shown: Iterable[str], entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """The regular way, the ways beside it, and every way that the case really went."""
    known = set(shown)
    path = [entry.target for entry in reversed(entries) if entry.target]
    walked = pairwise(path)
    ways = [*pairwise(WAY), *_SIDE_WAYS, *walked]
    edges = ((str(source), str(target)) for source, target in ways if source != target)
    return [edge for edge in dict.fromkeys(edges) if known.issuperset(edge)]


def _forecast(
    measure: Measure, outlook: Outlook, skipped: frozenset[str], comes: frozenset[str]
) -> Iterator[tuple[str, date]]:
    """When each state ahead will be reached if every period is used up, as far as one can say."""
    present = measure.case.state
    if present not in WAY[: WAY.index(S.IMPLEMENTATION)]:
        yield from _forecast_at_work(measure, outlook)
        return
    day = max(outlook.due_on or outlook.today, outlook.today)
    previous = present
    for state in _way_on(present, skipped, comes):
        decided_on = _decided_on(outlook)
        if previous == S.DELIBERATION and decided_on is None:
            return  # no session is planned: nobody knows
        if previous != present:
            day = _after(previous, day, outlook)
        elif present == S.DELIBERATION:
            day = decided_on or day
        if state == S.COMPLETED:
            if measure.ends_on is None:
                return
            day = max(day, measure.ends_on)
        yield state, day
        previous = state


def _forecast_at_work(measure: Measure, outlook: Outlook) -> Iterator[tuple[str, date]]:
    """The same once the work has begun."""
    present, due_on = measure.case.state, outlook.due_on
    if present == S.PAUSED and due_on:
        # The running deadline ends with the day on which the measure goes on.
        yield S.IMPLEMENTATION, due_on - timedelta(days=1)
    elif present == S.IMPLEMENTATION and measure.ends_on:
        yield S.COMPLETED, measure.ends_on
    elif present == S.COMPLETED and due_on:
        yield S.EVALUATED, due_on


def _order(comes: frozenset[str]) -> Iterator[str]:
    """The regular way with those beside it that come as well."""
    for state in WAY:
        yield state
        if BESIDE.get(state) in comes:
            yield BESIDE[state]


def _way_on(present: str, skipped: frozenset[str], comes: frozenset[str]) -> Iterator[str]:
    """The states of it after the present one; the evaluation is too far to be foretold."""
    way = list(_order(comes))
    ahead = way[way.index(present) + 1 :]
    return (state for state in ahead if state not in skipped | {S.EVALUATED})


def _after(state: str, day: date, outlook: Outlook) -> date:
    """The day on which a state ends that begins on `day`."""
    if state == S.DELIBERATION:
        return max(_decided_on(outlook) or day, day)
    key = "implementation_start" if state == S.RESOLVED else state
    if state == S.COSIGNING and outlook.hurries and SHORT in outlook.periods:
        key = SHORT
    period = outlook.periods.get(key)
    return outlook.calendar.forward(day, period).due_on if period else day


def _decided_on(outlook: Outlook) -> date | None:
    """The day of the last planned session."""
    days = [local_date(s.meeting.starts_at) for s in outlook.stations if s.meeting and not s.result]
    return max(days, default=None)
