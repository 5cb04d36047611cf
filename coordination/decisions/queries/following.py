"""What a change of sessions means for the chains that it touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from workflows.calendars import local_date
from workflows.machine import flow_for
from workflows.models import Case

from ...council.models import Consultation, Meeting
from ...council.rules.following import Follow, Sessions, follow


@dataclass(frozen=True, slots=True)
class Line:
    """One station of one case, as the difference shows it."""

    number: str
    title: str
    body: str
    decides: bool
    before: datetime | None
    after: datetime | None
    is_late: bool


def cases_touched(meetings: Iterable[int]) -> list[int]:
    """The open cases that have an open station at one of these sessions."""
    rows = Consultation.objects.filter(meeting__in=list(meetings), result="", case__closed_at=None)
    return sorted(set(rows.values_list("case", flat=True)))


def open_stations(cases: Iterable[int]) -> dict[int, list[Consultation]]:
    """The open stations of these cases in their order; one statement."""
    rows = Consultation.objects.filter(case__in=list(cases), result="").select_related(
        "case", "organization", "meeting", "paper"
    )
    found: dict[int, list[Consultation]] = defaultdict(list)
    for row in rows.order_by("position", "attempt"):
        found[row.case_id].append(row)
    return found


def sessions_for(stations: Iterable[Consultation], *, at: datetime) -> list[Meeting]:
    """The sessions to come of the bodies of these stations, and those that they have; one
    statement for the first, the second are known.
    """
    rows = list(stations)
    bodies = {row.organization_id for row in rows}
    ahead = Meeting.objects.filter(organization__in=bodies, starts_at__gt=at)
    had = {row.meeting.pk: row.meeting for row in rows if row.meeting is not None}
    return [*({**had, **{one.pk: one for one in ahead}}.values())]


def dealt_with(cases: Iterable[int]) -> Mapping[int, datetime]:
    """When the last session began that has dealt with each case; one statement."""
    rows = Consultation.objects.filter(case__in=list(cases)).exclude(result="")
    return dict(rows.values_list("case").annotate(last=Max("meeting__starts_at")))


def difference(changed: Sequence[Meeting], *, at: datetime) -> list[Line]:
    """What would follow if these sessions were as given, for every case that has one of them.

    Six statements, whatever the number of cases.
    """
    by_case = open_stations(cases_touched(one.pk for one in changed))
    rows = [row for stations in by_case.values() for row in stations]
    old = {row.pk: row.meeting.starts_at for row in rows if row.meeting is not None}
    would_be = {one.pk: one for one in changed}
    known = [would_be.get(one.pk, one) for one in sessions_for(rows, at=at)]
    sessions, dealt = Sessions(known), dealt_with(by_case)
    numbers = _numbers(rows)
    lines = []
    for case, stations in by_case.items():
        closing = closing_from(stations, local_date(at))
        steps = follow(stations, sessions, at=at, dealt=dealt.get(case), closing_from=closing)
        lines += [
            _line(step, old.get(step.station.pk), numbers) for step in steps
            if step.is_changed or (step.before and step.before.pk in would_be)
        ]  # fmt: skip
    return lines


def closing_from(stations: Sequence[Consultation], today: date) -> date | None:
    """Until the signature a session must still take papers; afterwards the paper is there."""
    return None if stations and stations[0].paper_id is not None else today


def _numbers(rows: Iterable[Consultation]) -> dict[int, str]:
    kinds: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        kinds[row.case.kind].add(row.case_id)
    return {
        case: number
        for kind, cases in kinds.items()
        for case, number in flow_for(kind).references(sorted(cases)).items()
    }


def _line(step: Follow, before: datetime | None, numbers: Mapping[int, str]) -> Line:
    case: Case = step.station.case
    after = step.after.starts_at if step.after else None
    return Line(
        number=numbers.get(case.pk, ""),
        title=case.title,
        body=step.station.organization.short_name,
        decides=step.station.role == "decision",
        before=before,
        after=after,
        is_late=after is None or (before is not None and after > before),
    )
